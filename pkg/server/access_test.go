package server

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/org"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// changingTree has a unit of each kind of life.
func changingTree() *org.Tree {
	return org.NewTree([]org.Unit{
		{Key: "city", Rows: []org.Row{{Name: "Thành phố"}}},
		{Key: "gone", Rows: []org.Row{{Name: "Đã giải thể", Parent: "city", To: day("2025-06-30")}}},
		{Key: "coming", Rows: []org.Row{{Name: "Sắp lập", Parent: "city", From: day("2030-01-01")}}},
		{Key: "moved", Rows: []org.Row{{Name: "Trước", Parent: "gone", To: day("2025-06-30")}, {Name: "Sau", Parent: "city", From: day("2025-07-01")}}},
		{Key: "between", Rows: []org.Row{{Name: "Ngắn", Parent: "city", From: day("2024-01-01"), To: day("2024-12-31")}}},
	}, nil)
}

func TestDayOf(t *testing.T) {
	tree := changingTree()
	for unit, want := range map[org.Key]string{"city": "2026-11-25", "gone": "2025-06-30", "coming": "2030-01-01", "moved": "2026-11-25", "between": "2024-12-31"} {
		if got := dayOf(tree, unit, day("2026-11-25")).Format(time.DateOnly); got != want {
			t.Errorf("%s is looked at on %s, want %s", unit, got, want)
		}
	}
}

func TestReadable(t *testing.T) {
	tree := changingTree()
	s := &Server{now: func() time.Time { return day("2026-11-25") }, zone: time.UTC}
	grant := func(unit org.Key, below bool) account.User {
		return account.User{Grants: []account.Grant{{Role: account.Leader, Unit: unit, Below: below}}}
	}
	tests := []struct {
		name string
		user account.User
		want string
	}{
		{"nobody", account.User{}, "[]"},
		{"the city alone", grant("city", false), "[city]"},
		{"the city with what lies and lay below it", grant("city", true), "[between city coming gone moved]"},
		{"a unit that is no more", grant("gone", false), "[gone]"},
		{"with what lies below it on its last day", grant("gone", true), "[gone]"},
		{"disabled", account.User{Disabled: true, Grants: grant("city", true).Grants}, "[]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(s.readable(tt.user, tree)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestPeriodOf(t *testing.T) {
	tests := []struct{ path, query, want string }{
		{"2022", "", "2022"},
		{"2022-YTD06", "?period=2021", "2022-YTD06"},
		{"", "?period=2022-Q1", "2022-Q1"},
		{"", "?year=2023", "2023"},
		{"", "?period=2022&year=2023", "2022"},
		{"", "", ""},
		{"", "?period=", ""},
		{"", "?period=2022-M13", "refused"},
		{"x", "", "refused"},
		{"", "?year=hai", "refused"},
	}
	for _, tt := range tests {
		c := echo.New().NewContext(httptest.NewRequest("GET", "/"+tt.query, nil), httptest.NewRecorder())
		if tt.path != "" {
			c.SetParamNames("period")
			c.SetParamValues(tt.path)
		}
		p, err := periodOf(c)
		got := p.String()
		if err != nil {
			got = "refused"
		}
		if got != tt.want {
			t.Errorf("%q%s: %q, want %q", tt.path, tt.query, got, tt.want)
		}
	}
}

// What a page offers in its head is what its person may open.
func TestNavigationLeadsSomewhere(t *testing.T) {
	w := newWorld(t, Config{})
	for login := range people {
		b := w.as(login)
		page := b.get("/account").page(t)
		links := page.Find(".Nav a")
		if links.Length() == 0 {
			t.Errorf("%s is offered nothing", login)
		}
		for _, node := range links.Nodes {
			for _, attr := range node.Attr {
				if attr.Key != "href" {
					continue
				}
				if a := b.get(attr.Val); a.status == 403 || a.status == 404 && !strings.Contains(a.body, w.noRoute()) {
					t.Errorf("%s is led to %s: %d", login, attr.Val, a.status)
				}
			}
		}
	}
}

// noRoute is what is said of an address that is not served at all.
func (w *world) noRoute() string { return "Không có trang này." }

func TestRoleInWords(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("khong_quyen")
	for login, want := range map[string][2]string{
		"lanh_dao":    {"Lãnh đạo · Quận Lê Chân", "Leader · Lê Chân district"},
		"quan_tri":    {"Quản trị · Thành phố Hải Phòng", "Administrator · Hải Phòng city"},
		"khong_quyen": {"Chưa được cấp vai trò", "No role yet"},
	} {
		b := w.as(login)
		for i, lang := range []string{"vi", "en"} {
			b.post("/preference", map[string][]string{"lang": {lang}})
			if got := b.get("/account").page(t).Find(".Me-role").First().Text(); got != want[i] {
				t.Errorf("%s in %s: %q, want %q", login, lang, got, want[i])
			}
		}
	}
}
