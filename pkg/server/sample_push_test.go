package server

import (
	"maps"

	"muctieu/pkg/i18n"
)

func init() { maps.Copy(samplePages, samplePushPages) }

var samplePushPages = map[string]func(lang i18n.Lang) any{
	"incoming/incoming": func(lang i18n.Lang) any {
		v := incomingView{page: samplePage(lang), Unit: "Quận Lê Chân", Empty: &emptyView{Text: "Không có"}, Action: "/", ID: "1", Lead: "Phường gửi", Same: 2, Open: true,
			Rows:   []incomingRowView{{Code: "a", Name: "Thu", Measure: "tỷ đồng", Stored: numberView{Int: "1"}, Sent: numberView{Int: "2"}, By: numberView{Int: "+1"}, Note: "x", Before: "y"}},
			Reason: fieldView{ID: "reason", Name: "reason", Label: "Lý do", Type: "textarea"}, Past: []string{"Đã nhận"}}
		v.Title = "Số liệu gửi đến"
		return v
	},
}
