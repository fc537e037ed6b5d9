package period_test

import (
	"testing"
	"time"

	"muctieu/pkg/period"
)

// Trap 19: the administrative cut-off is not the end of the calendar period.
func TestDefaultWindow(t *testing.T) {
	tests := []struct {
		name, period          string
		from, to, cutOff, due string
	}{
		{"the year", "2022", "2022-01-01", "2022-12-31", "2022-12-14", "2022-12-16"},
		{"six months", "2022-YTD06", "2022-01-01", "2022-06-30", "2022-06-14", "2022-06-16"},
		{"nine months", "2022-YTD09", "2022-01-01", "2022-09-30", "2022-09-14", "2022-09-16"},
		{"a quarter", "2022-Q1", "2022-01-01", "2022-03-31", "2022-03-14", "2022-03-16"},
		{"a month", "2022-M02", "2022-02-01", "2022-02-28", "2022-02-14", "2022-02-16"},
		{"cut off on a Thursday: due on Monday", "2022-M04", "2022-04-01", "2022-04-30", "2022-04-14", "2022-04-18"},
		{"cut off on a Friday: due on Tuesday", "2022-M01", "2022-01-01", "2022-01-31", "2022-01-14", "2022-01-18"},
		{"cut off on a Saturday: due on Tuesday", "2022-M05", "2022-05-01", "2022-05-31", "2022-05-14", "2022-05-17"},
		{"cut off on a Sunday: due on Tuesday", "2022-M08", "2022-08-01", "2022-08-31", "2022-08-14", "2022-08-16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := period.Window{From: day(t, tt.from), To: day(t, tt.to), CutOff: day(t, tt.cutOff), Due: day(t, tt.due)}
			if got := period.Default(period.MustParse(tt.period)); got != want {
				t.Errorf("Default(%s) = %v, want %v", tt.period, got, want)
			}
		})
	}
}

// TestDefaultWindowIsInOrder: in every year the cut-off lies in the last month,
// and exactly two working days lie between it and the due date's end.
func TestDefaultWindowIsInOrder(t *testing.T) {
	for year := 1990; year <= 2060; year++ {
		for _, p := range all(year) {
			w := period.Default(p)
			if w.CutOff.Before(w.From) || w.CutOff.After(w.To) || w.CutOff.Day() != 14 || w.CutOff.Month() != p.Last().Month() {
				t.Fatalf("%s: cut off on %s", p, w.CutOff)
			}
			working := 0
			for d := w.CutOff; d.Before(w.Due); {
				d = d.AddDate(0, 0, 1)
				if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
					working++
				}
			}
			if weekend := w.Due.Weekday() == time.Saturday || w.Due.Weekday() == time.Sunday; working != 2 || weekend {
				t.Fatalf("%s: cut off on %s, due on %s, %s", p, w.CutOff, w.Due, w.Due.Weekday())
			}
		}
	}
}
