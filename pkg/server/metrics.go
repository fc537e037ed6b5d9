package server

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// A series is one kind of answer to one route. Routes are those of routes.go,
// so there are few, and none names a person or a unit.
type series struct {
	method, route string
	status        int
}

// bounds are the upper ends of the buckets of a histogram.
var bounds = []time.Duration{5 * time.Millisecond, 20 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second, 10 * time.Second}

// A timing counts the answers of a route by how long they took.
type timing struct {
	within []uint64 // for each bound: at most so long
	count  uint64
	sum    time.Duration
}

// A meter counts what a server answers since it was started.
type meter struct {
	mu      sync.Mutex
	answers map[series]uint64
	times   map[string]*timing
}

func newMeter() *meter { return &meter{answers: map[series]uint64{}, times: map[string]*timing{}} }

// add counts one answer.
func (m *meter) add(s series, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers[s]++
	t := m.times[s.route]
	if t == nil {
		t = &timing{within: make([]uint64, len(bounds))}
		m.times[s.route] = t
	}
	t.count++
	t.sum += took
	for i, most := range bounds {
		if took <= most {
			t.within[i]++
		}
	}
}

// measure counts every answer. It is the outermost part: errors that nobody
// has answered yet are answered here.
func (s *Server) measure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now() //nolint:forbidigo // how long it takes, not what time it is
		if err := next(c); err != nil {
			c.Error(err)
		}
		route := c.Path()
		if _, known := s.ruleOf(c); !known {
			route = "other"
		}
		s.meter.add(series{c.Request().Method, route, c.Response().Status}, time.Since(start)) //nolint:forbidigo // as above
		return nil
	}
}

// metrics answers in the text format of Prometheus.
func (s *Server) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# TYPE muctieu_info gauge\nmuctieu_info{version=%q} 1\n", s.config.Version)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Fprintf(b, "# TYPE go_goroutines gauge\ngo_goroutines %d\n", runtime.NumGoroutine())
	fmt.Fprintf(b, "# TYPE go_memstats_heap_alloc_bytes gauge\ngo_memstats_heap_alloc_bytes %d\n", memory.HeapAlloc)
	if files, err := s.store.BackupFiles(); err == nil && len(files) > 0 {
		fmt.Fprintf(b, "# TYPE muctieu_backup_timestamp_seconds gauge\nmuctieu_backup_timestamp_seconds %d\n", files[0].Taken.Unix())
	}
	s.meter.write(b)
	if err := b.Flush(); err != nil {
		s.log.Debug("metrics", "error", err) // who asked has gone away
	}
}

func (m *meter) write(w io.Writer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fmt.Fprintln(w, "# TYPE muctieu_requests_total counter")
	keys := slices.SortedFunc(maps.Keys(m.answers), func(a, b series) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.method, b.method), cmp.Compare(a.status, b.status))
	})
	for _, k := range keys {
		fmt.Fprintf(w, "muctieu_requests_total{method=%q,route=%q,status=\"%d\"} %d\n", k.method, k.route, k.status, m.answers[k])
	}
	fmt.Fprintln(w, "# TYPE muctieu_request_seconds histogram")
	for _, route := range slices.Sorted(maps.Keys(m.times)) {
		t := m.times[route]
		for i, most := range bounds {
			fmt.Fprintf(w, "muctieu_request_seconds_bucket{route=%q,le=%q} %d\n", route, seconds(most), t.within[i])
		}
		fmt.Fprintf(w, "muctieu_request_seconds_bucket{route=%q,le=\"+Inf\"} %d\n", route, t.count)
		fmt.Fprintf(w, "muctieu_request_seconds_sum{route=%q} %s\nmuctieu_request_seconds_count{route=%q} %d\n", route, seconds(t.sum), route, t.count)
	}
}

// seconds prints a duration in seconds.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d.%06d", d/time.Second, d%time.Second/time.Microsecond)
}
