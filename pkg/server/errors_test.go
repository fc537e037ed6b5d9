package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

func TestNewFailure(t *testing.T) {
	faults := errs.Faults{
		{Place: "figures.csv:3", Err: errs.E(errs.Invalid, "admin.position_form")},
		{Err: errs.E(errs.Conflict, "server.busy")},
	}
	tests := []struct {
		name   string
		err    error
		status int
		words  string // in Vietnamese; empty: the apology
		list   int
	}{
		{"invalid", errs.E(errs.Invalid, "admin.day_needed"), 422, "Cần có ngày.", 0},
		{"with arguments", errs.E(errs.Invalid, "admin.day_form", "text", "x"), 422, "“x” không phải ngày; dạng đúng: 31/12/2022.", 0},
		{"forbidden", errs.E(errs.Forbidden, "server.not_your_role"), 403, "Tài khoản này không có vai trò cần thiết cho trang này.", 0},
		{"not found", errs.E(errs.NotFound, "server.no_such_unit"), 404, "Không có đơn vị này.", 0},
		{"conflict", errs.E(errs.Conflict, "account.login_taken", "login", "an"), 409, "Tên đăng nhập an đã có.", 0},
		{"locked", errs.E(errs.Locked, "server.busy"), 423, "Hệ thống đang bận, chưa xử lý được yêu cầu này.", 0},
		{"unavailable", errs.E(errs.Unavailable, "server.busy"), 503, "Hệ thống đang bận, chưa xử lý được yêu cầu này.", 0},
		{"unauthorized", errs.E(errs.Unauthorized, "server.login_needed"), 401, "Cần đăng nhập để xem nội dung này.", 0},
		{"wrapped", fmt.Errorf("reading: %w", errs.E(errs.NotFound, "server.no_such_unit")), 404, "Không có đơn vị này.", 0},
		{"with a cause", errs.E(errs.Invalid, "admin.day_needed").Because(errors.New("secret")), 422, "Cần có ngày.", 0},
		{"too many", newTooMany("account.login_throttled", 61), 429, "Đăng nhập sai nhiều lần. Hãy thử lại sau 2 phút.", 0},
		{"faults", faults, 422, "Có 2 lỗi cần sửa. Chưa có gì được lưu.", 2},
		{"no such address", echo.ErrNotFound, 404, "Không có trang này.", 0},
		{"another method", echo.ErrMethodNotAllowed, 405, "Địa chỉ này không nhận cách gọi đã dùng.", 0},
		{"too large", echo.ErrStatusRequestEntityTooLarge, 413, "Nội dung gửi lên quá lớn: tối đa 10 MB.", 0},
		{"a broken form", echo.NewHTTPError(http.StatusBadRequest, "secret"), 400, "Yêu cầu không đúng dạng nên không đọc được.", 0},
		{"internal", errs.E(errs.Internal, "server.busy"), 500, "", 0},
		{"unclassified", errors.New("secret"), 500, "", 0},
	}
	p := i18n.For(i18n.Vi)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := newFailure(tt.err, p)
			want := tt.words
			if want == "" {
				want = p.T("core.internal")
			}
			if got.status != tt.status || got.words != want || len(got.list) != tt.list {
				t.Errorf("%d %q with %d faults, want %d %q with %d", got.status, got.words, len(got.list), tt.status, want, tt.list)
			}
			if strings.Contains(got.words+strings.Join(got.list, ""), "secret") {
				t.Errorf("what is for the log is shown: %+v", got)
			}
		})
	}
	if f := newFailure(faults, p); f.list[0] != "figures.csv:3: Thứ tự phải là số nguyên từ 1 đến 9999." {
		t.Errorf("a fault with its place: %q", f.list[0])
	}
}

// Every kind has a status, every status a title, and those people meet have
// advice.
func TestEveryKindIsAnswered(t *testing.T) {
	kinds := []errs.Kind{errs.Internal, errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict, errs.Locked, errs.Unavailable, errs.Unauthorized}
	if len(kinds) != len(statuses) {
		t.Errorf("%d kinds, %d statuses", len(kinds), len(statuses))
	}
	for _, kind := range kinds {
		status, ok := statuses[kind]
		if !ok {
			t.Errorf("%s has no status", kind)
		}
		for _, lang := range i18n.Langs {
			p := i18n.For(lang)
			if title := p.T(titleKey(status)); title == titleKey(status) {
				t.Errorf("%d has no title in %s", status, lang)
			}
			if key, ok := adviceKeys[status]; ok && p.T(key) == key {
				t.Errorf("%d has no advice in %s", status, lang)
			}
		}
		if _, advised := adviceKeys[status]; !advised && !slices.Contains([]int{500, 401}, status) {
			t.Errorf("%d: nobody is told what to do", status)
		}
	}
}

func TestReturnPath(t *testing.T) {
	tests := []struct {
		name, method, path, referer, want string
	}{
		{"the page asked for", "GET", "/units/lechan/board?period=2022", "", "/units/lechan/board?period=2022"},
		{"the page of a form", "POST", "/units/lechan/entry", "http://example.com/units/lechan/entry?period=2022", "/units/lechan/entry?period=2022"},
		{"a form of another site", "POST", "/x", "http://example.org/y", "/"},
		{"no page before", "POST", "/x", "", "/"},
		{"a page before that is none", "POST", "/x", "::", "/"},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(tt.method, "http://example.com"+tt.path, nil)
		r.Header.Set("Referer", tt.referer)
		if got := returnPath(echo.New().NewContext(r, httptest.NewRecorder())); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A script of ours that asks for a piece of a page is told 401, and not given
// the login page in the place of a cell.
func TestFragmentsAreToldToLogIn(t *testing.T) {
	w := newWorld(t, Config{})
	for header, want := range map[string]int{"": 303, "X-Fragment": 401, "HX-Request": 401} {
		b := w.browser()
		if header != "" {
			b.header.Set(header, "cell")
		}
		if a := b.get("/account"); a.status != want {
			t.Errorf("with %q: %d, want %d", header, a.status, want)
		}
	}
}

func TestLocalPath(t *testing.T) {
	tests := []struct{ text, want string }{
		{"/", "/"}, {"/units/lechan/board?period=2022#row", "/units/lechan/board?period=2022#row"}, {"/admin", "/admin"},
		{"", "/"}, {"board", "/"}, {"//example.org", "/"}, {`/\example.org`, "/"}, {`\\example.org`, "/"}, {"https://example.org", "/"},
		{"javascript:alert(1)", "/"}, {"/\texample.org", "/"}, {"/\r\nSet-Cookie: a=b", "/"}, {"/login", "/"}, {"/login?next=/login", "/"},
	}
	for _, tt := range tests {
		if got := localPath(tt.text); got != tt.want {
			t.Errorf("localPath(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Whatever is asked for, the way back stays on this server.
func FuzzLocalPath(f *testing.F) {
	for _, text := range []string{"/", "//a", `/\a`, "/a", "https://a", "/\x00", "/%2f%2fa", "/;//a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := localPath(text)
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t") {
			t.Errorf("localPath(%q) = %q", text, got)
		}
	})
}
