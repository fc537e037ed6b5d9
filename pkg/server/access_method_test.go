package server

import (
	"net/http"
	"strings"
	"testing"
)

// A wrong method is told from a wrong address only to whoever may use the
// address.
func TestWrongMethods(t *testing.T) {
	w := newWorld(t, Config{})
	tests := []struct {
		login, method, path string
		status              int
		allow               string
	}{
		{"", http.MethodGet, "/logout", 405, "POST"},
		{"", http.MethodDelete, "/login", 405, "GET, HEAD, POST"},
		{"", http.MethodPost, "/healthz", 405, "GET, HEAD"},
		{"", http.MethodPost, "/static/css/app.css", 405, "GET, HEAD"},
		{"", http.MethodGet, "/account/password", 404, ""},
		{"", http.MethodPost, "/khong-co", 404, ""},
		{"can_bo", http.MethodGet, "/account/password", 405, "POST"},
		{"can_bo", http.MethodDelete, "/units/lechan/entry?period=2022", 405, "GET, HEAD, POST"},
		{"can_bo", http.MethodPost, "/units/lechan/board?period=2022", 405, "GET, HEAD"},
		{"can_bo", http.MethodGet, "/units/lechan/entry/cell?period=2022", 405, "POST"},
		{"lanh_dao", http.MethodGet, "/units/lechan/entry/cell?period=2022", 404, ""},
		{"nguoi_la", http.MethodPost, "/units/lechan/board?period=2022", 404, ""},
		{"can_bo", http.MethodPost, "/units/khong_co/board?period=2022", 404, ""},
		{"can_bo", http.MethodDelete, "/admin/users", 404, ""},
		{"quan_tri", http.MethodDelete, "/admin/users", 405, "GET, HEAD, POST"},
		{"quan_tri", http.MethodGet, "/admin/users/1/link", 405, "POST"},
		{"can_bo", http.MethodPost, "/api/v1/units/lechan/summary?period=2022", 405, "GET, HEAD"},
		{"can_bo", http.MethodGet, "/api/v1/units/lechan/periods/2022/figures", 405, "PUT"},
		{"nguoi_la", http.MethodGet, "/api/v1/units/lechan/periods/2022/figures", 404, ""},
	}
	browsers := map[string]*browser{"": w.browser()}
	for _, tt := range tests {
		b := browsers[tt.login]
		if b == nil {
			b = w.as(tt.login)
			browsers[tt.login] = b
		}
		a := b.send(tt.method, tt.path, "", nil)
		if a.status != tt.status || a.header.Get("Allow") != tt.allow {
			t.Errorf("%s %s as %q: %d, Allow %q; want %d, %q", tt.method, tt.path, tt.login, a.status, a.header.Get("Allow"), tt.status, tt.allow)
		}
		kind := "text/html"
		if strings.HasPrefix(tt.path, "/api/") {
			kind = "application/problem+json"
		}
		if tt.status == 405 && (!strings.HasPrefix(a.header.Get("Content-Type"), kind) || strings.Contains(a.body, "server.") || a.body == "") {
			t.Errorf("%s %s: answered as %q: %.80s", tt.method, tt.path, a.header.Get("Content-Type"), a.body)
		}
	}
}
