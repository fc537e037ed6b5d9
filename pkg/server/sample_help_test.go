package server

import (
	"maps"

	"muctieu/pkg/i18n"
)

func init() { maps.Copy(samplePages, sampleHelpPages) }

var sampleHelpPages = map[string]func(lang i18n.Lang) any{
	"help/help": func(lang i18n.Lang) any {
		task := helpTaskView{ID: "a", Title: "Nhập", Intro: []helpWord{{Text: "Khi"}}, Steps: [][]helpWord{{{Text: "Chọn "}, {Text: "Lưu", Name: true}}},
			Notes: [][]helpWord{{{Text: "Ghi chú"}}}, Picture: "/static/a.webp", Alt: "Trang", Href: "/help/a#a"}
		v := helpView{page: samplePage(lang), Others: []linkView{{Href: "/help/a", Text: "Cán bộ"}}, Parts: []helpPartView{{ID: "a", Title: "Cán bộ", Href: "/help/a", Tasks: []helpTaskView{task}}}}
		v.Title = "Hướng dẫn"
		return v
	},
}
