package report

import (
	"strconv"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// wards puts five wards below the district, with figures and plans of one
// amount and one rate: "actual/plan", either of them empty.
func wards(t *testing.T, amounts, rates [5]string) *desk {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "thu", NameVi: "Thu ngân sách", Decimals: 2, ShownDecimals: 1, OverUnits: indicator.OverSum})
	d.add(indicator.Indicator{Code: "bhyt", NameVi: "Bảo hiểm y tế", Kind: indicator.Rate, Measure: "%", Decimals: 2, ShownDecimals: 1})
	units := []org.Unit{{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân", Kind: "quận"}}}}
	for n := range 5 {
		key := org.Key("w" + strconv.Itoa(n+1))
		units = append(units, org.Unit{Key: key, Rows: []org.Row{{Code: strconv.Itoa(n + 1), Name: "Số " + strconv.Itoa(n+1), Kind: "phường", Parent: "lechan"}}})
		d.book.Sets[indicator.SetKey{Unit: key, Year: 2022}] = indicator.Set{Unit: key, Year: 2022, Rows: d.set}
		d.pair(key, "thu", amounts[n])
		d.pair(key, "bhyt", rates[n])
	}
	d.book.Tree = org.NewTree(units, nil)
	return d
}

// pair enters "actual/plan" of a unit for 2022; "x" for the actual means not
// applicable.
func (d *desk) pair(unit org.Key, code indicator.Code, text string) {
	d.t.Helper()
	actual, plan, _ := strings.Cut(text, "/")
	decimals := d.book.Indicators[code].Decimals
	key := indicator.CellKey{Unit: unit, Indicator: code, Period: period.MustParse("2022")}
	switch actual {
	case "":
	case "x":
		d.book.Figures[key] = indicator.Figure{CellKey: key, Version: 1, Status: indicator.NotApplicable}
	default:
		a := amount(d.t, actual, decimals)
		d.book.Figures[key] = indicator.Figure{CellKey: key, Version: 1, Status: indicator.Final, Value: &a}
	}
	if plan != "" {
		at := indicator.PlanKey{Unit: unit, Indicator: code, Year: 2022, Level: "city"}
		d.book.Plans[at] = []indicator.Plan{{PlanKey: at, Version: 1, Target: indicator.Target{Operator: indicator.Equal, Low: amount(d.t, plan, decimals)}}}
	}
}

// table prints a comparison: a line a unit, cells as text or "(reason)".
func table(c Comparison) string {
	var lines []string
	for _, u := range c.Units {
		cells := []string{string(u.Unit.Key)}
		for _, cell := range u.Cells {
			text := cell.Text
			if cell.Reason != "" {
				text = strings.TrimSpace(text + " (" + cell.Reason + ")")
			}
			cells = append(cells, text)
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return strings.Join(lines, "\n")
}

func TestCompare(t *testing.T) {
	d := wards(t, [5]string{"99.96/100", "0/100", "/100", "80/", "x/100"}, [5]string{"93.5/93", "93/93", "92.25/93", "", "90/"})
	d.book.Sets[indicator.SetKey{Unit: "w2", Year: 2022}] = indicator.Set{Unit: "w2", Year: 2022, Rows: d.set[:1]}
	delete(d.book.Sets, indicator.SetKey{Unit: "w4", Year: 2022})
	c, err := Compare(d.input("2022", i18n.Vi))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"w1 | 99,96% | +0,5 điểm %",
		"w2 | 0% | (không thuộc bộ chỉ tiêu của đơn vị)",
		"w3 | (chưa có số liệu) | -0,75 điểm %",
		"w4 | (đơn vị chưa có bộ chỉ tiêu) | (đơn vị chưa có bộ chỉ tiêu)",
		"w5 | (không áp dụng) | 90,0% (chưa có kế hoạch thành phố giao)",
	}, "\n")
	if got := table(c); got != want {
		t.Errorf("Compare() =\n%s\nwant\n%s", got, want)
	}
	if c.Unit.Name != "Quận Lê Chân" || len(c.Columns) != 2 || c.Columns[1].Name != "Bảo hiểm y tế" || c.Columns[1].Measure != "%" {
		t.Errorf("unit %q, columns %+v", c.Unit.Name, c.Columns)
	}
	if got := c.Units[0].Tally; got.Set != 2 || got.Exceeded != 1 || got.NotMet != 1 {
		t.Errorf("tally of w1 %+v, want 1 exceeded and 1 not met of 2", got)
	}
	for _, u := range c.Units {
		for _, cell := range u.Cells {
			if !cell.Complete() && (cell.Text != "" || cell.Percent != nil || cell.Reason == "") {
				t.Errorf("%s: a cell that is not complete shows %q, %v; reason %q", u.Unit.Key, cell.Text, cell.Percent, cell.Reason)
			}
		}
	}
}

// What only units below have still has its column, behind the unit's own.
func TestCompareColumns(t *testing.T) {
	d := wards(t, [5]string{"1/1"}, [5]string{"90/90"})
	d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}] = indicator.Set{Unit: "lechan", Year: 2022, Rows: d.set[1:]}
	c, err := Compare(d.input("2022", i18n.En))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Columns) != 2 || c.Columns[0].Code != "bhyt" || c.Columns[1].Code != "thu" {
		t.Errorf("columns %+v, want bhyt, thu", c.Columns)
	}
	d.add(indicator.Indicator{Code: "xuat_khau"}) // the district alone has it
	if c, err = Compare(d.input("2022", i18n.En)); err != nil || len(c.Columns) != 2 || c.Columns[0].Code != "thu" {
		t.Errorf("columns %+v, %v; want thu, bhyt", c.Columns, err)
	}
	if got := c.Units[0].Cells[1].Text; got != "at the plan" {
		t.Errorf("a rate at its plan shows %q", got)
	}
}

// A partial sum of a unit is no value to compare.
func TestComparePartialSum(t *testing.T) {
	d := wards(t, [5]string{"10/10"}, [5]string{})
	city := d.set[0]
	city.Source = indicator.Rollup
	d.book.Tree = org.NewTree([]org.Unit{
		{Key: "haiphong", Rows: []org.Row{{Name: "Hải Phòng", Kind: "thành phố"}}},
		{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân", Kind: "quận", Parent: "haiphong"}}},
		{Key: "w1", Rows: []org.Row{{Name: "Một", Parent: "lechan"}}}, {Key: "w2", Rows: []org.Row{{Name: "Hai", Parent: "lechan"}}},
	}, nil)
	d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}] = indicator.Set{Unit: "lechan", Year: 2022, Rows: []indicator.SetRow{city}}
	in := d.input("2022", i18n.Vi)
	in.Unit = "haiphong"
	c, err := Compare(in)
	if err != nil {
		t.Fatal(err)
	}
	if got := table(c); got != "lechan | (1/2 đơn vị)" {
		t.Errorf("Compare() = %q, want the reason alone", got)
	}
}

func TestCompareRefuses(t *testing.T) {
	d := wards(t, [5]string{}, [5]string{})
	in := d.input("2022", i18n.Vi)
	in.Unit = "nowhere"
	if _, err := Compare(in); errs.KindOf(err) != errs.NotFound {
		t.Errorf("Compare(nowhere) = %v, want not found", err)
	}
}

func TestRank(t *testing.T) {
	type change func(*indicator.Indicator)
	tests := []struct {
		name   string
		values [5]string
		change change
		ranked string // "place unit shown"
		apart  string // "unit reason"
		text   string
	}{
		{"by percent, the highest first", [5]string{"50/100", "120/100", "99.9/100", "120/100", "90/100"}, nil,
			"1 w2 120; 1 w4 120; 3 w3 99,9; 4 w5 90; 5 w1 50", "",
			"5/5 đơn vị có tỷ lệ so với kế hoạch: thấp nhất 50%, trung vị 99,9%, cao nhất 120%"},
		{"not by the value", [5]string{"500/1000", "12/10"}, nil, "1 w2 120; 2 w1 50", "w3 chưa có số liệu; w4 chưa có số liệu; w5 chưa có số liệu",
			"2/5 đơn vị có tỷ lệ so với kế hoạch: thấp nhất 50%, trung vị 85%, cao nhất 120%"},
		{"without a plan, apart", [5]string{"5/10", "12", "6/10", "x", "0/10"}, nil, "1 w3 60; 2 w1 50; 3 w5 0", "w2 chưa có kế hoạch thành phố giao; w4 không áp dụng",
			"3/4 đơn vị có tỷ lệ so với kế hoạch: thấp nhất 0%, trung vị 50%, cao nhất 60%"},
		{"a plan of zero, apart", [5]string{"5/10", "12/0"}, nil, "1 w1 50", "w2 kế hoạch bằng 0 nên không có tỷ lệ; w3 chưa có số liệu; w4 chưa có số liệu; w5 chưa có số liệu", ""},
		{"nobody has a plan: by value", [5]string{"5", "12", "7.5"}, nil, "1 w2 12,0; 2 w3 7,5; 3 w1 5,0", "w4 chưa có số liệu; w5 chưa có số liệu",
			"3/5 đơn vị có số liệu: thấp nhất 5,0 tỷ đồng, trung vị 7,5 tỷ đồng, cao nhất 12,0 tỷ đồng"},
		{"lower is better", [5]string{"5/6", "12/6", "7.5/6", "4/6"}, func(i *indicator.Indicator) { i.Direction, i.Method = indicator.Lower, indicator.Points },
			"1 w4 4,0; 2 w1 5,0; 3 w3 7,5; 4 w2 12,0", "w5 chưa có số liệu",
			"4/5 đơn vị có số liệu: thấp nhất 4,0 tỷ đồng, trung vị 6,25 tỷ đồng, cao nhất 12,0 tỷ đồng"},
		{"lower is better, plan over actual", [5]string{"5/6", "12/6"}, func(i *indicator.Indicator) { i.Direction, i.Method = indicator.Lower, indicator.InverseRatio },
			"1 w1 120; 2 w2 50", "w3 chưa có số liệu; w4 chưa có số liệu; w5 chưa có số liệu", ""},
		{"lower is better, actual over plan", [5]string{"5/10", "12/10"}, func(i *indicator.Indicator) { i.Direction, i.Method = indicator.Lower, indicator.Ratio },
			"1 w1 50; 2 w2 120", "w3 chưa có số liệu; w4 chưa có số liệu; w5 chưa có số liệu", ""},
		{"nothing yet", [5]string{}, nil, "", "w1 chưa có số liệu; w2 chưa có số liệu; w3 chưa có số liệu; w4 chưa có số liệu; w5 chưa có số liệu", "0/5 đơn vị có số liệu"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := wards(t, tt.values, [5]string{})
			if tt.change != nil {
				i := d.book.Indicators["thu"]
				tt.change(&i)
				d.book.Indicators["thu"] = i
			}
			in := d.input("2022", i18n.Vi)
			c, err := Compare(in)
			if err != nil {
				t.Fatal(err)
			}
			r, ok := c.Rank(in, "thu")
			if !ok {
				t.Fatal("no column thu")
			}
			var ranked, apart []string
			for _, x := range r.Ranked {
				ranked = append(ranked, strconv.Itoa(x.Place)+" "+string(x.Unit.Key)+" "+x.Shown.Text)
			}
			for _, x := range r.Unranked {
				apart = append(apart, string(x.Unit.Key)+" "+x.Reason)
			}
			if got := strings.Join(ranked, "; "); got != tt.ranked {
				t.Errorf("ranked %q, want %q", got, tt.ranked)
			}
			if got := strings.Join(apart, "; "); got != tt.apart {
				t.Errorf("apart %q, want %q", got, tt.apart)
			}
			if tt.text != "" && r.Text != tt.text {
				t.Errorf("text %q, want %q", r.Text, tt.text)
			}
			if r.Min.None() != (len(r.Ranked) == 0) || r.Have != len(r.Ranked) {
				t.Errorf("min %q, have %d with %d ranked", r.Min.Text, r.Have, len(r.Ranked))
			}
		})
	}
}

func TestRankOfNoColumn(t *testing.T) {
	d := wards(t, [5]string{"1/1"}, [5]string{})
	in := d.input("2022", i18n.Vi)
	c, err := Compare(in)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Rank(in, "nothing"); ok {
		t.Error("a ranking by an indicator that nobody has")
	}
}

func TestTiles(t *testing.T) {
	tests := []struct {
		name    string
		places  []indicator.Tile
		want    string // "unit column,row"
		off     string
		columns int
		rows    int
	}{
		{"as they lie", []indicator.Tile{{Unit: "w1", Column: 1, Row: 1}, {Unit: "w2", Column: 3, Row: 2}}, "w1 1,1; w2 3,2", "w3", 3, 2},
		{"moved to the corner", []indicator.Tile{{Unit: "w1", Column: 5, Row: 4}, {Unit: "w2", Column: 4, Row: 6}}, "w1 2,1; w2 1,3", "w3", 2, 3},
		{"two on one square", []indicator.Tile{{Unit: "w1", Column: 1, Row: 1}, {Unit: "w2", Column: 1, Row: 1}, {Unit: "w3", Column: 2, Row: 1}}, "w1 1,1; w3 2,1", "w2", 2, 1},
		{"places of others do not count", []indicator.Tile{{Unit: "far", Column: 1, Row: 1}, {Unit: "w1", Column: 7, Row: 7}}, "w1 1,1", "w2; w3", 1, 1},
		{"no places", nil, "", "w1; w2; w3", 0, 0},
	}
	names := []UnitName{{Key: "w1"}, {Key: "w2"}, {Key: "w3"}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := Tiles(names, tt.places)
			var got, off []string
			for _, x := range m.Tiles {
				got = append(got, string(x.Unit.Key)+" "+strconv.Itoa(x.Column)+","+strconv.Itoa(x.Row))
			}
			for _, u := range m.Off {
				off = append(off, string(u.Key))
			}
			if strings.Join(got, "; ") != tt.want || strings.Join(off, "; ") != tt.off || m.Columns != tt.columns || m.Rows != tt.rows {
				t.Errorf("Tiles() = %q off %q, %d x %d; want %q off %q, %d x %d",
					strings.Join(got, "; "), strings.Join(off, "; "), m.Columns, m.Rows, tt.want, tt.off, tt.columns, tt.rows)
			}
		})
	}
}

// Squares are placed for the units of a comparison.
func TestNamesOfAComparison(t *testing.T) {
	c := Comparison{Units: []UnitRow{{Unit: UnitName{Key: "w1"}}, {Unit: UnitName{Key: "w2"}}}}
	if got := c.Names(); len(got) != 2 || got[1].Key != "w2" {
		t.Errorf("Names() = %v", got)
	}
}

// The middle of two is their mean, exact before it is rounded.
func TestMedianOfTwo(t *testing.T) {
	d := wards(t, [5]string{"0.01", "0.02"}, [5]string{})
	in := d.input("2022", i18n.Vi)
	c, err := Compare(in)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := c.Rank(in, "thu")
	if got, want := r.Median.Plain, number.Round(ratOf(t, "0.015"), 2); got != want {
		t.Errorf("median %s, want %s", got, want)
	}
}
