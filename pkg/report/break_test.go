package report

import (
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// merged is a desk whose unit took in a ward whole and gave away a part.
func merged(t *testing.T) *desk {
	d := newDesk(t)
	d.book.Tree = org.NewTree([]org.Unit{
		{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân", Kind: "quận"}}},
		{Key: "cu", Rows: []org.Row{{Name: "Cũ", Kind: "quận"}}},
		{Key: "moi", Rows: []org.Row{{Name: "Mới", Kind: "quận"}}},
	}, []org.Succession{
		{From: "cu", To: "lechan", Share: org.Whole, Date: time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC), Document: "Nghị quyết 12"},
		{From: "lechan", To: "moi", Share: org.Part, Date: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)},
		{From: "cu", To: "moi", Share: org.Part, Date: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)}, // of others
	})
	d.add(indicator.Indicator{Code: "thu", NameVi: "Thu", Decimals: 1})
	for _, year := range []string{"2020", "2021", "2022"} {
		d.figure("thu", year, "5", indicator.Final)
	}
	return d
}

func breaksOf(t *testing.T, d *desk, lang i18n.Lang) []Break {
	t.Helper()
	in := d.input("2022", lang)
	rows, err := Series(in, d.set[0], 2020, 2022)
	if err != nil {
		t.Fatal(err)
	}
	return Breaks(in, rows)
}

func TestBreaksOfUnit(t *testing.T) {
	got := breaksOf(t, merged(t), i18n.Vi)
	if len(got) != 2 || got[0].At != 1 || got[1].At != 2 || got[0].Kind != UnitBreak || got[0].Short != "đổi địa giới" {
		t.Fatalf("breaks %+v, want before 2021 and 2022", got)
	}
	for k, want := range []string{
		"Thay đổi địa giới: quận Cũ nhập vào từ ngày 01/7/2021 (Nghị quyết 12). Số liệu trước và sau không cùng phạm vi.",
		"Thay đổi địa giới: một phần chuyển sang quận Mới từ ngày 01/01/2022. Số liệu trước và sau không cùng phạm vi.",
	} {
		if got[k].Text != want {
			t.Errorf("text\n%s\nwant\n%s", got[k].Text, want)
		}
	}
	if en := breaksOf(t, merged(t), i18n.En); !strings.Contains(en[0].Text, "Cũ district joined on 1 July 2021") {
		t.Errorf("in English %q", en[0].Text)
	}
}

// A plan in other prices is a break; a year without a plan does not hide it.
func TestBreaksOfPrices(t *testing.T) {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "thu", NameVi: "Thu", Decimals: 1})
	d.add(indicator.Indicator{Code: "vu", NameVi: "Vụ", Measure: "vụ", Kind: indicator.Count})
	rows := d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}].Rows
	for _, year := range []int{2020, 2022} {
		d.book.Sets[indicator.SetKey{Unit: "lechan", Year: year}] = indicator.Set{Unit: "lechan", Year: year, Rows: rows}
		d.year = year
		for _, code := range []indicator.Code{"thu", "vu"} {
			p := d.plan(code, "city", indicator.Equal, "6")
			if year == 2022 {
				p.PriceBasis = "constant:2010"
			}
		}
	}
	got := breaksOf(t, d, i18n.Vi)
	if len(got) != 1 || got[0].At != 2 || got[0].Kind != PriceBreak {
		t.Fatalf("breaks %+v, want one before 2022", got)
	}
	if want := "giá so sánh 2010, trước đó theo giá hiện hành"; !strings.Contains(got[0].Text, want) {
		t.Errorf("text %q lacks %q", got[0].Text, want)
	}
	d.book.Plans[indicator.PlanKey{Unit: "lechan", Indicator: "thu", Year: 2022, Level: "city"}][0].PriceBasis = ""
	d.plan("thu", "council", indicator.Equal, "7").PriceBasis = "constant:2010" // of a level that had none before
	if got := breaksOf(t, d, i18n.Vi); len(got) != 1 || got[0].At != 2 {
		t.Errorf("breaks of another level's plan: %+v", got)
	}
	d.set = d.set[1:] // a count has no prices
	if got := breaksOf(t, d, i18n.Vi); len(got) != 0 {
		t.Errorf("breaks of a count: %+v", got)
	}
}

func TestNoBreaks(t *testing.T) {
	if got := breaksOf(t, leChan(t), i18n.Vi); len(got) != 0 {
		t.Errorf("breaks %+v in a series without any", got)
	}
}
