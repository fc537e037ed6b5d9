package report

import (
	"fmt"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

func TestCompose(t *testing.T) {
	tests := []struct {
		name    string
		figures string // "thu 100, thue 60"
		parts   string
		rest    string // residual and its share
		over    bool
		vi, en  string
	}{
		{"with a rest", "thu 100, thue 60, phi 30.5", "thue 60,0 60; phi 30,5 30,5", "9,5 9,5", false,
			"Thu ngân sách 100,0 tỷ đồng, gồm: thu thuế 60,0 tỷ đồng (60%); thu phí 30,5 tỷ đồng (30,5%); phần chưa phân tổ 9,5 tỷ đồng",
			"Budget revenue 100.0 billion VND, made of: taxes 60.0 billion VND (60%); fees 30.5 billion VND (30.5%); not broken down 9.5 billion VND"},
		{"to the last digit", "thu 90.5, phi 60, thue 30.5", "phi 60,0 66,3; thue 30,5 33,7", " ", false,
			"Thu ngân sách 90,5 tỷ đồng, gồm: thu phí 60,0 tỷ đồng (66,3%); thu thuế 30,5 tỷ đồng (33,7%)", ""},
		{"more than the whole", "thu 90, phi 60, thue 30.5", "phi 60,0 66,7; thue 30,5 33,9", "-0,5 -0,6", true,
			"Thu ngân sách 90,0 tỷ đồng, gồm: thu phí 60,0 tỷ đồng (66,7%); thu thuế 30,5 tỷ đồng (33,9%); tổng các thành phần lớn hơn tổng số 0,5 tỷ đồng",
			"Budget revenue 90.0 billion VND, made of: fees 60.0 billion VND (66.7%); taxes 30.5 billion VND (33.9%); the parts come to more than the total by 0.5 billion VND"},
		{"a part is missing", "thu 100, thue 60", "thue 60,0 60; phi  ", "40,0 40", false,
			"Thu ngân sách 100,0 tỷ đồng, gồm: thu thuế 60,0 tỷ đồng (60%); phần chưa phân tổ 40,0 tỷ đồng; chưa có số liệu: thu phí",
			"Budget revenue 100.0 billion VND, made of: taxes 60.0 billion VND (60%); not broken down 40.0 billion VND; no figure yet: fees"},
		{"no total", "thue 60, phi 30", "thue 60,0 ; phi 30,0 ", " ", false, "", ""},
		{"nothing but the total", "thu 100", "phi  ; thue  ", "100,0 100", false, "", ""},
		{"a total of zero", "thu 0, thue 0, phi 0", "phi 0,0 ; thue 0,0 ", " ", false, "Thu ngân sách 0,0 tỷ đồng, gồm: thu phí 0,0 tỷ đồng; thu thuế 0,0 tỷ đồng", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := revenue(t, tt.figures)
			c, ok := Compose(d.input("2022", i18n.Vi), "thu")
			if !ok {
				t.Fatal("no composition")
			}
			var parts []string
			for _, p := range c.Parts {
				parts = append(parts, fmt.Sprintf("%s %s %s", p.Code, p.Value.Text, p.Share.Text))
			}
			if got := strings.Join(parts, "; "); got != tt.parts {
				t.Errorf("parts %q, want %q", got, tt.parts)
			}
			if got := c.Residual.Text + " " + c.ResidualShare.Text; got != tt.rest || c.Over != tt.over {
				t.Errorf("rest %q, over %t; want %q, %t", got, c.Over, tt.rest, tt.over)
			}
			if c.Text != tt.vi {
				t.Errorf("text\n%s\nwant\n%s", c.Text, tt.vi)
			}
			if en, _ := Compose(d.input("2022", i18n.En), "thu"); tt.en != "" && en.Text != tt.en {
				t.Errorf("text\n%s\nwant\n%s", en.Text, tt.en)
			}
		})
	}
}

// revenue is a total with two parts; one of another measure is none of them.
func revenue(t *testing.T, figures string) *desk {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "thu", NameVi: "Thu ngân sách", NameEn: "Budget revenue", Decimals: 1, ShownDecimals: 1})
	d.add(indicator.Indicator{Code: "thue", NameVi: "Thu thuế", NameEn: "Taxes", Decimals: 1, ShownDecimals: 1, Parent: "thu"})
	d.add(indicator.Indicator{Code: "phi", NameVi: "Thu phí", NameEn: "Fees", Decimals: 1, ShownDecimals: 1, Parent: "thu"})
	d.add(indicator.Indicator{Code: "so_thu", NameVi: "Số vụ thu", Measure: "vụ", Parent: "thu"})
	d.figure("so_thu", "2022", "7", indicator.Final)
	for _, f := range strings.Split(figures, ", ") {
		code, value, _ := strings.Cut(f, " ")
		d.figure(indicator.Code(code), "2022", value, indicator.Final)
	}
	return d
}

// What a part is made of has its share of the same total, and a circle ends.
func TestComposeDeep(t *testing.T) {
	d := revenue(t, "thu 100, thue 60, phi 40")
	d.add(indicator.Indicator{Code: "vat", NameVi: "Thuế GTGT", Decimals: 1, ShownDecimals: 1, Parent: "thue"})
	d.figure("vat", "2022", "45", indicator.Estimate)
	round := d.book.Indicators["thu"]
	round.Parent = "vat"
	d.book.Indicators["thu"] = round
	c, ok := Compose(d.input("2022", i18n.Vi), "thu")
	if !ok || len(c.Parts) != 2 || len(c.Parts[0].Parts) != 1 {
		t.Fatalf("composition %+v", c)
	}
	if vat := c.Parts[0].Parts[0]; vat.Share.Text != "45" || vat.Status != "ước" || len(vat.Parts) != 0 {
		t.Errorf("part of a part %+v, want 45%%, an estimate, without parts", vat)
	}
}

func TestComposed(t *testing.T) {
	d := revenue(t, "thu 100")
	if got := Composed(d.input("2022", i18n.Vi)); len(got) != 1 || got[0] != "thu" {
		t.Errorf("Composed() = %v, want thu", got)
	}
	if _, ok := Compose(d.input("2022", i18n.Vi), "phi"); ok {
		t.Error("an indicator without parts has a composition")
	}
}
