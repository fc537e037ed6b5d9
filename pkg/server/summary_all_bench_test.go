//go:build unix

package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"muctieu/data"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// manyUnits is how many wards of a large city hand in at once.
const manyUnits = 700

// BenchmarkBundle700 makes the Word, Excel and PDF of 700 units that have the
// district's set, plans and figures each, as the page for many units does:
// from the database into the database. It reports the processor time of all
// threads and the most memory the process held from the system; the bar is 60
// seconds and 300 MB on two cores.
func BenchmarkBundle700(b *testing.B) {
	x := newBench(b)
	units := x.copies("lechan", manyUnits)
	b.Cleanup(x.server.bundles.stop)
	debug.FreeOSMemory() // what the copies took
	for b.Loop() {
		before := processorTime(b)
		most := x.bundle(units)
		b.ReportMetric(processorTime(b)-before, "cpu-s/op")
		b.ReportMetric(most, "MB-held")
	}
}

// bundle exports units, waits until all are done, and gives the most memory
// that was held meanwhile, in MB.
func (x *bench) bundle(units []org.Key) (most float64) {
	x.b.Helper()
	ctx, st := context.Background(), x.server.store
	want := store.Bundle{Unit: "lechan", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1, Formats: zippedFormats}
	id, err := st.AddBundle(ctx, store.Actor{Login: "lanh_dao"}, want, units)
	if err != nil {
		x.b.Fatal(err)
	}
	x.server.bundles.start(id)
	for {
		got, err := st.Bundle(ctx, id)
		switch {
		case err != nil || len(got.Faults) > 0:
			x.b.Fatalf("%v, faults %v", err, got.Faults)
		case got.State == store.BundleDone && got.Made == len(units):
			return most
		}
		most = max(most, heldMB())
		time.Sleep(100 * time.Millisecond)
	}
}

// copies adds units below one that have what it has.
func (x *bench) copies(of string, n int) []org.Key {
	x.b.Helper()
	var units []org.Key
	lines := [][]string{{"unit", "code", "name", "kind", "parent", "valid_from", "valid_to", "document"}}
	for i := range n {
		key := fmt.Sprintf("copy%03d", i)
		units = append(units, org.Key(key))
		lines = append(lines, []string{key, "", "Số " + strconv.Itoa(i+1), "phường", of, "", "", ""})
	}
	files := []exchange.File{csvFile(x.b, "units.csv", lines)}
	for _, name := range []string{"sets-lechan.csv", "plans-lechan.csv", "figures-lechan.csv"} {
		raw, err := data.Files.ReadFile(data.Demo + "/" + name)
		if err != nil {
			x.b.Fatal(err)
		}
		have, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
		if err != nil {
			x.b.Fatal(err)
		}
		files = append(files, csvFile(x.b, name, repeated(have, of, units)))
	}
	err := x.server.store.Change(context.Background(), store.Actor{From: "cli"}, func(st *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(st, exchange.Read(files...))
		return change, err
	})
	if err != nil {
		x.b.Fatal(err)
	}
	return units
}

// repeated gives the lines of one unit to each of the others.
func repeated(lines [][]string, of string, units []org.Key) [][]string {
	at := slices.Index(lines[0], "unit")
	out := [][]string{lines[0]}
	for _, key := range units {
		for _, l := range lines[1:] {
			if l[at] == of && !strings.Contains(strings.Join(l, ","), "2023") {
				l = slices.Clone(l)
				l[at] = string(key)
				out = append(out, l)
			}
		}
	}
	return out
}

func csvFile(b *testing.B, name string, lines [][]string) exchange.File {
	b.Helper()
	var text bytes.Buffer
	if err := csv.NewWriter(&text).WriteAll(lines); err != nil {
		b.Fatal(err)
	}
	return exchange.File{Name: name, Data: text.Bytes()}
}

// processorTime, which not every system tells, is what all threads of the process have used, in seconds.
func processorTime(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(u.Utime) + seconds(u.Stime)
}

// heldMB is what the Go runtime holds from the system and has not given back.
func heldMB() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys-m.HeapReleased) / (1 << 20)
}
