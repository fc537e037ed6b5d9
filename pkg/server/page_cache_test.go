package server

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"muctieu/pkg/account"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

const boardPath = "/units/lechan/board?period=2022"

// with is the browser with one more header.
func (b *browser) with(name, value string) *browser {
	h := b.header.Clone()
	h.Set(name, value)
	return &browser{b.w, b.client, h}
}

// save enters one figure of 2022 past the pages.
func (w *world) save(unit org.Key, code indicator.Code, plain string, decimals int) {
	w.t.Helper()
	a, err := number.ParsePlain(plain, decimals)
	if err != nil {
		w.t.Error(err)
		return
	}
	key := indicator.CellKey{Unit: unit, Indicator: code, Period: period.MustParse("2022")}
	err = w.store.Change(context.Background(), store.Actor{Login: "can_bo"}, func(st *indicator.State) (indicator.Change, error) {
		return indicator.Change{Figures: []indicator.Figure{{CellKey: key, Value: &a, Status: indicator.Estimate, Note: "thử"}}}, nil
	})
	if err != nil {
		w.t.Error(err)
	}
}

func TestKeptPages(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	first := b.with("Accept-Encoding", "identity").get(boardPath)
	tag := first.header.Get("ETag")
	if first.status != http.StatusOK || !strings.HasPrefix(tag, `"`) {
		t.Fatalf("status %d, ETag %q, want a strong one", first.status, tag)
	}

	t.Run("unchanged", func(t *testing.T) {
		for _, list := range []string{tag, `"other", ` + tag, "W/" + tag, "*"} {
			a := b.with("Accept-Encoding", "identity").with("If-None-Match", list).get(boardPath)
			if a.status != http.StatusNotModified || a.body != "" || a.header.Get("ETag") != tag {
				t.Errorf("If-None-Match %s: status %d, %d bytes, ETag %q", list, a.status, len(a.body), a.header.Get("ETag"))
			}
		}
		if a := b.with("If-None-Match", `"other"`).get(boardPath); a.status != http.StatusOK {
			t.Errorf("another validator: status %d, want 200", a.status)
		}
	})
	t.Run("compressed", func(t *testing.T) {
		a := b.with("Accept-Encoding", "gzip").get(boardPath)
		if a.header.Get("Content-Encoding") != "gzip" || a.header.Get("ETag") == tag {
			t.Fatalf("encoding %q, ETag %q: the bytes differ, so must the validator", a.header.Get("Content-Encoding"), a.header.Get("ETag"))
		}
		r, err := gzip.NewReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil || string(plain) != first.body {
			t.Errorf("the compressed page is another: %v", err)
		}
	})
	t.Run("as a fresh one", func(t *testing.T) {
		w.server.kept.forget()
		again := b.with("Accept-Encoding", "identity").get(boardPath)
		if again.body != first.body || again.header.Get("ETag") != tag {
			t.Error("a page made anew differs from the one kept")
		}
	})
	t.Run("for one person", func(t *testing.T) {
		other := w.as("nguoi_soat").get(boardPath)
		if !strings.Contains(other.body, "Người nguoi_soat") || strings.Contains(other.body, "Người lanh_dao") {
			t.Error("a page made for one person is shown to another")
		}
	})
	t.Run("in another language and theme", func(t *testing.T) {
		c := w.as("lanh_dao")
		c.post("/preference", url.Values{"lang": {"en"}, "theme": {"dark"}})
		if a := c.get(boardPath); !strings.Contains(a.body, `lang="en" data-theme="dark"`) {
			t.Error("the kept page is of another language or theme")
		}
		// The choice of a language is kept with the account, for all browsers.
		if a := b.get(boardPath); !strings.Contains(a.body, `lang="en"`) {
			t.Error("the language chosen elsewhere does not hold here")
		}
		c.post("/preference", url.Values{"lang": {"vi"}})
	})
	t.Run("HEAD", func(t *testing.T) {
		a := b.with("Accept-Encoding", "identity").send(http.MethodHead, boardPath, "", nil)
		if a.status != http.StatusOK || a.header.Get("ETag") != tag || a.body != "" {
			t.Errorf("status %d, ETag %q, %d bytes", a.status, a.header.Get("ETag"), len(a.body))
		}
	})
}

// A page is never older than what was acknowledged before it was asked for.
func TestNothingStaleIsShown(t *testing.T) {
	w := newWorld(t, Config{})
	district, city := w.as("lanh_dao"), w.as("thanh_pho")
	district.get(boardPath)
	before := city.get("/units/haiphong/board?period=2022").header.Get("ETag")

	w.save("lechan", "ban_le", "27038.5", 2)
	if a := district.get(boardPath); !strings.Contains(numbersOf(a.page(t), "#row-ban_le .Col-actual"), "27038.5") {
		t.Error("the district's board does not show what was saved")
	}
	if a := city.get("/units/haiphong/board?period=2022"); a.header.Get("ETag") == before {
		t.Error("the city's board is the one from before the save")
	}

	leader, err := w.store.UserByLogin(context.Background(), "lanh_dao")
	if err != nil {
		t.Fatal(err)
	}
	err = w.store.UpdateUser(context.Background(), store.Actor{From: "cli"}, leader.ID, leader.Version, leader.Name, []account.Grant{{Role: account.Leader, Unit: "ngoquyen"}})
	if err != nil {
		t.Fatal(err)
	}
	if a := district.get(boardPath); a.status != http.StatusNotFound {
		t.Errorf("who may no longer read the unit gets status %d, want 404", a.status)
	}
	city.post("/logout", nil)
	if a := city.get("/units/haiphong/board?period=2022"); a.status != http.StatusSeeOther {
		t.Errorf("after the logout: status %d, want 303 to the login", a.status)
	}
}

func TestADayMakesAnotherPage(t *testing.T) {
	w := newWorld(t, Config{SessionLifetime: 1000 * 3600 * 1e9})
	b := w.as("lanh_dao")
	const path = "/units/lechan/board?period=2023"
	first := b.get(path).page(t).Find(".Board-words--late").First().Text()
	w.offset.Store(3 * 24 * 3600)
	if then := b.get(path).page(t).Find(".Board-words--late").First().Text(); then == first || first == "" {
		t.Errorf("three days later a figure is still %q", then)
	}
}

// Four people save while others look: each sees what was acknowledged, in the
// very next request.
func TestBoardsUnderLoad(t *testing.T) {
	w := newWorld(t, Config{})
	codes := []indicator.Code{"ban_le", "dv_luu_tru", "thu_ns", "von_dtpt"}
	viewers := make([]*browser, len(codes))
	for i := range viewers {
		viewers[i] = w.as("lanh_dao")
	}
	stop := make(chan struct{})
	var readers, writers sync.WaitGroup
	for range 4 {
		b := w.as("nguoi_soat")
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if a := b.get(boardPath); a.status != http.StatusOK {
						t.Errorf("status %d", a.status)
					}
				}
			}
		})
	}
	for i, code := range codes {
		writers.Go(func() {
			for n := range 6 {
				plain := strconv.Itoa(2000+100*i+n) + ".5"
				w.save("lechan", code, plain, w.decimals(code))
				got := numbersOf(viewers[i].get(boardPath).page(t), "#row-"+string(code)+" .Col-actual")
				if got != plain {
					t.Errorf("%s: the board shows %s after %s was saved", code, got, plain)
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
}

func (w *world) decimals(code indicator.Code) int {
	c, err := w.store.Catalogue(context.Background())
	if err != nil {
		w.t.Error(err)
		return 0
	}
	return c.Indicators[code].Decimals
}

func TestPageCache(t *testing.T) {
	var c pageCache
	page := func(text string, err error) func() ([]byte, error) {
		return func() ([]byte, error) { return []byte(text), err }
	}
	at := func(counter int64, address string) *keptPage {
		return c.at(pageKey{counter: counter, address: address})
	}

	if !at(2, "a").fill(page("one", nil)) || at(2, "a").fill(page("two", nil)) {
		t.Error("a page is made once")
	}
	if k := c.find(pageKey{counter: 2, address: "a"}); k == nil || string(k.plain.body) != "one" {
		t.Errorf("kept %v", k)
	}
	if late := at(1, "a"); late == at(1, "a") {
		t.Error("a page of before the change is kept")
	}
	at(3, "b")
	if c.find(pageKey{counter: 2, address: "a"}) != nil {
		t.Error("a page outlives the change")
	}
	broken := at(3, "c")
	broken.fill(page("", errors.New("no")))
	if c.find(pageKey{counter: 3, address: "c"}) != nil || broken.err == nil {
		t.Error("a page that could not be made is shown")
	}
	for i := range 2 * mostKept {
		at(3, fmt.Sprint(i))
	}
	if len(c.pages) > mostKept {
		t.Errorf("%d pages kept, want %d at most", len(c.pages), mostKept)
	}
}

// Whoever waits for a page whose maker panics is told so, not given nothing.
func TestAPanicIsNoPage(t *testing.T) {
	var k keptPage
	func() {
		defer func() { _ = recover() }()
		k.fill(func() ([]byte, error) { panic("no") })
	}()
	if k.fill(func() ([]byte, error) { return []byte("x"), nil }); !errors.Is(k.err, errUnfinished) || k.done.Load() {
		t.Errorf("error %v, done %t", k.err, k.done.Load())
	}
}

func TestCompress(t *testing.T) {
	small, err := compress(bytes.Repeat([]byte("ước "), 1000))
	if err != nil || len(small) > 200 {
		t.Errorf("%d bytes, %v", len(small), err)
	}
}

// mostAllocations is what answering with a page that is kept may allocate: the
// query, the headers, the line in the log.
const mostAllocations = 140

// A page that is kept costs one query, whatever its size.
func TestKeptPagesAreCheap(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	b.get(boardPath)
	r, err := http.NewRequest(http.MethodGet, boardPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(w.http.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(at) {
		r.AddCookie(c)
	}
	r.RequestURI = boardPath
	ask := func() int {
		rec := httptest.NewRecorder()
		w.server.ServeHTTP(rec, r)
		return rec.Code
	}
	if got := ask(); got != http.StatusOK {
		t.Fatalf("status %d", got)
	}
	if n := testing.AllocsPerRun(200, func() { ask() }); n > mostAllocations {
		t.Errorf("%.0f allocations, want %d at most", n, mostAllocations)
	} else {
		t.Logf("%.0f allocations", n)
	}
}
