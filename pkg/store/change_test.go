package store_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func catalogue(t *testing.T, s *store.Store) *indicator.Catalogue {
	t.Helper()
	c, err := s.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCatalogueComesBackAsWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		got, want := catalogue(t, s), storetest.City()
		for _, u := range want.Units {
			u.Version = 1
			if stored, _ := got.Tree.Unit(u.Key); !reflect.DeepEqual(stored, u) {
				t.Errorf("unit\n got %+v\nwant %+v", stored, u)
			}
		}
		for _, i := range want.Indicators {
			i.Version = 1
			if got.Indicators[i.Code] != i {
				t.Errorf("indicator\n got %+v\nwant %+v", got.Indicators[i.Code], i)
			}
		}
		for i, l := range want.Levels {
			l.Version = 1
			if got.Levels[i] != l {
				t.Errorf("level %d = %+v, want %+v", i, got.Levels[i], l)
			}
		}
		for _, x := range want.Sets {
			x.Version = 1
			if stored := got.Sets[indicator.SetKey{Unit: x.Unit, Year: x.Year}]; !reflect.DeepEqual(stored, x) {
				t.Errorf("set\n got %+v\nwant %+v", stored, x)
			}
		}
		if !reflect.DeepEqual(got.Tree.Successions(), want.Successions) || !reflect.DeepEqual(got.Tiles, want.Tiles) {
			t.Errorf("successions %+v, tiles %+v", got.Tree.Successions(), got.Tiles)
		}
		if len(got.Terms) != 2 || got.Terms[0].Vi != "tỷ đồng" || got.Terms[1].Position != 2 {
			t.Errorf("terms = %+v, want those given in their order", got.Terms)
		}
	})
}

func TestChangeTwiceIsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		before := catalogue(t, s)
		storetest.Fill(t, s)
		if got := counter(t, s); got != 1 {
			t.Errorf("counter after writing the same again = %d, want 1", got)
		}
		if catalogue(t, s) != before {
			t.Error("the catalogue was read again although nothing changed")
		}
	})
}

func TestCatalogueIsNewAfterEachChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		one, two := storetest.Open(t, o), storetest.Open(t, o)
		storetest.Fill(t, one)
		if !catalogue(t, two).Tree.Has("lechan") {
			t.Error("another process does not see the units")
		}
		renamed := org.Unit{Key: "lechan", Version: 1, Rows: []org.Row{{Name: "Lê Chân mới", Kind: "quận", Parent: "haiphong"}}}
		if err := two.SaveUnit(ctx, storetest.CLI, renamed); err != nil {
			t.Fatal(err)
		}
		u, _ := catalogue(t, one).Tree.Unit("lechan")
		if len(u.Rows) != 1 || u.Rows[0].Name != "Lê Chân mới" || u.Version != 2 {
			t.Errorf("unit = %+v, want the renamed one, version 2", u)
		}
		kept := catalogue(t, one)
		saveOne(t, two, "thu_ns", "1", 0)
		if catalogue(t, one) != kept {
			t.Error("a figure made the catalogue be read again")
		}
	})
}

func TestSavesOfTheCatalogueCheckTheVersion(t *testing.T) {
	set := storetest.City().Sets[0]
	level := storetest.City().Levels[0]
	unit := storetest.City().Units[0]
	unit.Rows = slices.Clone(unit.Rows)
	thu := indicator.Indicator{}
	for _, i := range storetest.City().Indicators {
		if i.Code == "thu_ns" {
			thu = i
		}
	}
	set.Rows, level.NameVi, thu.NameVi, unit.Rows[0].Name = set.Rows[:1], "Cấp thành phố", "Thu ngân sách nhà nước", "TP Hải Phòng"
	saves := []struct {
		name string
		save func(s *store.Store, version int) error
	}{
		{"set", func(s *store.Store, v int) error { set.Version = v; return s.SaveSet(ctx, storetest.CLI, set) }},
		{"level", func(s *store.Store, v int) error { level.Version = v; return s.SaveLevel(ctx, storetest.CLI, level) }},
		{"indicator", func(s *store.Store, v int) error { thu.Version = v; return s.SaveIndicator(ctx, storetest.CLI, thu) }},
		{"unit", func(s *store.Store, v int) error { unit.Version = v; return s.SaveUnit(ctx, storetest.CLI, unit) }},
	}
	s := storetest.Filled(t)
	for _, tt := range saves {
		t.Run(tt.name, func(t *testing.T) {
			for _, step := range []struct {
				version int
				want    bool
			}{{0, false}, {2, false}, {1, true}, {1, false}} {
				err := tt.save(s, step.version)
				if (err == nil) != step.want || err != nil && errs.KindOf(err) != errs.Conflict {
					t.Errorf("saved with version %d: %v, want taken %t", step.version, err, step.want)
				}
			}
		})
	}
}

func TestSaveSuccessionAndTerm(t *testing.T) {
	s := storetest.Filled(t)
	x := org.Succession{From: "lechan", To: "anbien", Date: storetest.Day(2025, 7, 1), Share: org.Part, Document: "1669"}
	if err := s.SaveSuccession(ctx, storetest.CLI, x); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveTerm(ctx, storetest.CLI, i18n.Term{Sort: i18n.KindTerm, Vi: "quận", En: "urban district", Version: 1}); err != nil {
		t.Fatal(err)
	}
	c := catalogue(t, s)
	if got := c.Tree.Into("anbien", time.Time{}, storetest.Day(2026, 1, 1)); len(got) != 2 {
		t.Errorf("successions into anbien = %+v, want 2", got)
	}
	if got := c.Terms.Word(i18n.KindTerm, "quận", i18n.En); got != "urban district" || c.Terms[1].Position != 2 {
		t.Errorf("term = %q at %d, want it changed in its place", got, c.Terms[1].Position)
	}
}

func TestDecideFailsNothingChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		refusal := errors.New("no")
		err := s.Change(ctx, storetest.CLI, func(*indicator.State) (indicator.Change, error) { return storetest.City(), refusal })
		if !errors.Is(err, refusal) || counter(t, s) != 0 {
			t.Errorf("Change = %v, counter %d; want the refusal, 0", err, counter(t, s))
		}
		half := storetest.City()
		half.Figures = []indicator.Figure{
			{CellKey: cellKey("thu_ns"), Value: amount(t, "1"), Status: indicator.Final},
			{CellKey: cellKey("ho_ngheo"), Value: amount(t, "1.5"), Status: indicator.Final},
			{CellKey: indicator.CellKey{Unit: "moon", Indicator: "thu_ns", Period: year}, Value: amount(t, "1"), Status: indicator.Final},
		}
		err = s.Change(ctx, storetest.CLI, storetest.Given(half))
		var faults errs.Faults
		if !errors.As(err, &faults) || len(faults) != 2 || faults[0].Place != "lechan/2022/ho_ngheo" || faults[1].Err.Key != "save.unit_unknown" {
			t.Errorf("Change = %v; want two faults", err)
		}
		if catalogue(t, s).Tree.Has("lechan") || counter(t, s) != 0 {
			t.Error("a refused change left something behind")
		}
	})
}

func TestImportAppendsInOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		change := storetest.City()
		at := func(day int) time.Time { return time.Date(2023, 1, day, 0, 0, 0, 0, time.UTC) }
		change.Figures = []indicator.Figure{
			{CellKey: cellKey("thu_ns"), Value: amount(t, "1"), Status: indicator.Estimate, Dated: at(1)},
			{CellKey: cellKey("thu_ns"), Value: amount(t, "2"), Status: indicator.Final, Dated: at(2), Version: 77},
			{CellKey: cellKey("thu_ns"), Status: indicator.Withdrawn, Note: "sai"},
		}
		change.Plans = []indicator.Plan{{PlanKey: planKey(), Target: target(t, "3"), Basis: indicator.Proposed}, {PlanKey: planKey(), Target: target(t, "4"), Basis: indicator.Unknown}}
		storetest.Apply(t, s, change)
		all := versions(t, s, "thu_ns")
		var got []string
		for _, f := range all {
			got = append(got, text(f.Value)+" "+f.Dated.Format("02"))
		}
		if want := []string{"1 01", "2 02", "none 25"}; !slices.Equal(got, want) {
			t.Errorf("versions = %v, want %v", got, want)
		}
		if plans, err := s.PlanVersions(ctx, planKey()); err != nil || len(plans) != 2 || text(&plans[1].Target.Low) != "4" {
			t.Errorf("plans = %+v, %v", plans, err)
		}
		checkState(t, s)
	})
}

// checkState looks at what a change is held against.
func checkState(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Change(ctx, storetest.CLI, func(st *indicator.State) (indicator.Change, error) {
		absent := indicator.CellKey{Unit: "ngoquyen", Indicator: "thu_ns", Period: year}
		figures, err := st.Figures([]indicator.CellKey{cellKey("thu_ns"), absent})
		if err != nil || len(figures) != 1 || len(figures[cellKey("thu_ns")]) != 3 {
			t.Errorf("State.Figures = %v, %v; want three versions of one cell", figures, err)
		}
		other := planKey()
		other.Level = "council"
		plans, err := st.Plans([]indicator.PlanKey{planKey(), other})
		if err != nil || len(plans) != 1 || len(plans[planKey()]) != 2 {
			t.Errorf("State.Plans = %v, %v; want two versions of one plan", plans, err)
		}
		used, err := st.Used([]indicator.Code{"thu_ns", "tong_ho"})
		if err != nil || !used["thu_ns"] || used["tong_ho"] {
			t.Errorf("State.Used = %v, %v; want thu_ns alone", used, err)
		}
		if !st.Now.Equal(storetest.Now()) || st.Zone != storetest.Zone || !st.Tree.Has("lechan") {
			t.Errorf("State = now %s, zone %s", st.Now, st.Zone)
		}
		return indicator.Change{}, nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRefusedCatalogue(t *testing.T) {
	u := func(key, parent org.Key, more ...org.Row) indicator.Change {
		return indicator.Change{Units: []org.Unit{{Key: key, Rows: append([]org.Row{{Name: "X", Parent: parent}}, more...)}}}
	}
	ind := func(change func(*indicator.Indicator)) indicator.Change {
		for _, i := range storetest.City().Indicators {
			if i.Code == "thu_ns" {
				change(&i)
				return indicator.Change{Indicators: []indicator.Indicator{i}}
			}
		}
		panic("no thu_ns")
	}
	set := func(rows ...indicator.SetRow) indicator.Change {
		return indicator.Change{Sets: []indicator.Set{{Unit: "lechan", Year: 2023, Rows: rows}}}
	}
	row := indicator.SetRow{Position: 1, Indicator: "thu_ns", Judging: "city", Source: indicator.Entered, Fall: indicator.FallChange}
	strange, nobody := row, row
	strange.Indicator, nobody.Judging = "moon", "moon"
	tests := []struct {
		name   string
		change indicator.Change
		key    string
	}{
		{"unit below an unknown one", u("x", "moon"), "save.unit_unknown"},
		{"unit below itself", u("haiphong", "lechan"), "save.unit_circle"},
		{"unit directly below itself", u("haiphong", "haiphong"), "save.unit_circle"},
		{"key in capitals", u("X", ""), "save.key_form"},
		{"rows overlap", u("x", "", org.Row{Name: "Y", From: storetest.Day(2020, 1, 1)}), "save.unit_dates"},
		{"no rows", indicator.Change{Units: []org.Unit{{Key: "x"}}}, "save.unit_empty"},
		{"no name", indicator.Change{Units: []org.Unit{{Key: "x", Rows: []org.Row{{}}}}}, "save.name_missing"},
		{"unit named with NUL", indicator.Change{Units: []org.Unit{{Key: "x", Rows: []org.Row{{Name: "\x00"}}}}}, "save.text_unreadable"},
		{"level not UTF-8", indicator.Change{Levels: []indicator.Level{{Code: "x", NameVi: "\xff"}}}, "save.text_unreadable"},
		{"term not UTF-8", indicator.Change{Terms: []i18n.Term{{Sort: i18n.KindTerm, Vi: "\xff"}}}, "save.text_unreadable"},
		{"succession from nowhere", indicator.Change{Successions: []org.Succession{{From: "moon", To: "lechan", Share: org.Whole}}}, "save.succession_units"},
		{"tile of an unknown unit", indicator.Change{Tiles: []indicator.Tile{{Unit: "moon"}}}, "save.unit_unknown"},
		{"set of an unknown unit", indicator.Change{Sets: []indicator.Set{{Unit: "moon", Year: 2022}}}, "save.unit_unknown"},
		{"set of an unknown indicator", set(strange), "save.indicator_unknown"},
		{"set on an unknown level", set(nobody), "save.level_unknown"},
		{"set with a row twice", set(row, row), "save.set_row_twice"},
		{"ten decimals", ind(func(i *indicator.Indicator) { i.Decimals = 10 }), "save.indicator_decimals"},
		{"more shown than stored", ind(func(i *indicator.Indicator) { i.ShownDecimals = 4 }), "save.indicator_decimals"},
		{"part of nothing", ind(func(i *indicator.Indicator) { i.Parent = "moon" }), "save.indicator_unknown"},
		{"ratio without operands", ind(func(i *indicator.Indicator) { i.Code, i.OverUnits = "new", indicator.OverRatio }), "save.ratio_incomplete"},
		{"indicator without name", ind(func(i *indicator.Indicator) { i.NameVi = "" }), "save.name_missing"},
		{"name not UTF-8", ind(func(i *indicator.Indicator) { i.NameEn = "\xff" }), "save.text_unreadable"},
		{"fewer decimals", ind(func(i *indicator.Indicator) { i.Decimals = 2 }), "save.indicator_fixed"},
		{"other measure", ind(func(i *indicator.Indicator) { i.Measure = "triệu đồng" }), "save.indicator_fixed"},
		{"other kind", ind(func(i *indicator.Indicator) { i.Kind = indicator.Stock }), "save.indicator_fixed"},
		{"other direction", ind(func(i *indicator.Indicator) { i.Direction = indicator.Lower }), "save.indicator_fixed"},
		{"other method", ind(func(i *indicator.Indicator) { i.Method = indicator.Points }), "save.indicator_fixed"},
		{"other sum over units", ind(func(i *indicator.Indicator) { i.OverUnits = indicator.OverNone }), "save.indicator_fixed"},
		{"other sum over time", ind(func(i *indicator.Indicator) { i.OverTime = indicator.OverLast }), "save.indicator_fixed"},
		{"other prices", ind(func(i *indicator.Indicator) { i.PriceBasis = "constant:2010" }), "save.indicator_fixed"},
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "1", 0)
		before := counter(t, s)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				err := s.Change(ctx, storetest.CLI, storetest.Given(tt.change))
				if !strings.Contains(keysOf(err), tt.key) || errs.KindOf(err) != errs.Invalid {
					t.Errorf("Change = %v; want Invalid, %q", err, tt.key)
				}
			})
		}
		if got := counter(t, s); got != before {
			t.Errorf("refused changes raised the counter from %d to %d", before, got)
		}
	})
}

// keysOf gives the message keys of all faults.
func keysOf(err error) string {
	var faults errs.Faults
	if !errors.As(err, &faults) {
		return keyOf(err)
	}
	var keys []string
	for _, f := range faults {
		keys = append(keys, f.Err.Key)
	}
	return strings.Join(keys, " ")
}

func TestUnusedIndicatorMayChange(t *testing.T) {
	s := storetest.Filled(t)
	i := catalogue(t, s).Indicators["thu_ns"]
	i.Decimals, i.Measure, i.Kind = 0, "triệu đồng", indicator.Stock
	if err := s.SaveIndicator(ctx, storetest.CLI, i); err != nil {
		t.Fatal(err)
	}
	i.Version = 2
	if got := catalogue(t, s).Indicators["thu_ns"]; got != i {
		t.Errorf("indicator = %+v, want %+v", got, i)
	}
}

// Decimals grow: every count is rescaled, and the values stay what they were.
func TestDecimalsGrow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "940.133", 0)
		saveOne(t, s, "thu_ns", "-2", 1)
		saveOne(t, s, "tong_ho", "7", 0)
		ranged := store.PlanSave{Key: planKey(), Target: indicator.Target{Operator: indicator.Range, Low: *amount(t, "6.6"), High: amount(t, "6.8")}, Basis: indicator.Unknown}
		if _, err := s.SavePlans(ctx, storetest.Minh, []store.PlanSave{ranged}); err != nil {
			t.Fatal(err)
		}
		i := catalogue(t, s).Indicators["thu_ns"]
		i.Decimals = 5
		if err := s.SaveIndicator(ctx, storetest.CLI, i); err != nil {
			t.Fatal(err)
		}
		all := versions(t, s, "thu_ns")
		if text(all[0].Value) != "940.133" || text(all[1].Value) != "-2" || all[0].Value.Decimals() != 5 {
			t.Errorf("versions = %s, %s at %d decimals; want 940.133, -2 at 5", text(all[0].Value), text(all[1].Value), all[0].Value.Decimals())
		}
		if got := versions(t, s, "tong_ho")[0]; text(got.Value) != "7" {
			t.Errorf("another indicator's value = %s, want 7", text(got.Value))
		}
		plans, err := s.PlanVersions(ctx, planKey())
		if err != nil || text(&plans[0].Target.Low) != "6.6" || text(plans[0].Target.High) != "6.8" {
			t.Errorf("plan = %+v, %v; want 6.6-6.8", plans, err)
		}
		if got := saveOne(t, s, "thu_ns", "1.23456", 2); text(got.Value) != "1.23456" {
			t.Errorf("saved with the new decimals: %s", text(got.Value))
		}
		i.Decimals, i.Version = 9, 2
		saveOne(t, s, "thu_ns", "12345678901234", 3)
		if err := s.SaveIndicator(ctx, storetest.CLI, i); keyOf(err) != "save.rescale_too_large" {
			t.Errorf("decimals past what counts hold: %v; want save.rescale_too_large", err)
		}
		if n := len(texts(t, storetest.Raw(t, o), "SELECT indicator FROM rescale")); n != 0 {
			t.Errorf("%d rows left in rescale", n)
		}
		verified(t, s)
	})
}

func verified(t *testing.T, s *store.Store) {
	t.Helper()
	if n, err := s.VerifyAudit(ctx); err != nil || n == 0 {
		t.Errorf("VerifyAudit = %d, %v", n, err)
	}
}
