package export

import (
	"io"
	"runtime"
	"testing"

	"muctieu/pkg/i18n"
)

// BenchmarkExport700 writes what a city hands in at once: Word, Excel and PDF
// of 700 units, two at a time. It reports how much memory the process held at
// most; the bar is 60 seconds and 300 MB on two cores.
func BenchmarkExport700(b *testing.B) {
	doc := Document{Summary: demo(b, "2022", i18n.Vi)}
	var most uint64
	for b.Loop() {
		jobs := make(chan Document)
		done := make(chan struct{})
		for range 2 {
			go func() {
				for d := range jobs {
					for _, format := range []string{"docx", "xlsx", "pdf"} {
						if err := Write(io.Discard, d, format); err != nil {
							b.Error(err)
						}
					}
				}
				done <- struct{}{}
			}()
		}
		for i := range 700 {
			jobs <- doc
			if i%50 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.Sys)
			}
		}
		close(jobs)
		<-done
		<-done
	}
	b.ReportMetric(float64(most)/(1<<20), "MB-held")
}

// BenchmarkWrite is one document in each format.
func BenchmarkWrite(b *testing.B) {
	doc := Document{Summary: demo(b, "2022", i18n.Vi)}
	for _, f := range Formats {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				if err := f.Write(io.Discard, doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
