package export

import (
	"encoding/csv"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"time"

	"muctieu/data"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
)

// records reads every embedded file whose name begins with one of the given.
func records(t testing.TB, prefixes ...string) []map[string]string {
	t.Helper()
	var all []map[string]string
	for _, prefix := range prefixes {
		names, err := fs.Glob(data.Files, prefix+"*.csv")
		if err != nil || len(names) == 0 {
			t.Fatalf("no file %s: %v", prefix, err)
		}
		for _, name := range names {
			file, err := data.Files.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			lines, err := csv.NewReader(file).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range lines[1:] {
				r := map[string]string{}
				for i, column := range lines[0] {
					r[column] = l[i]
				}
				all = append(all, r)
			}
		}
	}
	return all
}

func count(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func day(s string) time.Time {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	return time.Time{}
}

// demoBook is the demo's data as the store would give it.
func demoBook(t testing.TB) (*indicator.Book, i18n.Terms) {
	t.Helper()
	b := &indicator.Book{
		Indicators: map[indicator.Code]indicator.Indicator{}, Sets: map[indicator.SetKey]indicator.Set{},
		Figures: map[indicator.CellKey]indicator.Figure{}, Plans: map[indicator.PlanKey][]indicator.Plan{},
	}
	b.Tree = org.NewTree(units(t), nil)
	for _, r := range records(t, "catalogue/levels") {
		b.Levels = append(b.Levels, indicator.Level{Code: r["level"], Position: count(t, r["position"]), NameVi: r["name_vi"], NameEn: r["name_en"], PhraseVi: r["phrase_vi"], PhraseEn: r["phrase_en"]})
	}
	for _, r := range records(t, "catalogue/indicators") {
		i := catalogued(t, r)
		b.Indicators[i.Code] = i
	}
	for _, r := range records(t, "demo/sets") {
		key := indicator.SetKey{Unit: org.Key(r["unit"]), Year: count(t, r["year"])}
		set := b.Sets[key]
		set.Unit, set.Year = key.Unit, key.Year
		set.Rows = append(set.Rows, indicator.SetRow{Position: count(t, r["position"]), Indicator: indicator.Code(r["indicator"]), Judging: r["judging_level"], Source: indicator.Source(r["source"]), Fall: indicator.Fall(r["fall"])})
		b.Sets[key] = set
	}
	plans(t, b)
	figures(t, b)
	var terms i18n.Terms
	for _, r := range records(t, "catalogue/terms") {
		terms = append(terms, i18n.Term{Sort: i18n.Sort(r["sort"]), Vi: r["vi"], En: r["en"], Dimension: r["dimension"], Factor: r["factor"]})
	}
	return b, terms
}

func units(t testing.TB) []org.Unit {
	t.Helper()
	var all []org.Unit
	for _, r := range records(t, "units/units") {
		row := org.Row{Code: r["code"], Name: r["name"], Kind: r["kind"], Parent: org.Key(r["parent"]), From: day(r["valid_from"]), To: day(r["valid_to"])}
		if n := len(all); n > 0 && all[n-1].Key == org.Key(r["unit"]) {
			all[n-1].Rows = append(all[n-1].Rows, row)
			continue
		}
		all = append(all, org.Unit{Key: org.Key(r["unit"]), Rows: []org.Row{row}})
	}
	return all
}

func catalogued(t testing.TB, r map[string]string) indicator.Indicator {
	t.Helper()
	i := indicator.Indicator{
		Code: indicator.Code(r["code"]), NameVi: r["name_vi"], NameEn: r["name_en"], Measure: r["measure"], Decimals: count(t, r["decimals"]),
		ShownDecimals: count(t, r["shown_decimals"]), Group: r["group"], Kind: indicator.Kind(r["kind"]), Direction: indicator.Direction(r["direction"]),
		Method: indicator.Method(r["percent_method"]), OverUnits: indicator.Aggregation(r["over_units"]), OverTime: indicator.Aggregation(r["over_time"]),
		Numerator: indicator.Code(r["numerator"]), Denominator: indicator.Code(r["denominator"]), Parent: indicator.Code(r["parent"]),
		Base: indicator.Base(r["base"]), PriceBasis: r["price_basis"], GrowthFrom: indicator.Code(r["growth_from"]), Agency: r["agency"],
	}
	if r["scale"] != "" {
		i.Scale = count(t, r["scale"])
	}
	return i
}

func plans(t testing.TB, b *indicator.Book) {
	t.Helper()
	for _, r := range records(t, "demo/plans") {
		i := b.Indicators[indicator.Code(r["indicator"])]
		key := indicator.PlanKey{Unit: org.Key(r["unit"]), Indicator: i.Code, Year: count(t, r["year"]), Level: r["level"]}
		target := indicator.Target{Operator: indicator.Equal, Low: plainAmount(t, r["low"], i.Decimals)}
		if r["operator"] != "" {
			target.Operator = indicator.Operator(r["operator"])
		}
		if r["high"] != "" {
			high := plainAmount(t, r["high"], i.Decimals)
			target.High = &high
		}
		basis := indicator.Basis(r["basis"])
		if basis == "" {
			basis = indicator.Proposed
		}
		dated := day(r["document_date"])
		if dated.IsZero() {
			dated = time.Date(key.Year, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		b.Plans[key] = append(b.Plans[key], indicator.Plan{PlanKey: key, Version: len(b.Plans[key]) + 1, Target: target, Basis: basis, Origin: indicator.Origin(r["origin"]),
			Decision: indicator.Decision{Number: r["document"], Date: day(r["document_date"]), Issuer: r["issuer"], Title: r["title"]}, PriceBasis: r["price_basis"], Dated: dated, Recorded: dated})
	}
}

func figures(t testing.TB, b *indicator.Book) {
	t.Helper()
	for _, r := range records(t, "demo/figures") {
		i := b.Indicators[indicator.Code(r["indicator"])]
		at, err := period.Parse(r["period"])
		if err != nil {
			t.Fatal(err)
		}
		key := indicator.CellKey{Unit: org.Key(r["unit"]), Indicator: i.Code, Period: at}
		f := indicator.Figure{CellKey: key, Version: b.Figures[key].Version + 1, Status: indicator.Status(r["status"]), Origin: indicator.Origin(r["origin"]), Note: r["note"], Dated: day(r["as_of"])}
		if r["value"] != "" {
			v := plainAmount(t, r["value"], i.Decimals)
			f.Value = &v
		}
		b.Figures[key] = f
	}
}

func plainAmount(t testing.TB, s string, decimals int) number.Amount {
	t.Helper()
	a, err := number.ParsePlain(s, decimals)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// demo is the summary of Quận Lê Chân for a period.
func demo(t testing.TB, p string, lang i18n.Lang) report.Summary {
	t.Helper()
	book, terms := demoBook(t)
	return summaryOf(t, report.Input{Book: book, Terms: terms, Unit: "lechan", Lang: lang, Decimals: 1}, p)
}

func summaryOf(t testing.TB, in report.Input, p string) report.Summary {
	t.Helper()
	at, err := period.Parse(strings.TrimSpace(p))
	if err != nil {
		t.Fatal(err)
	}
	in.Period = at
	s, err := report.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// demoWith is the summary of 2022 with so many decimals of percentages.
func demoWith(t testing.TB, decimals int) report.Summary {
	t.Helper()
	book, terms := demoBook(t)
	return summaryOf(t, report.Input{Book: book, Terms: terms, Unit: "lechan", Lang: i18n.Vi, Decimals: decimals}, "2022")
}
