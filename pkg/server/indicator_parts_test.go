package server

import (
	"net/http"
	"strings"
	"testing"
)

const partHeads = "code,name_vi,name_en,measure,decimals,shown_decimals,group,kind,direction,percent_method,over_units,over_time,parent,base,price_basis,growth_from,agency\n"

// divided gives retail sales parts: one typed, one as an estimate, one without a
// figure.
func (w *world) divided() {
	w.loadText(map[string]string{"indicators.csv": partHeads +
		"bl_lt,Bán lẻ lương thực,Food,tỷ đồng,2,1,Kinh tế,amount,higher,ratio,sum,sum,ban_le,same_period,current,,Phòng Tài chính - Kế hoạch\n" +
		"bl_mm,Bán lẻ may mặc,Clothes,tỷ đồng,2,1,Kinh tế,amount,higher,ratio,sum,sum,ban_le,same_period,current,,Phòng Tài chính - Kế hoạch\n" +
		"bl_khac,Bán lẻ khác,Other,tỷ đồng,2,1,Kinh tế,amount,higher,ratio,sum,sum,ban_le,same_period,current,,Phòng Tài chính - Kế hoạch\n",
		"figures.csv": "unit,indicator,period,value,status,source\nlechan,bl_lt,2022,15000.05,estimate,Chi cục Thuế\nlechan,bl_mm,2022,8000.1,official,Kho bạc\n"})
}

func TestIndicatorComposition(t *testing.T) {
	w := newWorld(t, Config{})
	w.divided()
	page := w.as("lanh_dao").get("/units/lechan/indicators/ban_le?period=2022").page(t)
	made := page.Find(".Made")
	var rows []string
	for _, row := range made.Find("tbody tr").EachIter() {
		rows = append(rows, strings.Join(strings.Fields(row.Text()), " "))
	}
	want := []string{"Bán lẻ lương thực", "Bán lẻ may mặc", "Bán lẻ khác", "Phần chưa phân tổ", "Tổng số"}
	if len(rows) != len(want) {
		t.Fatalf("rows %q, want %q", rows, want)
	}
	for k, name := range want {
		if !strings.HasPrefix(rows[k], name) {
			t.Errorf("row %d is %q, want %s", k, rows[k], name)
		}
	}
	if !strings.Contains(rows[2], "–") || !strings.Contains(rows[2], "Chưa có số liệu") {
		t.Errorf("a part without a figure is %q", rows[2])
	}
	if options := made.Find("script.js-chart").Text(); !strings.Contains(options, `"treemap"`) || strings.Contains(options, "Bán lẻ khác") {
		t.Errorf("the chart is %s", options)
	}
	for selector, want := range map[string]string{
		".Made-text": "Tổng mức bán lẻ hàng hóa 27.037,0 tỷ đồng, gồm: bán lẻ lương thực 15.000,05 tỷ đồng (55,5%)",
		".Note":      "Chi cục Thuế, Kho bạc",
		"h3":         "Cơ cấu tổng mức bán lẻ hàng hóa",
	} {
		if got := made.Find(selector).Text(); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q in it", selector, got, want)
		}
	}
	if label, _ := made.Find("[role=img]").Attr("aria-label"); !strings.Contains(label, "chưa có số liệu: bán lẻ khác") {
		t.Errorf("the chart is read as %q", label)
	}
	if a := w.as("lanh_dao").get("/units/lechan/indicators/gtsx_cn?period=2022"); a.status != http.StatusOK || a.page(t).Find(".Made").Length() != 0 {
		t.Error("an indicator without parts shows a composition")
	}
}

// Parts without a total are listed and not drawn.
func TestIndicatorCompositionWithoutTotal(t *testing.T) {
	w := newWorld(t, Config{})
	w.divided()
	page := w.as("lanh_dao").get("/units/lechan/indicators/ban_le?period=2023").page(t)
	made := page.Find(".Made")
	if made.Find("script").Length() != 0 || !strings.Contains(made.Text(), "chưa có tổng số đầy đủ") {
		t.Errorf("the section says %q", made.Text())
	}
}

func TestIndicatorBreaks(t *testing.T) {
	w := newWorld(t, Config{})
	w.loadText(map[string]string{"successions.csv": "from,to,date,share,document\nngoquyen,lechan,2022-01-01,part,Nghị quyết 7\n"})
	page := w.as("lanh_dao").get("/units/lechan/indicators/thu_ns?period=2022").page(t)
	if got := page.Find(".Breaks").Text(); !strings.Contains(got, "một phần quận Ngô Quyền nhập vào từ ngày 01/01/2022 (Nghị quyết 7)") {
		t.Errorf("the note says %q", got)
	}
	if got := page.Find(".Series-break").Text(); !strings.Contains(got, "2022") || !strings.HasPrefix(got, "đổi địa giới") {
		t.Errorf("the table marks %q", got)
	}
	if got := page.Find("script[data-box=chart-years]").Text(); !strings.Contains(got, "đổi địa giới") {
		t.Error("the chart has no line")
	}
}
