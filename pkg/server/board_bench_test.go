package server

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"muctieu/data"
	"muctieu/pkg/account"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
)

// clients is how many connections ask at once, over loopback.
const clients = 64

// A bench is a server over the data that comes with the program, a leader
// logged in, and a plain handler of one fixed page beside it.
type bench struct {
	b      *testing.B
	server *Server
	url    string
	cookie string
	client *http.Client
}

func newBench(b *testing.B) *bench {
	b.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, store.Options{DataDir: b.TempDir(), Now: time.Now, Zone: time.UTC})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = kept.Close() })
	err = kept.Change(ctx, store.Actor{From: "cli"}, func(st *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(st, exchange.Read(benchFiles(b)...))
		return change, err
	})
	if err != nil {
		b.Fatal(err)
	}
	grants := []account.Grant{{Role: account.Leader, Unit: "lechan"}}
	if _, err = kept.AddUser(ctx, store.Actor{From: "cli"}, store.NewUser{Login: "lanh_dao", Name: "Lãnh đạo", PasswordHash: testHash(), Grants: grants}); err != nil {
		b.Fatal(err)
	}
	s, err := New(Options{Store: kept, Now: time.Now, Zone: time.UTC})
	if err != nil {
		b.Fatal(err)
	}
	web := httptest.NewServer(s)
	b.Cleanup(web.Close)
	transport := &http.Transport{MaxIdleConns: clients, MaxIdleConnsPerHost: clients, DisableCompression: true}
	x := &bench{b: b, server: s, url: web.URL, client: &http.Client{Transport: transport}}
	x.login()
	return x
}

func benchFiles(b *testing.B) []exchange.File {
	b.Helper()
	var files []exchange.File
	for _, folder := range []string{data.Catalogue, data.Units, data.Demo} {
		names, err := fs.Glob(data.Files, folder+"/*.csv")
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range names {
			raw, err := data.Files.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			files = append(files, exchange.File{Name: name, Data: raw})
		}
	}
	return files
}

func (x *bench) login() {
	x.b.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		x.b.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.PostForm(x.url+"/login", url.Values{"login": {"lanh_dao"}, "password": {testPassword}})
	if err != nil {
		x.b.Fatal(err)
	}
	_ = resp.Body.Close()
	at, err := url.Parse(x.url)
	if err != nil {
		x.b.Fatal(err)
	}
	for _, cookie := range jar.Cookies(at) {
		x.cookie += cookie.Name + "=" + cookie.Value + "; "
	}
}

// get asks once, and gives the body and its validator.
func (x *bench) get(address, tag string, status int) (body []byte, got string) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		x.b.Error(err)
		return nil, ""
	}
	r.Header.Set("Cookie", x.cookie)
	r.Header.Set("Accept-Encoding", "gzip")
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	resp, err := x.client.Do(r)
	if err != nil {
		x.b.Error(err)
		return nil, ""
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		x.b.Errorf("status %d, %v", resp.StatusCode, err)
	}
	return body, resp.Header.Get("ETag")
}

// run measures requests a second, and what the slowest hundredth takes.
func (x *bench) run(ask func()) {
	var mutex sync.Mutex
	var times []time.Duration
	x.b.SetParallelism(max(clients/runtime.GOMAXPROCS(0), 1)) // that many for each processor
	x.b.ResetTimer()
	x.b.RunParallel(func(pb *testing.PB) {
		var own []time.Duration
		for pb.Next() {
			start := time.Now()
			ask()
			own = append(own, time.Since(start))
		}
		mutex.Lock()
		times = append(times, own...)
		mutex.Unlock()
	})
	x.b.StopTimer()
	slices.Sort(times)
	x.b.ReportMetric(float64(x.b.N)/x.b.Elapsed().Seconds(), "req/s")
	x.b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkFixedPage is the yardstick: the same bytes from a handler that does
// nothing else.
func BenchmarkFixedPage(b *testing.B) {
	x := newBench(b)
	body, _ := x.get(x.url+boardPath, "", http.StatusOK)
	fixed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(body)
	}))
	b.Cleanup(fixed.Close)
	x.run(func() { x.get(fixed.URL, "", http.StatusOK) })
}

// BenchmarkBoardUnchanged asks for a page that was made before.
func BenchmarkBoardUnchanged(b *testing.B) {
	x := newBench(b)
	x.get(x.url+boardPath, "", http.StatusOK)
	x.run(func() { x.get(x.url+boardPath, "", http.StatusOK) })
}

// Benchmark304 asks whether a page has changed; it has not.
func Benchmark304(b *testing.B) {
	x := newBench(b)
	_, tag := x.get(x.url+boardPath, "", http.StatusOK)
	x.run(func() { x.get(x.url+boardPath, tag, http.StatusNotModified) })
}

// BenchmarkBoardFresh asks for a page that has to be made, as the first one
// does who looks after a save; those who ask meanwhile wait for the same page.
func BenchmarkBoardFresh(b *testing.B) {
	x := newBench(b)
	var times []time.Duration
	for b.Loop() {
		x.server.kept.forget()
		start := time.Now()
		x.get(x.url+boardPath, "", http.StatusOK)
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}
