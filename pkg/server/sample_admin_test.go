package server

import (
	"maps"

	"muctieu/pkg/i18n"
)

func init() { maps.Copy(samplePages, sampleAdminPages) }

// sampleAdmin shows every kind of part once.
func sampleAdmin(lang i18n.Lang) adminView {
	choices := []choiceView{{Value: "a", Text: "A", Checked: true}, {Value: "b", Text: "B"}}
	return adminView{
		page: samplePage(lang), Lead: "Một câu", Sections: []linkView{{Href: "/admin", Text: "Tổng quan", Current: true}, {Href: "/admin/users", Text: "Người dùng"}},
		Trail: []linkView{{Href: "/admin", Text: "Quản trị"}}, Tools: []linkView{{Href: "/admin/users/new", Text: "Thêm", Icon: "plus", Primary: true}},
		Parts: []adminPart{
			{Heading: "Bước", Text: "Lần lượt", Steps: []stepView{{State: stateView{Icon: "circle-check", Word: "Đã làm", Class: "done"}, Text: "Đơn vị", Href: "/admin/units", Note: "có 2"}}},
			{ID: "x", Letter: "Kính gửi Lan,\n\nMột thư.", Secret: "https://example.vn/link/abc", Empty: &emptyView{Text: "Không có", Line: true}},
			{Table: &tableView{Label: "Bảng", Heads: []string{"A", "B"}, Rows: []rowView{{Cells: []cellView{{Text: "a", Href: "/a", Sub: "b", Indent: 2}, {Text: "1", Right: true, State: &stateView{Word: "x"}}}}}},
				Pages: &pagesView{Label: "Trang", Next: "/b", NextText: "Cũ hơn"}},
			{Form: &formView{Action: "/a", Method: post, Word: "Lưu", Primary: true, Fields: []fieldView{{ID: "f", Name: "f", Label: "F", Help: "giúp"}},
				Sets: []fieldsetView{{Legend: "Nhóm", Fields: []fieldView{{ID: "g", Name: "g", Label: "G", Type: "select", Options: choices}}}}, Cancel: &linkView{Href: "/", Text: "Hủy"}}},
			{Form: &formView{Action: "/a", Method: get, Filters: true, Word: "Tìm", Fields: []fieldView{{ID: "q", Name: "q", Label: "Từ"}}}},
			{Buttons: []buttonView{{Dialog: "d", Text: "Khóa", Danger: true}}, Confirms: []confirmView{{ID: "d", Title: "Khóa?", Text: "x", Action: "/d", Word: "Khóa", Cancel: "Hủy", Danger: true}}},
			{Form: &formView{Action: "/c", Method: post, Upload: true, Word: "Tải lên", Fields: []fieldView{{ID: "file", Name: "file", Type: "file", Label: "Tệp"}}}},
			{Form: &formView{Action: "/b", Method: post, Word: "Xóa", Danger: true, Hidden: []choiceView{hidden("version", "1")}}},
		},
	}
}

var sampleAdminPages = map[string]func(lang i18n.Lang) any{
	"admin/page": func(lang i18n.Lang) any { return sampleAdmin(lang) },
	"admin/user": func(lang i18n.Lang) any {
		choices := []choiceView{{Value: "a", Text: "A", Checked: true}, {Value: "b", Text: "B"}}
		return userView{adminView: sampleAdmin(lang), Action: "/admin/users/1", Version: 2, Word: "Lưu", Fields: []fieldView{{ID: "login", Name: "login", Label: "Tên"}},
			Grants: []grantView{{Number: 1, Roles: choices, Units: choices, Below: choices, Agencies: choices}}}
	},
	"admin/set": func(lang i18n.Lang) any {
		choices := []choiceView{{Value: "a", Text: "A", Checked: true}, {Value: "b", Text: "B"}}
		v := setView{adminView: sampleAdmin(lang), Action: "/admin/sets/lechan/2022", Version: 3}
		v.Rows = []setRowView{{Number: 1, Position: "1", Name: "Tỷ lệ hộ nghèo", Code: "ho_ngheo", Levels: choices, Sources: choices, Falls: choices}, {Number: 2, Indicators: choices, Levels: choices, Sources: choices, Falls: choices}}
		return v
	},
}
