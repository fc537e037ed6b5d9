package server

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/chart"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
)

// square is a feature of a map, in the n-th place of a row; a tenth of a degree
// wide.
func square(properties string, n int) string {
	west := 1060 + n
	return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":[[[%d.%d,20],[%d.%d,20],[%d.%d,20.1],[%d.%d,20.1],[%d.%d,20]]]}}`,
		properties, west/10, west%10, (west+1)/10, (west+1)%10, (west+1)/10, (west+1)%10, west/10, west%10, west/10, west%10)
}

func mapOf(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// handMap sends a map as the page's form does; an empty one is no file.
func (b *browser) handMap(t *testing.T, content string) answer {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if content != "" {
		part, err := m.CreateFormFile("file", "quan.geojson")
		must(t, err)
		_, err = part.Write([]byte(content))
		must(t, err)
	}
	must(t, m.Close())
	return b.send(post, mapPath, m.FormDataContentType(), &body)
}

const comparePath = "/units/haiphong/compare?period=2022&indicator=ban_le"

// A map is uploaded, drawn in the place of the tiles, and removed again.
func TestMapOfUnits(t *testing.T) {
	w := newWorld(t, Config{})
	b, reader := w.as("quan_tri"), w.as("thanh_pho")
	page := b.get(mapPath).page(t)
	checkTexts(t, page, map[string]string{"h1": "Bản đồ đơn vị", ".Empty": ""})
	if n := page.Find("dialog").Length(); n != 0 {
		t.Error("no map, and it may be removed")
	}
	if doc := reader.get(comparePath).page(t); doc.Find(".Tiles").Length() != 1 || doc.Find(".Map").Length() != 0 {
		t.Error("without a map no tiles are shown")
	}
	a := b.handMap(t, mapOf(square(`"code":"305"`, 0), square(`"ten":"Quận Ngô Quyền"`, 1), square(`"name":"Quận Một"`, 2)))
	doc := a.page(t)
	if a.status != http.StatusOK {
		t.Fatalf("upload: %d %s", a.status, fault(t, a))
	}
	warning := doc.Find(".Notice--warning").Text()
	if !strings.Contains(warning, "Đối tượng thứ 3: “Quận Một” không khớp với đơn vị nào") || !strings.Contains(warning, "đơn vị chưa có hình trên bản đồ: ") || !strings.Contains(warning, "Quận Hải An") {
		t.Errorf("what is left out: %q", warning)
	}
	checkTexts(t, doc, map[string]string{".Notice--done": "Đã lưu bản đồ: 2 hình mới, 0 hình thay đổi, 0 hình giữ nguyên."})
	row := b.get(mapPath).page(t).Find("tbody tr")
	if row.Length() != 1 || !strings.Contains(row.Text(), "2 đơn vị") || !strings.Contains(row.Find("td").Eq(2).Text(), "Quận Hải An") || strings.Contains(row.Find("td").Eq(2).Text(), "Lê Chân") {
		t.Errorf("the list of shapes: %q", row.Text())
	}
	checkDrawing(t, reader.get(comparePath).page(t))
	if a := b.post(mapPath+"/remove", nil); a.status != http.StatusSeeOther {
		t.Fatalf("removing: %d", a.status)
	}
	if doc := reader.get(comparePath).page(t); doc.Find(".Tiles").Length() != 1 || doc.Find(".Map").Length() != 0 {
		t.Error("after the map was removed no tiles are shown")
	}
	if a := b.post(mapPath+"/remove", nil); a.status != http.StatusSeeOther {
		t.Errorf("removing again: %d", a.status)
	}
	rows, err := w.store.Audit(context.Background(), store.AuditFilter{Action: "outline.", Limit: 10})
	if err != nil || len(rows) != 3 || rows[0].Login != "quan_tri" {
		t.Errorf("audit %+v (%v)", rows, err)
	}
	if text := b.get("/admin/audit?action=outline.").page(t).Find("tbody").Text(); !strings.Contains(text, "Bỏ bản đồ đơn vị") || !strings.Contains(text, "Tải lên hình trên bản đồ") {
		t.Errorf("the log says %q", text)
	}
}

// checkDrawing looks at the map of two districts of retail sales.
func checkDrawing(t *testing.T, doc *goquery.Document) {
	t.Helper()
	if doc.Find(".Tiles").Length() != 0 {
		t.Error("tiles are shown beside the map")
	}
	checkTexts(t, doc, map[string]string{
		".Map h2": "Bản đồ: Tổng mức bán lẻ hàng hóa", ".Map-drawing a:first-of-type .Map-name": "Ngô Quyền", ".Map .Note + .Note": "",
		`.Map-drawing a[href="/units/lechan/board?period=2022"] .Map-name`: "Lê Chân",
	})
	if n := doc.Find(".Map-drawing a").Length(); n != 2 {
		t.Errorf("%d units are drawn, want 2", n)
	}
	t.Log(doc.Find(".Map").Html())
	doc.Find(".Map-drawing a").Each(func(_ int, s *goquery.Selection) {
		if title := s.Children().First().Filter("title").Text(); !strings.Contains(title, ": ") || !strings.Contains(title, "Quận ") {
			t.Errorf("a unit is called %q", title)
		}
	})
	if off := doc.Find(".Map .Note").First().Text(); !strings.Contains(off, "Quận Hải An") || strings.Contains(off, "Lê Chân") {
		t.Errorf("off the map: %q", off)
	}
	if doc.Find(".Map [style]").Length() != 0 || doc.Find(".Map-legend li").Length() == 0 {
		t.Error("the map has a style of its own, or no legend")
	}
}

// A map with faults is refused whole, each fault is told, and nothing else may
// come in by this page.
func TestMapRefused(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	for name, tt := range map[string]struct{ content, want string }{
		"no file":       {"", "Cần chọn một tệp."},
		"no map":        {"unit,code\n", "không phải GeoJSON"},
		"other tables":  {"unit,code,name,kind,parent,valid_from,valid_to\nmoi,1,Mới,quận,haiphong,,\n", "không phải GeoJSON"},
		"an open ring":  {mapOf(square(`"unit":"lechan"`, 0), strings.Replace(square(`"unit":"ngoquyen","name":"Ngô Quyền"`, 1), "],[106.1,20]]]", "]]]", 1)), "Đối tượng thứ 2: “Ngô Quyền”: đường ranh giới thứ 1 không khép kín"},
		"metres":        {mapOf(strings.Replace(square(`"unit":"lechan"`, 0), "[106.1,20]", "[599000,2300000]", 1)), "WGS 84"},
		"an odd unit":   {mapOf(square(`"unit":"lechan"`, 0), square(`"unit":"mat_trang"`, 1)), `Đối tượng thứ 2: không có đơn vị "mat_trang"`},
		"none is known": {mapOf(square(`"name":"<b>Huế</b>"`, 0)), "Không đối tượng nào trên bản đồ khớp"},
	} {
		a := b.handMap(t, tt.content)
		if got := fault(t, a); a.status != http.StatusUnprocessableEntity || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %d %q, want %q", name, a.status, got, tt.want)
		}
	}
	c, err := w.store.Catalogue(context.Background())
	if err != nil || len(c.Outlines) != 0 || c.Tree.Has("moi") {
		t.Errorf("a refused map left %+v (%v)", c.Outlines, err)
	}
	if a := w.as("nguoi_soat").handMap(t, mapOf(square(`"unit":"lechan"`, 0))); a.status != http.StatusForbidden {
		t.Errorf("a reviewer uploads a map: %d", a.status)
	}
	b.post("/preference", url.Values{"lang": {"en"}})
	if got := fault(t, b.handMap(t, mapOf(square(`"unit":"hue"`, 0)))); !strings.Contains(got, `Feature 1: there is no unit "hue"`) {
		t.Errorf("in English: %q", got)
	}
}

// Who may see some of the units sees the map of those, in-year states and units
// without figures too, and never a zero for what is not there.
func TestMapOfWhatMayBeSeen(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	if a := b.handMap(t, mapOf(square(`"unit":"lechan-catdai"`, 1), square(`"unit":"lechan"`, 2))); a.status != http.StatusOK {
		t.Fatalf("upload: %d %s", a.status, fault(t, a))
	}
	w.add("ca_quan", "leader@lechan+below")
	doc := w.as("ca_quan").get("/units/lechan/compare?period=2022").page(t)
	if n := doc.Find(`.Map-drawing a[href="/units/lechan-catdai/board?period=2022"]`).Length(); n != 1 {
		t.Errorf("the ward is drawn %d times", n)
	}
	if n := w.as("lanh_dao").get("/units/lechan/compare?period=2022").page(t).Find(".Map-drawing a").Length(); n != 0 {
		t.Errorf("%d wards for who may not see them", n)
	}
	b.handMap(t, mapOf(square(`"unit":"ngoquyen"`, 3)))
	doc = w.as("thanh_pho").get("/units/haiphong/compare?period=2022-YTD06&indicator=ban_le").page(t)
	checkTexts(t, doc, map[string]string{
		`.Map-drawing a[href^="/units/lechan/board"] .Map-shape--in_progress`: "", `.Map-drawing a[href^="/units/ngoquyen/board"] .Map-shape--no_data`: "",
		`.Map-drawing a[href^="/units/ngoquyen/board"] .Map-value`: "thiếu số", ".Map-legend li:last-child": "Chưa có số liệu",
	})
	hatch := `[fill="url(#map-hatch)"]`
	if n := doc.Find(`.Map-drawing a[href^="/units/ngoquyen/board"] ` + hatch).Length(); n != 1 || doc.Find(".Map-drawing "+hatch).Length() != 1 {
		t.Errorf("%d hatchings on the unit without figures, %d on the map", n, doc.Find(".Map-drawing "+hatch).Length())
	}
}

func TestDrawnMapsAreKept(t *testing.T) {
	var d drawnMaps
	first, second := &indicator.Catalogue{}, &indicator.Catalogue{}
	outline := func(unit org.Key, east int32) []org.Outline {
		return []org.Outline{{Unit: unit, Rings: [][]org.Point{{{}, {East: east}, {East: east, North: 500}, {}}}}}
	}
	width := func(m chart.UnitMap) int { return m.Width }
	was := width(d.draw(first, outline("a", 500)))
	if got := width(d.draw(first, outline("a", 100))); got != was {
		t.Error("a drawing is made anew for the same catalogue")
	}
	if got := width(d.draw(first, outline("b", 100))); got == was {
		t.Error("another unit is given a drawing that is not its own")
	}
	if got := width(d.draw(second, outline("a", 100))); got == was {
		t.Error("a drawing outlives its catalogue")
	}
}

func TestLegendInOrder(t *testing.T) {
	var v drawingView
	for _, code := range []string{"no_data", "met", "met", "exceeded", "none", "not_met"} {
		v.addLegend(legendView{Code: code})
	}
	var got []string
	for _, x := range v.Legend {
		got = append(got, x.Code)
	}
	if want := "exceeded met not_met no_data none"; strings.Join(got, " ") != want {
		t.Errorf("legend %v, want %s", got, want)
	}
}
