package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/number"
)

// english is a browser of a person who reads English.
func (w *world) english(login string) *browser {
	w.t.Helper()
	b := w.as(login)
	if a := b.post("/preference", url.Values{"lang": {"en"}}); a.status != http.StatusSeeOther {
		w.t.Fatalf("the language: %d", a.status)
	}
	return b
}

// linksOutside lists the links of a selection that lead to a page of a unit and
// say another period than the one given, or none.
func linksOutside(s *goquery.Selection, period string) []string {
	var wrong []string
	s.Find("a[href^='/units/']").Each(func(_ int, link *goquery.Selection) {
		at, err := url.Parse(link.AttrOr("href", ""))
		if err != nil || at.Query().Get("period") != period {
			wrong = append(wrong, link.AttrOr("href", ""))
		}
	})
	return wrong
}

// shortest drops the zeros behind a decimal mark, and reads a comma as one.
func shortest(text string) string {
	text = strings.NewReplacer("%", "", ",", ".", "−", "-", "\u00a0", "").Replace(text)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return strings.TrimSpace(text)
}

func unitOf(href string) string {
	unit, _, _ := strings.Cut(strings.TrimPrefix(href, "/units/"), "/")
	return unit
}

func judgedPercent(row rowShape) string {
	for _, p := range row.Plans {
		if p.Judging && p.Percent != nil {
			return *p.Percent
		}
	}
	return ""
}

// Every cell of the table says what the summary of its unit says: the verdict
// always, the percent where there is one.
func TestCompareAgreesWithTheSummaries(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("thanh_pho")
	doc := b.get("/units/haiphong/compare?period=2022").page(t)
	var codes []string
	doc.Find(".Heat thead a").Each(func(_ int, a *goquery.Selection) {
		at, err := url.Parse(a.AttrOr("href", ""))
		must(t, err)
		codes = append(codes, at.Query().Get("indicator"))
	})
	api, percents, outside := w.api("thanh_pho"), 0, 0
	doc.Find(".Heat tbody tr").Each(func(_ int, tr *goquery.Selection) {
		unit := unitOf(tr.Find("th a").AttrOr("href", ""))
		rows := map[string]rowShape{}
		for _, row := range read[summaryShape](t, api.get(apiPrefix+"/units/"+unit+"/summary?period=2022")).Rows {
			rows[row.Indicator] = row
		}
		judged, achieved := 0, 0
		for _, row := range rows {
			if row.Verdict != "not_judged" && row.Verdict != "not_applicable" {
				judged++
			}
			if row.Verdict == "met" || row.Verdict == "exceeded" {
				achieved++
			}
		}
		tally := ""
		if judged > 0 {
			tally = fmt.Sprintf("%d/%d đạt và vượt", achieved, judged)
		}
		if got := textOf(tr.Find("th .Agency")); got != tally {
			t.Errorf("%s: the tally is %q, the summary makes it %q", unit, got, tally)
		}
		tr.Find("td").Each(func(k int, td *goquery.Selection) {
			row, held := rows[codes[k]]
			class := td.AttrOr("class", "")
			if !held {
				outside++
				if !strings.HasSuffix(class, "--none") || td.Find("a").Length() != 0 {
					t.Errorf("%s has no %s, and the cell is %q", unit, codes[k], class)
				}
				return
			}
			if !strings.HasSuffix(class, "--"+row.Verdict) {
				t.Errorf("%s, %s is %q, the summary says %s", unit, codes[k], class, row.Verdict)
			}
			if want := judgedPercent(row); want != "" && (row.Verdict == "met" || row.Verdict == "exceeded" || row.Verdict == "not_met") {
				percents++
				if got := shortest(td.Find("a span").Text()); got != want {
					t.Errorf("%s, %s shows %s %%, the summary says %s", unit, codes[k], got, want)
				}
			}
		})
	})
	if percents < 50 || outside == 0 {
		t.Errorf("%d percents and %d cells outside a set were compared: too few to mean anything", percents, outside)
	}
}

// The ranking is the order of the percents, and the map says what the table
// says.
func TestCompareRanksAndMaps(t *testing.T) {
	w := newWorld(t, Config{})
	doc := w.as("thanh_pho").get("/units/haiphong/compare?period=2022&indicator=ban_le").page(t)
	api := w.api("thanh_pho")
	before, place := "", 0
	doc.Find(".Ranking tbody tr").Each(func(_ int, tr *goquery.Selection) {
		unit := unitOf(tr.Find("th a").AttrOr("href", ""))
		for _, row := range read[summaryShape](t, api.get(apiPrefix+"/units/"+unit+"/summary?period=2022")).Rows {
			if row.Indicator != "ban_le" {
				continue
			}
			percent := judgedPercent(row)
			if got := shortest(numbersIn(tr.Find(".Col-percent"), number.Vietnamese)[0]); got != percent {
				t.Errorf("%s is ranked with %s, the summary says %s", unit, got, percent)
			}
			if place++; place > 1 && len(percent) == len(before) && percent > before {
				t.Errorf("%s with %s stands below %s", unit, percent, before)
			}
			before = percent
		}
	})
	if place == 0 {
		t.Fatal("nothing is ranked")
	}
	labels := map[string]string{}
	doc.Find(".Heat tbody tr").Each(func(_ int, tr *goquery.Selection) {
		tr.Find("td a").Each(func(_ int, a *goquery.Selection) {
			labels[a.AttrOr("href", "")] = textOf(tr.Find("th a")) + ", " + a.AttrOr("aria-label", "")
		})
	})
	tiles := 0
	doc.Find(".Tiles a").Each(func(_ int, a *goquery.Selection) {
		tiles++
		if got, want := textOf(a.ChildrenFiltered("title")), labels[a.AttrOr("href", "")]; got != want {
			t.Errorf("the square says %q, the table %q", got, want)
		}
	})
	if tiles == 0 {
		t.Error("the map has no square that leads anywhere")
	}
}

func TestCompareInTheYear(t *testing.T) {
	w := newWorld(t, Config{})
	doc := w.as("thanh_pho").get("/units/haiphong/compare?period=2022-YTD06").page(t)
	if n := doc.Find(".Heat-cell--met, .Heat-cell--exceeded, .Heat-cell--not_met, .Heat-cell--no_plan").Length(); n != 0 {
		t.Errorf("%d cells of half a year have a verdict of the whole", n)
	}
	if wrong := linksOutside(doc.Find(".Heat, .Charts"), "2022-YTD06"); len(wrong) != 0 {
		t.Errorf("links that lose the period: %v", wrong)
	}
}

func TestCompareInEnglish(t *testing.T) {
	w := newWorld(t, Config{})
	doc := w.english("thanh_pho").get("/units/haiphong/compare?period=2022&indicator=ban_le").page(t)
	checkTexts(t, doc, map[string]string{"h1": "Units compared", ".Heat caption": "Units and indicators", ".Heat thead th:first-child": "Unit",
		".Ranking thead th:first-child": "Place", ".Heat a[href='/units/lechan/board?period=2022']": "Lê Chân district"})
	main := textOf(doc.Find("main"))
	for _, never := range []string{"Quận ", "chỉ tiêu", "Xếp hạng", "compare."} {
		if strings.Contains(main, never) {
			t.Errorf("the English page says %q", never)
		}
	}
	if got := doc.Find("html").AttrOr("lang", ""); got != "en" {
		t.Errorf("the page calls itself %q", got)
	}
}

// An indicator nobody has falls back to one that can be ranked, and is not
// repeated on the page.
func TestCompareOfWhatIsNot(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("thanh_pho")
	usual := textOf(b.get("/units/haiphong/compare?period=2022").page(t).Find("#ranking h2").First())
	for _, code := range []string{"khong_co", "", url.QueryEscape("<script>alert(1)</script>")} {
		a := b.get("/units/haiphong/compare?period=2022&indicator=" + code)
		doc := a.page(t)
		if got := textOf(doc.Find("#ranking h2").First()); a.status != http.StatusOK || got != usual {
			t.Errorf("%q: %d, ranking %q, want %q", code, a.status, got, usual)
		}
		if n := doc.Find(".Heat thead a[aria-current]").Length(); n != 1 || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%q: %d columns are current", code, n)
		}
	}
	empty := b.get("/units/haiphong/compare?period=2031").page(t)
	if n := empty.Find(".Heat, .Ranking, .Tiles").Length(); n != 0 || textOf(empty.Find(".Empty")) == "" {
		t.Errorf("a year without sets shows %d tables, and says %q", n, textOf(empty.Find(".Empty")))
	}
	for path, want := range map[string]int{"/units/haiphong/compare?period=2022-Q9": 422, "/units/haiphong/compare?period=x": 422, "/units/khongco/compare?period=2022": 404} {
		if a := b.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
	if a := w.as("nguoi_la").get("/units/lechan/compare?period=2022"); a.status != http.StatusNotFound || strings.Contains(a.body, "Lê Chân") {
		t.Errorf("somebody of another district: %d", a.status)
	}
}
