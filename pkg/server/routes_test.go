package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/store"
)

// What is served and what is listed are the same, and each route says who may
// use it.
func TestEveryRouteHasARule(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	listed := map[string]bool{}
	for _, r := range routes {
		if r.access.name == "" || r.access.check == nil {
			t.Errorf("%s %s says not who may use it", r.method, r.path)
		}
		if _, known := outcomes[r.access.name]; !known {
			t.Errorf("%s %s: rule %q has no row in outcomes", r.method, r.path, r.access.name)
		}
		listed[r.method+" "+r.path] = true
	}
	served := map[string]bool{}
	for _, r := range w.server.echo.Routes() {
		if r.Method == echo.RouteNotFound || r.Method == http.MethodHead {
			continue
		}
		served[r.Method+" "+r.Path] = true
		if !listed[r.Method+" "+r.Path] {
			t.Errorf("%s %s is served and has no row in routes.go", r.Method, r.Path)
		}
	}
	for key := range listed {
		if !served[key] {
			t.Errorf("%s stands in routes.go and is not served", key)
		}
	}
}

// A route that is put up behind the table's back answers nothing.
func TestDenyByDefault(t *testing.T) {
	w := newWorld(t, Config{})
	w.server.echo.GET("/secret", func(c echo.Context) error { return c.String(http.StatusOK, "khong ai duoc doc") })
	if a := w.as("quan_tri").get("/secret"); a.status != http.StatusNotFound || strings.Contains(a.body, "khong ai") {
		t.Errorf("a route without a rule: %d %.40q", a.status, a.body)
	}
}

// outcomes says for every rule who passes (204), is told of no such thing
// (404), of no right (403), or has to log in (401), at Lê Chân in 2022. The
// people are those of newWorld in the order of cast; nobody comes first.
var cast = []string{"", "can_bo", "tai_chinh", "nguoi_soat", "lanh_dao", "quan_tri_q", "quan_tri", "thanh_pho", "nguoi_la"}

var outcomes = map[string][]int{
	"public":                         {204, 204, 204, 204, 204, 204, 204, 204, 204},
	"any user":                       {401, 204, 204, 204, 204, 204, 204, 204, 204},
	"reviewer":                       {401, 403, 403, 204, 403, 403, 403, 403, 403},
	"administrator":                  {401, 403, 403, 403, 403, 204, 204, 403, 403},
	"administrator of all":           {401, 403, 403, 403, 403, 403, 204, 403, 403},
	"reader of the unit":             {401, 204, 204, 204, 204, 204, 204, 204, 404},
	"who enters for the unit":        {401, 204, 204, 204, 403, 403, 403, 403, 404},
	"who submits for the unit":       {401, 204, 403, 204, 403, 403, 403, 403, 404},
	"reviewer of the unit":           {401, 403, 403, 204, 403, 403, 403, 403, 404},
	"who plans for the unit":         {401, 403, 403, 204, 403, 403, 403, 403, 404},
	"who reminds about the unit":     {401, 204, 204, 204, 204, 403, 403, 204, 404},
	"who asks about the unit":        {401, 403, 403, 204, 204, 403, 403, 204, 404},
	"who keeps the unit's templates": {401, 403, 403, 204, 403, 204, 204, 403, 404},
	"administrator of the unit":      {401, 403, 403, 403, 403, 204, 204, 403, 404},
}

// withStubs runs do while every handler answers 204.
func withStubs(t *testing.T, do func()) {
	t.Helper()
	kept := routes
	defer func() { routes = kept }()
	routes = slices.Clone(routes)
	for i := range routes {
		if routes[i].handle != nil && routes[i].path != "/login" {
			routes[i].handle = func(_ *Server, c echo.Context) error { return c.NoContent(http.StatusNoContent) }
		}
	}
	do()
}

func TestWhoMayUseWhat(t *testing.T) {
	withStubs(t, func() {
		w := newWorld(t, Config{})
		browsers := make([]*browser, len(cast))
		for i, login := range cast {
			if browsers[i] = w.browser(); login != "" {
				browsers[i] = w.as(login)
			}
		}
		for _, r := range routes {
			if r.path == "/login" || r.path == "/" {
				continue // tested by themselves
			}
			for i, login := range cast {
				if got := outcome(browsers[i], r); got != outcomes[r.access.name][i] {
					t.Errorf("%s %s as %q: %d, want %d (%s)", r.method, r.path, login, got, outcomes[r.access.name][i], r.access.name)
				}
			}
		}
	})
}

// A token has the rights of its person, administration left out.
func TestWhoMayUseTheAPIByToken(t *testing.T) {
	w := newWorld(t, Config{})
	without := map[string]int{"any user": 204, "reader of the unit": 404, "who enters for the unit": 404, "who submits for the unit": 404}
	for i, login := range cast[1:] {
		b := w.browser()
		b.header.Set("Authorization", "Bearer "+w.token(login, store.Token{}))
		for _, r := range apiRoutes {
			want := outcomes[r.access.name][i+1]
			if strings.HasPrefix(login, "quan_tri") && r.access.name != "public" {
				want = without[r.access.name]
			}
			if got := outcome(b, r); got != want {
				t.Errorf("%s %s by the token of %q: %d, want %d", r.method, r.path, login, got, want)
			}
		}
	}
}

// outcome asks for a route at Lê Chân in 2022. Whatever is neither a way to
// the login nor a refusal counts as passed.
func outcome(b *browser, r route) int {
	path := strings.NewReplacer(":unit", "lechan", ":period", "2022", ":indicator", "thu_ns", ":key", "lechan", ":code", "thu_ns", ":id", "1", "*", "x").Replace(r.path)
	if !strings.Contains(r.path, ":period") {
		path += "?period=2022"
	}
	a := b.send(r.method, path, "application/json", strings.NewReader("{}"))
	switch {
	case a.status == http.StatusSeeOther && strings.HasPrefix(a.location(), "/login"):
		return http.StatusUnauthorized
	case slices.Contains([]int{401, 403, 404}, a.status):
		return a.status
	}
	return http.StatusNoContent
}

// A grant covers what lay below its unit in the period, not what lies below it
// now: Lê Chân district ended in 2025.
func TestRightsFollowThePeriod(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("thanh_pho")
	for path, want := range map[string]int{
		"/api/v1/units/lechan/summary?period=2022":    200,
		"/api/v1/units/lechan/summary?period=2026":    404,
		"/api/v1/units/haiphong/summary?period=2026":  200,
		"/api/v1/units/haiduong/summary?period=2022":  404,
		"/api/v1/units/khong_co/summary?period=2022":  404,
		"/api/v1/units/lechan/summary?period=2022-Q5": 422,
		"/api/v1/units/lechan/summary":                422,
	} {
		if a := b.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
}

func TestHome(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("moi")
	w.add("duong", "official@haiduong")
	for login, want := range map[string]string{
		"":           "/login",
		"lanh_dao":   "/units/lechan/board?period=2022",
		"can_bo":     "/work",
		"nguoi_soat": "/work",
		"quan_tri":   "/admin",
		"moi":        "/account",
		"duong":      "/work",
	} {
		b := w.browser()
		if login != "" {
			b = w.as(login)
		}
		if got := b.get("/").location(); got != want {
			t.Errorf("%q goes from / to %q, want %q", login, got, want)
		}
	}
}
