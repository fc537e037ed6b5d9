package store_test

import (
	"errors"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func planKey() indicator.PlanKey {
	return indicator.PlanKey{Unit: "lechan", Indicator: "thu_ns", Year: 2022, Level: "city"}
}

func target(t *testing.T, low string) indicator.Target {
	return indicator.Target{Operator: indicator.Equal, Low: *amount(t, low)}
}

// savePlan saves a plan of lechan whose document is not known.
func savePlan(t *testing.T, s *store.Store, low string, version int) indicator.Plan {
	t.Helper()
	saved, err := s.SavePlans(ctx, storetest.Minh, []store.PlanSave{{Key: planKey(), Target: target(t, low), Basis: indicator.Unknown, Version: version}})
	if err != nil {
		t.Fatal(err)
	}
	return saved[0]
}

func TestSavePlansAddsVersions(t *testing.T) {
	decision := indicator.Decision{Number: "4567/QĐ-UBND", Date: storetest.Day(2021, 12, 10), Issuer: "UBND thành phố", Title: "Giao kế hoạch"}
	high := amount(t, "6.8")
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		first := store.PlanSave{Key: planKey(), Target: indicator.Target{Operator: indicator.Range, Low: *amount(t, "6.6"), High: high}, Basis: indicator.Decided,
			Decision: decision, PriceBasis: "constant:2010", Note: "giao đầu năm", Source: "Công báo", Origin: indicator.Derived}
		if _, err := s.SavePlans(ctx, storetest.Minh, []store.PlanSave{first}); err != nil {
			t.Fatal(err)
		}
		savePlan(t, s, "7", 1)
		withdrawn := store.PlanSave{Key: planKey(), Withdrawn: true, Note: "giao nhầm đơn vị", Version: 2}
		if _, err := s.SavePlans(ctx, storetest.Minh, []store.PlanSave{withdrawn}); err != nil {
			t.Fatal(err)
		}
		all, err := s.PlanVersions(ctx, planKey())
		if err != nil || len(all) != 3 {
			t.Fatalf("PlanVersions = %d, %v; want 3", len(all), err)
		}
		checkFirstPlan(t, all[0], decision)
		if want := time.Date(2022, 1, 1, 0, 0, 0, 0, storetest.Zone); !all[1].Dated.Equal(want) {
			t.Errorf("a plan without document is dated %s, want %s", all[1].Dated, want)
		}
		if !all[2].Withdrawn || all[2].Note == "" || all[2].Version != 3 {
			t.Errorf("third version = %+v, want withdrawn", all[2])
		}
	})
}

func checkFirstPlan(t *testing.T, p indicator.Plan, decision indicator.Decision) {
	t.Helper()
	if p.Target.Operator != indicator.Range || text(&p.Target.Low) != "6.6" || text(p.Target.High) != "6.8" || p.Target.Low.Decimals() != 3 {
		t.Errorf("target = %s %s-%s, want range 6.6-6.8 at 3 decimals", p.Target.Operator, text(&p.Target.Low), text(p.Target.High))
	}
	if p.Decision != decision || p.Basis != indicator.Decided || p.PriceBasis != "constant:2010" || p.Note != "giao đầu năm" || p.Source != "Công báo" || p.Origin != indicator.Derived || p.By != "minh" {
		t.Errorf("plan = %+v", p)
	}
	if want := time.Date(2021, 12, 10, 0, 0, 0, 0, storetest.Zone); !p.Dated.Equal(want) {
		t.Errorf("dated %s, want the document's day %s", p.Dated, want)
	}
}

// A plan for next year counts from when it was recorded.
func TestPlanAheadOfItsYear(t *testing.T) {
	s := storetest.Filled(t)
	key := planKey()
	key.Year = 2027
	saved, err := s.SavePlans(ctx, storetest.Minh, []store.PlanSave{{Key: key, Target: target(t, "5"), Basis: indicator.Proposed}})
	if err != nil {
		t.Fatal(err)
	}
	if !saved[0].Dated.Equal(storetest.Now()) {
		t.Errorf("dated %s, want %s", saved[0].Dated, storetest.Now())
	}
}

func TestRefusedPlans(t *testing.T) {
	other := func(change func(*indicator.PlanKey)) indicator.PlanKey { k := planKey(); change(&k); return k }
	ranged := indicator.Target{Operator: indicator.Range, Low: *amount(t, "7")}
	turned := indicator.Target{Operator: indicator.Range, Low: *amount(t, "7"), High: amount(t, "6")}
	decision := indicator.Decision{Number: "1/QĐ"}
	tests := []struct {
		name string
		plan store.PlanSave
		key  string // empty: taken
	}{
		{"unknown level", store.PlanSave{Key: other(func(k *indicator.PlanKey) { k.Level = "moon" }), Target: target(t, "1"), Basis: indicator.Unknown}, "save.level_unknown"},
		{"unknown unit", store.PlanSave{Key: other(func(k *indicator.PlanKey) { k.Unit = "moon" }), Target: target(t, "1"), Basis: indicator.Unknown}, "save.unit_unknown"},
		{"unknown indicator", store.PlanSave{Key: other(func(k *indicator.PlanKey) { k.Indicator = "moon" }), Target: target(t, "1"), Basis: indicator.Unknown}, "save.indicator_unknown"},
		{"too many decimals", store.PlanSave{Key: planKey(), Target: target(t, "1.0001"), Basis: indicator.Unknown}, "number.too_many_decimals"},
		{"range without end", store.PlanSave{Key: planKey(), Target: ranged, Basis: indicator.Unknown}, "save.range_ends"},
		{"range turned round", store.PlanSave{Key: planKey(), Target: turned, Basis: indicator.Unknown}, "save.range_ends"},
		{"unknown operator", store.PlanSave{Key: planKey(), Target: indicator.Target{Operator: "~"}, Basis: indicator.Unknown}, "save.operator_unknown"},
		{"unknown basis", store.PlanSave{Key: planKey(), Target: target(t, "1"), Basis: "guess"}, "save.basis_unknown"},
		{"decided without document", store.PlanSave{Key: planKey(), Target: target(t, "1"), Basis: indicator.Decided}, "save.document_missing"},
		{"proposed with document", store.PlanSave{Key: planKey(), Target: target(t, "1"), Basis: indicator.Proposed, Decision: decision}, "save.document_unexpected"},
		{"title not UTF-8", store.PlanSave{Key: planKey(), Target: target(t, "1"), Basis: indicator.Decided, Decision: indicator.Decision{Number: "1", Title: "\xff"}}, "save.text_unreadable"},
		{"nothing to withdraw", store.PlanSave{Key: planKey(), Withdrawn: true, Note: "x"}, "save.nothing_to_withdraw"},
		{"no operator is a number", store.PlanSave{Key: planKey(), Target: indicator.Target{Low: number.New(1, 0)}, Basis: indicator.Unknown}, ""},
		{"decided", store.PlanSave{Key: planKey(), Target: target(t, "1"), Basis: indicator.Decided, Decision: decision}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := storetest.Filled(t)
			_, err := s.SavePlans(ctx, storetest.Minh, []store.PlanSave{tt.plan})
			if got := keyOf(err); got != tt.key || (err == nil) != (tt.key == "") {
				t.Errorf("SavePlans = %v; want %q", err, tt.key)
			}
		})
	}
}

func TestPlanConflictsAndRepeats(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		savePlan(t, s, "5", 0)
		if again := savePlan(t, s, "5.000", 0); again.Version != 1 {
			t.Errorf("a repeat gave version %d, want 1", again.Version)
		}
		council := planKey()
		council.Level = "council"
		_, err := s.SavePlans(ctx, storetest.Minh, []store.PlanSave{
			{Key: council, Target: target(t, "6"), Basis: indicator.Unknown},
			{Key: planKey(), Target: target(t, "6"), Basis: indicator.Unknown},
			{Key: planKey(), Target: target(t, "6"), Basis: indicator.Unknown, Version: 1},
		})
		if keyOf(err) != "save.cell_twice" {
			t.Errorf("one plan twice = %v, want save.cell_twice", err)
		}
		_, err = s.SavePlans(ctx, storetest.Minh, []store.PlanSave{
			{Key: council, Target: target(t, "6"), Basis: indicator.Unknown},
			{Key: planKey(), Target: target(t, "6"), Basis: indicator.Unknown},
		})
		var conflicts *store.Conflicts
		if !errors.As(err, &conflicts) || errs.KindOf(err) != errs.Conflict || len(conflicts.Plans) != 1 {
			t.Fatalf("SavePlans = %v; want one conflict", err)
		}
		if x := conflicts.Plans[0]; x.Stored.Version != 1 || text(&x.Stored.Target.Low) != "5" || text(&x.Sent.Target.Low) != "6" {
			t.Errorf("conflict = %+v", x)
		}
		if all, err := s.PlanVersions(ctx, council); err != nil || len(all) != 0 {
			t.Errorf("the good plan of a refused save: %d versions, %v", len(all), err)
		}
	})
}
