package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// A running is a command that serves until it is stopped.
type running struct {
	t         *testing.T
	stop      context.CancelFunc
	code      chan int
	out, errs *safeBuffer
}

// A safeBuffer may be written and read at once.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// patience is how long a busy machine is given.
const patience = time.Minute

func start(t *testing.T, env map[string]string, args ...string) *running {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &running{t, stop, make(chan int, 1), &safeBuffer{}, &safeBuffer{}}
	go func() {
		r.code <- run(ctx, args, func(name string) string { return env[name] }, strings.NewReader(""), r.out, r.errs)
	}()
	t.Cleanup(stop)
	return r
}

// until waits for a line that matches and gives what its group holds.
func (r *running) until(pattern string) string {
	r.t.Helper()
	re := regexp.MustCompile("(?m)" + pattern)
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(20 * time.Millisecond) {
		if m := re.FindStringSubmatch(r.out.String()); m != nil {
			return m[1]
		}
		if len(r.code) > 0 {
			break
		}
	}
	r.t.Fatalf("no line like %s in %q; %s", pattern, r.out, r.errs)
	return ""
}

// ended stops the command as SIGTERM does and gives what it ends with.
func (r *running) ended() int {
	r.t.Helper()
	r.stop()
	select {
	case code := <-r.code:
		return code
	case <-time.After(patience):
		r.t.Fatal("does not end")
		return -1
	}
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestDemo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	r := start(t, nil, "demo", "--listen", "127.0.0.1:0")
	address := r.until(`(http://\S+)`)
	for _, role := range []string{"Cán bộ", "Người duyệt", "Lãnh đạo", "Quản trị"} {
		if word := r.until("^" + role + `[^\n]*\s(\S{4}-\S{4}-\S{4}-\S{4})\s`); len(word) < 16 {
			t.Errorf("%s has the password %q", role, word)
		}
	}
	if code, body := get(t, address+"/"); code != http.StatusOK || !strings.Contains(body, `lang="vi"`) {
		t.Errorf("the first page: %d", code)
	}
	folder := func() int {
		entries, err := os.ReadDir(os.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	if folder() == 0 {
		t.Error("the demo has no folder of its own")
	}
	if code := r.ended(); code != exitDone {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
	if n := folder(); n != 0 {
		t.Errorf("%d folders are left", n)
	}
}

// The logins that the demo prints are good.
func TestDemoLogins(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	r := start(t, map[string]string{"MUCTIEU_LANG": "en"}, "demo", "--listen", "127.0.0.1:0")
	address := r.until(`(http://\S+)`)
	for _, login := range []string{"trang", "hanh", "hung", "tuan"} {
		password := r.until(`\s` + login + `\s+(\S+)\s`)
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Jar: jar}
		form := url.Values{"login": {login}, "password": {password}}
		answer, err := client.PostForm(address+"/login", form)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK || strings.Contains(string(body), `type="password"`) {
			t.Errorf("%s: %d at %s, %v", login, answer.StatusCode, answer.Request.URL, err)
		}
		_ = answer.Body.Close()
	}
	if code := r.ended(); code != exitDone {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
}

func TestServeWithAListenerForAdministration(t *testing.T) {
	c := seeded(t)
	args := []string{"serve", "--data-dir", c.data, "--listen", "127.0.0.1:0", "--lang", "en"}
	c.refused(exitUsage, "--admin-listen", append(args, "--admin-only-there")...)
	c.refused(exitUsage, "mạng", append(args, "--lang", "vi", "--admin-networks", "mạng")...)
	r := start(t, nil, append(args, "--admin-listen", "127.0.0.1:0", "--admin-only-there")...)
	front := r.until(`(http://\S+)`)
	admin := r.until(`metrics: (http://\S+)`)
	if code, body := get(t, admin+"/metrics"); code != http.StatusOK || !strings.Contains(body, "muctieu_info") {
		t.Errorf("metrics: %d", code)
	}
	if code, _ := get(t, front+"/metrics"); code != http.StatusNotFound {
		t.Errorf("metrics in front: %d", code)
	}
	if code := r.ended(); code != exitDone {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
}

func TestServe(t *testing.T) {
	c := seeded(t)
	r := start(t, map[string]string{"MUCTIEU_LISTEN": "127.0.0.1:0", "MUCTIEU_DATA_DIR": c.data}, "serve")
	address := r.until(`(http://\S+)`)
	link := r.until(`(http://\S+/link/\S+)`)
	if code, _ := get(t, link); code != http.StatusOK {
		t.Errorf("the link of the first administrator: %d", code)
	}
	listen := strings.TrimPrefix(address, "http://")
	c.must("health", "--listen", listen)
	c.refused(exitRefused, c.data, "serve", "--listen", "127.0.0.1:0")
	c.refused(exitRefused, c.data, "restore", c.file("x", "x"))
	newCLI(t).refused(exitRefused, listen, "serve", "--listen", listen)
	c.must("export", "units") // other commands run beside it
	if code := r.ended(); code != exitDone {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
	c.refused(exitRefused, listen, "health", "--listen", listen)
}
