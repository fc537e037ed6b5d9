package server

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// contextOf is the bar a person sees on a page of Lê Chân.
func contextOf(t *testing.T, w *world, grant, page, at string) *contextView {
	t.Helper()
	g, err := account.ParseGrant(grant)
	if err != nil {
		t.Fatal(err)
	}
	c := echo.New().NewContext(httptest.NewRequest("GET", "/", nil), httptest.NewRecorder())
	requestFrom(c).user = &account.User{ID: 1, Grants: []account.Grant{g}}
	v, err := w.server.contextBar(c, "lechan", period.MustParse(at), page)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// chosen joins the links that hold now.
func chosen(links []linkView) string {
	var all []string
	for _, l := range links {
		if l.Current {
			all = append(all, l.Text)
		}
	}
	return strings.Join(all, " ")
}

func TestContextBar(t *testing.T) {
	w := newWorld(t, Config{})
	for _, tt := range []struct {
		name, at                    string
		period, shape, part, before string
		parts                       int
	}{
		{"a year", "2022", "Năm 2022", "Năm", "", "2021", 0},
		{"six months", "2022-YTD06", "6 tháng đầu năm 2022", "6 tháng", "", "2021-YTD06", 0},
		{"nine months", "2022-YTD09", "9 tháng đầu năm 2022", "9 tháng", "", "2021-YTD09", 0},
		{"a quarter", "2022-Q3", "Quý III năm 2022", "Quý", "Quý III", "2021-Q3", 4},
		{"a month", "2022-M05", "Tháng 5 năm 2022", "Tháng", "T5", "2021-M05", 13},
		{"the sixth month leads to six months", "2022-M06", "Tháng 6 năm 2022", "Tháng", "T6", "2021-M06", 13},
		{"January has no cumulative of its own", "2022-M01", "Tháng 1 năm 2022", "Tháng", "T1", "2021-M01", 12},
		{"another cumulative", "2022-YTD05", "5 tháng đầu năm 2022", "Tháng", "Lũy kế 5 tháng", "2021-YTD05", 13},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := contextOf(t, w, "leader@lechan", "board", tt.at)
			got := fmt.Sprint(v.Period, "|", chosen(v.Shapes), "|", chosen(v.Parts), "|", v.Previous, "|", len(v.Parts))
			want := fmt.Sprint(tt.period, "|", tt.shape, "|", tt.part, "|/units/lechan/board?period=", tt.before, "|", tt.parts)
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if v.Unit != "Quận Lê Chân" || v.State.Word != "Bản nháp" {
				t.Errorf("unit %q, state %q", v.Unit, v.State.Word)
			}
		})
	}
}

func TestContextOffersUnitsOnePageIsFor(t *testing.T) {
	w := newWorld(t, Config{})
	for _, tt := range []struct {
		name, grant, page string
		least             int
		first             string
	}{
		{"one unit is no choice", "leader@lechan", "board", 0, ""},
		{"the wards below", "leader@lechan+below", "board", 2, "Quận Lê Chân"},
		{"the whole city", "leader@haiphong+below", "board", 20, "Thành phố Hải Phòng"},
		{"a leader enters nowhere", "leader@haiphong+below", "entry", 0, ""},
		{"an official enters below", "official@lechan+below", "entry", 2, "Quận Lê Chân"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			units := contextOf(t, w, tt.grant, tt.page, "2022").Units
			if tt.least == 0 && len(units) != 0 || len(units) < tt.least {
				t.Fatalf("%d units, want at least %d", len(units), tt.least)
			}
			if len(units) > 0 && (units[0].Text != tt.first || units[0].Depth != 0 || units[1].Depth != 1) {
				t.Errorf("begins with %+v, %+v; want %s", units[0], units[1], tt.first)
			}
			if len(units) > 0 && chosen(units) != "Quận Lê Chân" {
				t.Errorf("chosen: %q", chosen(units))
			}
		})
	}
}

// The next year is offered to plan for, the one after is not.
func TestContextEndsAfterNextYear(t *testing.T) {
	w := newWorld(t, Config{})
	this := w.server.today().Year()
	for year, want := range map[int]bool{this: true, this + 1: false} {
		v := contextOf(t, w, "leader@lechan", "board", fmt.Sprint(year))
		if got := v.Next != ""; got != want {
			t.Errorf("%d: next year offered is %v, want %v", year, got, want)
		}
	}
}

func TestUnitLinksGoDownTheTree(t *testing.T) {
	tree := org.NewTree([]org.Unit{
		{Key: "a", Rows: []org.Row{{Name: "A"}}}, {Key: "b", Rows: []org.Row{{Name: "B", Parent: "a"}}},
	}, nil)
	user := account.User{Grants: []account.Grant{{Role: account.Leader, Unit: "a", Below: true}}}
	name := func(k org.Key) string { return string(k) }
	if got := len(unitLinks(user, tree, "a", period.MustParse("2022"), "board", name)); got != 2 {
		t.Errorf("%d units, want 2", got)
	}
}
