package browser

import (
	"context"
	"strings"
	"testing"

	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
)

// load imports exchange files that a test has written, by their names.
func (w *site) load(files map[string]string) {
	w.t.Helper()
	var list []exchange.File
	for name, text := range files {
		list = append(list, exchange.File{Name: name, Data: []byte(text)})
	}
	err := w.store.Change(context.Background(), store.Actor{From: "cli"}, func(state *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(state, exchange.Read(list...))
		return change, err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// divided adds a part of revenue without a figure, and a succession and other
// prices in its years.
var divided = map[string]string{
	"indicators.csv": `code,name_vi,name_en,measure,decimals,shown_decimals,group,kind,direction,percent_method,over_units,over_time,parent,base,price_basis,growth_from,agency
thu_phat,Thu phạt,Fines,tỷ đồng,3,1,Kinh tế,amount,higher,ratio,sum,sum,thu_ns,same_period,current,,Phòng Tài chính - Kế hoạch
`,
	"successions.csv": "from,to,date,share,document\nngoquyen,lechan,2021-07-01,part,Nghị quyết 1211/NQ-UBTVQH\n",
	"plans.csv":       "unit,indicator,year,level,operator,low,high,basis,price_basis\nlechan,thu_ns,2023,city,=,1000,,proposed,constant:2010\n",
}

// TestIndicatorParts draws what an indicator is made of and marks the breaks
// of its years, light, dark and on paper.
func TestIndicatorParts(t *testing.T) {
	w := newSite(t)
	w.load(divided)
	v := w.visit(1440)
	v.login("hung")
	for _, lang := range []string{"vi", "en"} {
		v.speak(lang)
		v.look("indicator-parts", "/units/lechan/indicators/thu_ns?period=2022", lang)
	}
	v.speak("vi")
	v.size(1440)
	for _, look := range []string{"light", "dark", "print"} {
		v.media(look)
		v.open("/units/lechan/indicators/thu_ns?period=2022")
		v.await(`document.querySelector("#chart-composition canvas")`)
		if got := ask[int](v, `document.querySelectorAll(".Chart--failed").length`); got != 0 {
			t.Errorf("%s: %d charts failed", look, got)
		}
		v.accessible("indicator-parts " + look)
		v.picture("indicator-parts-" + look)
	}
	v.media("light")
	v.open("/units/lechan/indicators/thu_ns?period=2022")
	v.await(`document.querySelector("#chart-composition canvas")`)
	svg := ask[string](v, `new Promise(done => {
		URL.createObjectURL = blob => { blob.text().then(done); return "#"; };
		document.querySelector(".Made [data-format=svg]").click(); })`)
	for _, want := range []string{">Thuế ngoài quốc doanh<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the saved picture lacks %s", want)
		}
	}
	if strings.Contains(svg, "Thu phạt") {
		t.Error("a part without a value is in the picture")
	}
}
