package server

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

const allOf2022 = "/units/haiphong/summary/all?period=2022"

func init() {
	samplePages["summary/all"] = func(lang i18n.Lang) any {
		return allView{
			page: samplePage(lang), Lead: "16 đơn vị", Back: linkView{Href: "/summary", Text: "Về báo cáo"}, Action: "/all", Word: "Xuất",
			Formats: fieldView{ID: "formats", Name: "format", Label: "Định dạng", Type: "checkbox", Options: []choiceView{{Value: "pdf", Text: "PDF", Checked: true}}},
			Bundle: &bundleView{State: stateView{Icon: "loader-2", Word: "Đang xuất"}, Text: "1/2 đơn vị", Made: 1, Total: 2, Live: true, Poll: "/all", Cancel: "/cancel", Zip: "/zip",
				Words: bundleWords{"Dừng", "Tải", "Tiến độ", "Không xuất được"}, Faults: []string{"Quận A: lỗi"}},
		}
	}
}

// bundleWorld is a world whose exports end with it.
func bundleWorld(t *testing.T) *world {
	w := newWorld(t, Config{})
	t.Cleanup(w.server.bundles.stop)
	return w
}

// finished waits until an export has ended, and gives its section of the page.
func (b *browser) finished(path string) string {
	b.w.t.Helper()
	for range 600 {
		doc := b.get(path).page(b.w.t)
		if text := words(doc.Find("#bundle [role=status]")); !strings.HasPrefix(text, "Đang xuất") {
			return text
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.w.t.Fatal("the export does not end")
	return ""
}

func TestExportAll(t *testing.T) {
	w := bundleWorld(t)
	b := w.as("thanh_pho")
	doc := b.get(allOf2022).page(t)
	if doc.Find("#bundle").Length() != 0 || doc.Find("input[name=format]").Length() != 3 {
		t.Errorf("before any: %d exports, %d formats", doc.Find("#bundle").Length(), doc.Find("input[name=format]").Length())
	}
	if a := b.post(allOf2022, url.Values{"format": {"xlsx"}}); a.status != http.StatusSeeOther || a.location() != allOf2022 {
		t.Fatalf("start: %d to %q", a.status, a.location())
	}
	text := b.finished(allOf2022)
	doc = b.get(allOf2022).page(t)
	total := doc.Find("progress").AttrOr("max", "")
	if text != "Đã xuất "+total+"/"+total+" đơn vị" {
		t.Errorf("at the end: %q of %s", text, total)
	}
	zipPath := doc.Find("#bundle .btn-primary").AttrOr("href", "")
	a := b.get(zipPath)
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Disposition"), `attachment; filename="haiphong-2022-all.zip"`) {
		t.Fatalf("archive: %d %v", a.status, a.header)
	}
	files := unzipped(t, a.body)
	found := false
	for name, content := range files {
		if strings.Contains(name, " Quận Lê Chân/") {
			found = true
			if alone := b.get("/units/lechan/summary/file?period=2022&format=xlsx"); alone.body != content {
				t.Error("Lê Chân's file in the archive is not its file alone")
			}
		}
		if !strings.HasSuffix(name, ".xlsx") {
			t.Errorf("the archive holds %q", name)
		}
	}
	if !found || len(files) < 2 {
		t.Errorf("%d files, Lê Chân's among them: %t", len(files), found)
	}
	for name, a := range map[string]answer{
		"another's archive": w.as("quan_tri").get(zipPath), "of another unit": b.get(strings.Replace(zipPath, "haiphong", "lechan", 1)), "no such": b.get("/units/haiphong/summary/all/99999/zip?period=2022"), "no number": b.get("/units/haiphong/summary/all/x/zip?period=2022"),
	} {
		if a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", name, a.status)
		}
	}
}

func TestExportAllIsRefused(t *testing.T) {
	w := bundleWorld(t)
	b := w.as("thanh_pho")
	for name, tt := range map[string]struct {
		path   string
		form   url.Values
		status int
	}{
		"no format":       {allOf2022, url.Values{}, 422},
		"an unknown one":  {allOf2022, url.Values{"format": {"odt"}}, 422},
		"no period":       {"/units/haiphong/summary/all", url.Values{"format": {"pdf"}}, 422},
		"a year without":  {"/units/haiphong/summary/all?period=1999", url.Values{"format": {"pdf"}}, 422},
		"another's unit":  {"/units/haiduong/summary/all?period=2022", url.Values{"format": {"pdf"}}, 404},
		"no such to stop": {"/units/haiphong/summary/all/77/cancel?period=2022", url.Values{}, 404},
	} {
		if a := b.post(tt.path, tt.form); a.status != tt.status {
			t.Errorf("%s: %d, want %d", name, a.status, tt.status)
		}
	}
	// Who may read one unit only, exports nothing of the others.
	if got := words(w.as("nguoi_la").get("/units/ngoquyen/summary/all?period=2022").page(t).Find(".Empty-text")); got != "Không có đơn vị trực thuộc nào có chỉ tiêu trong năm." {
		t.Errorf("without units below: %q", got)
	}
}

// begun stores an export of two units as a server leaves it that was killed
// after the first.
func (w *world) begun(formats ...string) int64 {
	w.t.Helper()
	ctx := context.Background()
	b := store.Bundle{Unit: "haiphong", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1, Formats: formats}
	id, err := w.store.AddBundle(ctx, store.Actor{Login: "thanh_pho"}, b, []org.Key{"ngoquyen", "lechan"})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.SaveBundleUnit(ctx, id, 1, []store.BundleFile{{Name: "kept.xlsx", Content: []byte("kept")}}, ""); err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.ReleaseBundle(ctx, id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// After a restart an export goes on where it was.
func TestExportAllGoesOn(t *testing.T) {
	w := bundleWorld(t)
	w.begun("xlsx")
	if err := w.server.doDue(context.Background()); err != nil {
		t.Fatal(err)
	}
	b := w.as("thanh_pho")
	if got := b.finished(allOf2022); got != "Đã xuất 2/2 đơn vị" {
		t.Errorf("at the end: %q", got)
	}
	files := unzipped(t, b.get(b.get(allOf2022).page(t).Find("#bundle .btn-primary").AttrOr("href", "")).body)
	if files["001 Quận Ngô Quyền/kept.xlsx"] != "kept" || len(files) != 2 {
		t.Errorf("%d files; what was made before the restart was made anew", len(files))
	}
}

// A server that ends leaves the rest to the next; nothing it made is lost.
func TestExportAllStopsWithTheServer(t *testing.T) {
	w := bundleWorld(t)
	id := w.begun("xlsx")
	w.server.bundles.stop()
	w.server.bundles.start(id)
	b, err := w.store.Bundle(context.Background(), id)
	if err != nil || b.State != store.BundleWaiting || b.Made != 1 {
		t.Errorf("%+v, %v; want it waiting with one unit made", b, err)
	}
	w.server.bundles = &summaryBundler{server: w.server}
	t.Cleanup(w.server.bundles.stop)
	if got := w.as("thanh_pho").finished(allOf2022); got != "Đã xuất 2/2 đơn vị" {
		t.Errorf("the next server: %q", got)
	}
}

func TestCancelExportAll(t *testing.T) {
	w := bundleWorld(t)
	w.server.bundles.stop() // nothing goes on by itself
	w.begun("xlsx")
	b := w.as("thanh_pho")
	doc := b.get(allOf2022).page(t)
	if got := doc.Find("#bundle").AttrOr("hx-get", ""); got != allOf2022 {
		t.Errorf("it asks %q for progress", got)
	}
	b.header.Set("HX-Request", "true")
	part := b.get(allOf2022)
	b.header.Del("HX-Request")
	if strings.Contains(part.body, "<html") || words(part.page(t).Find("[role=status]")) != "Đang xuất 1/2 đơn vị" {
		t.Errorf("progress alone: %.200q", part.body)
	}
	cancel := doc.Find("#bundle form").AttrOr("action", "")
	if a := w.as("quan_tri").post(cancel, url.Values{}); a.status != http.StatusNotFound {
		t.Errorf("another stops it: %d, want 404", a.status)
	}
	if a := b.post(allOf2022, url.Values{"format": {"pdf"}}); a.status != http.StatusSeeOther {
		t.Errorf("a second start: %d", a.status)
	}
	if a := b.post(cancel, url.Values{}); a.status != http.StatusSeeOther {
		t.Errorf("stop: %d", a.status)
	}
	doc = b.get(allOf2022).page(t)
	if got := words(doc.Find("#bundle [role=status]")); got != "Đã dừng 1/2 đơn vị" || doc.Find("#bundle a, #bundle form").Length() != 0 {
		t.Errorf("stopped: %q", got)
	}
}

// A unit that cannot be reported on is named; the others are there.
func TestExportAllNamesFaults(t *testing.T) {
	w := bundleWorld(t)
	w.begun("odt")
	b := w.as("thanh_pho")
	b.finished(allOf2022)
	if got := words(b.get(allOf2022).page(t).Find(".Bundle-faults li")); !strings.HasPrefix(got, "Quận Lê Chân: ") {
		t.Errorf("faults %q", got)
	}
	if names := slices.Collect(maps.Keys(unzipped(t, b.get(b.get(allOf2022).page(t).Find("#bundle .btn-primary").AttrOr("href", "")).body))); len(names) != 1 {
		t.Errorf("the archive holds %v", names)
	}
}

// An export of 700 units, as it runs in the background: figures read, three
// files made and stored, unit by unit. The heap is reported in MB at its end;
// it is that of one unit, however many there are.
func BenchmarkExportAll700(b *testing.B) {
	x := newBench(b)
	ctx := context.Background()
	units := make([]org.Key, 700)
	for i := range units {
		units[i] = []org.Key{"lechan", "ngoquyen"}[i%2]
	}
	bundle := store.Bundle{Unit: "haiphong", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1, Formats: zippedFormats}
	for b.Loop() {
		id, err := x.server.store.AddBundle(ctx, store.Actor{Login: "lanh_dao"}, bundle, units)
		if err != nil {
			b.Fatal(err)
		}
		if err := x.server.bundles.run(ctx, id); err != nil {
			b.Fatal(err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MB")
}
