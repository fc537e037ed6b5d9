package server

import (
	"errors"
	"testing"
)

func TestKeptValues(t *testing.T) {
	var k keptValues[string, int]
	made := 0
	next := func() (int, error) { made++; return made, nil }
	broken := func() (int, error) { return 0, errors.New("broken") }
	steps := []struct {
		name    string
		counter int64
		key     string
		make    func() (int, error)
		want    int
		fails   bool
	}{
		{"made", 1, "a", next, 1, false},
		{"kept", 1, "a", next, 1, false},
		{"another key", 1, "b", next, 2, false},
		{"a failure is not kept", 1, "c", broken, 0, true},
		{"so it is tried again", 1, "c", next, 3, false},
		{"something has changed", 2, "a", next, 4, false},
		{"a request that was overtaken gets its own", 1, "a", next, 5, false},
		{"and leaves nothing", 2, "a", next, 4, false},
	}
	for _, s := range steps {
		got, err := k.of(s.counter, s.key, s.make)
		if got != s.want || (err != nil) != s.fails {
			t.Errorf("%s: %d, %v; want %d", s.name, got, err, s.want)
		}
	}
}
