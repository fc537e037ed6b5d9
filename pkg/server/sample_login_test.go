package server

import (
	"maps"

	"muctieu/pkg/i18n"
)

func init() { maps.Copy(samplePages, sampleLoginPages) }

// sampleLoginPages are the pages that need no unit.
var sampleLoginPages = map[string]func(lang i18n.Lang) any{
	"error/error": func(lang i18n.Lang) any {
		return errorView{page: page{Lang: lang, Title: "404"}, Words: "Không có trang này", List: []string{"a"}, Advice: "b", Request: "c",
			Actions: []linkView{{Href: "/", Text: "Về trang đầu", Primary: true}}}
	},
	"login/login": func(lang i18n.Lang) any {
		return loginView{page: page{Lang: lang}, First: "Quên mật khẩu", Login: fieldView{ID: "login", Name: "login", Label: "Tên đăng nhập"},
			Pass: fieldView{ID: "password", Name: "password", Label: "Mật khẩu", Type: "password"}, Next: "/", Fault: "Sai mật khẩu", Other: &linkView{Href: "/login/oidc", Text: "Đăng nhập bằng tài khoản của thành phố"}}
	},
	"login/link": func(lang i18n.Lang) any {
		return linkPageView{page: page{Lang: lang}, Words: "Đặt mật khẩu", Action: "/link/a", Fields: []fieldView{{ID: "a", Label: "Mật khẩu"}}, Word: "Lưu"}
	},
	"account/confirm": func(lang i18n.Lang) any {
		return confirmPageView{page: samplePage(lang), Words: "Nhập lại", Again: &linkView{Href: providerAgainPath, Text: "Đăng nhập lại"}, Fault: "Sai", Action: "/admin/users/1", Kept: []choiceView{{Name: "role", Value: "leader"}},
			Pass: fieldView{ID: confirmField, Name: confirmField, Label: "Mật khẩu", Type: "password"}}
	},
	"account/totp": func(lang i18n.Lang) any {
		return totpView{page: samplePage(lang), State: "Chưa bật", Again: &linkView{Href: providerAgainPath, Text: "Đăng nhập lại"}, Secret: "ABC", Codes: []string{"a-b"}, Enrol: []fieldView{{ID: "code", Label: "Mã"}}, Confirm: []fieldView{{ID: "password", Label: "Mật khẩu"}}, MayEnd: true}
	},
	"account/account": func(lang i18n.Lang) any {
		return accountView{page: samplePage(lang), Login: "long", Mail: mailChoiceView{Note: "Chưa thiết lập", Fields: []fieldView{{ID: "email", Name: "email", Label: "Thư"}}}, Rights: []choiceView{{Text: "Người nhập", Note: "Quận Lê Chân"}},
			Password: []fieldView{{ID: "old", Label: "Mật khẩu cũ"}}, Sessions: []sessionView{{Started: "08:00", Current: true}, {Started: "09:00"}},
			Tokens: []tokenView{{ID: 1, Name: "máy chủ"}}, TokenFields: []fieldView{{ID: "name", Label: "Tên"}}, NewToken: "abc"}
	},
}
