package server

import "muctieu/pkg/i18n"

func init() {
	samplePages["mail/off"] = func(lang i18n.Lang) any {
		return mailOffView{page: page{Lang: lang, Title: "Ngừng nhận thư", Path: "/mail/off/W"}, Words: "Lan sẽ không nhận.", Action: "/mail/off/W?kind=before", Word: "Ngừng nhận"}
	}
}
