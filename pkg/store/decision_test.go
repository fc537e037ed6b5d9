package store_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

var assigned = indicator.Decision{Number: "2384/QĐ-UBND", Date: storetest.Day(2021, time.December, 9), Issuer: "UBND thành phố", Title: "Giao chỉ tiêu năm 2022"}

// planOf is a plan of Lê Chân's revenue in 2022 that rests on a decision.
func planOf(d indicator.Decision, count int64, version int) store.PlanSave {
	return store.PlanSave{Key: indicator.PlanKey{Unit: "lechan", Indicator: "thu_ns", Year: 2022, Level: "city"},
		Target: indicator.Target{Operator: indicator.Equal, Low: number.New(count, 3)}, Basis: indicator.Decided, Decision: d, Version: version}
}

const pdf = "%PDF-1.7\nnội dung"

func TestSavePlansOf(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ctx := storetest.Open(t, o), context.Background()
		storetest.Fill(t, s)
		scan := &store.Scan{Name: `C:\văn thư\2384 "QĐ".docx`, Content: []byte(pdf)}
		saved, err := s.SavePlansOf(ctx, storetest.Lan, "lechan", assigned, scan, []store.PlanSave{planOf(assigned, 940133, 0)})
		if err != nil || len(saved) != 1 || saved[0].Version != 1 {
			t.Fatalf("saved %+v, %v", saved, err)
		}
		all, err := s.Decisions(ctx, "lechan")
		if err != nil || len(all) != 1 || all[0].Decision != assigned || all[0].Name != "2384 QĐ.pdf" || all[0].Version != 1 {
			t.Fatalf("decisions %+v, %v", all, err)
		}
		got, err := s.DecisionScan(ctx, "lechan", all[0].Scan)
		if err != nil || got.Type != "application/pdf" || !bytes.Equal(got.Content, scan.Content) || len(got.SHA256) != 64 {
			t.Errorf("scan %+v, %v", got, err)
		}
		if _, err := s.DecisionScan(ctx, "ngoquyen", all[0].Scan); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another unit: %v, want NotFound", err)
		}
		// The same decision again, without a scan: nothing is lost.
		if _, err := s.SavePlansOf(ctx, storetest.Lan, "lechan", assigned, nil, []store.PlanSave{planOf(assigned, 950000, 1)}); err != nil {
			t.Fatal(err)
		}
		if again, err := s.Decisions(ctx, "lechan"); err != nil || len(again) != 1 || again[0] != all[0] {
			t.Errorf("after a second use %+v, %v; want %+v", again, err, all[0])
		}
	})
}

// One plan in conflict keeps the decision and the scan out too.
func TestSavePlansOfAllOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ctx := storetest.Open(t, o), context.Background()
		storetest.Fill(t, s)
		before, err := s.Counter(ctx)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.SavePlansOf(ctx, storetest.Lan, "lechan", assigned, &store.Scan{Content: []byte(pdf)}, []store.PlanSave{planOf(assigned, 1, 7)})
		if errs.KindOf(err) != errs.Conflict {
			t.Errorf("%v, want Conflict", err)
		}
		if all, err := s.Decisions(ctx, "lechan"); err != nil || len(all) != 0 {
			t.Errorf("decisions %+v, %v", all, err)
		}
		if after, err := s.Counter(ctx); err != nil || after != before {
			t.Errorf("the counter went from %d to %d, %v", before, after, err)
		}
	})
}

// A decision of the city that a district's plan rests on is the district's to
// read, too.
func TestDecisionsOfAnotherUnit(t *testing.T) {
	s, ctx := storetest.Filled(t), context.Background()
	if _, err := s.SavePlansOf(ctx, storetest.Lan, "haiphong", assigned, &store.Scan{Content: []byte("\xff\xd8\xff\xe0")}, []store.PlanSave{planOf(assigned, 1, 0)}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Decisions(ctx, "lechan")
	if err != nil || len(all) != 1 || all[0].Unit != "haiphong" || all[0].Name != "van-ban.jpg" {
		t.Fatalf("decisions %+v, %v", all, err)
	}
	if _, err := s.DecisionScan(ctx, "lechan", all[0].Scan); err != nil {
		t.Error(err)
	}
}

func TestDecisionsRefused(t *testing.T) {
	s := storetest.Filled(t)
	noDate := assigned
	noDate.Date = time.Time{}
	for _, tt := range []struct {
		name string
		d    indicator.Decision
		scan *store.Scan
		key  string
	}{
		{"no number", indicator.Decision{Date: assigned.Date}, nil, "plans.decision_number"},
		{"no date", noDate, nil, "plans.decision_date"},
		{"a page of HTML", assigned, &store.Scan{Name: "a.pdf", Content: []byte("<html><script>")}, "plans.scan_type"},
		{"nothing", assigned, &store.Scan{Name: "a.pdf"}, "plans.scan_type"},
		{"one byte too many", assigned, &store.Scan{Name: "a.pdf", Content: append([]byte(pdf), make([]byte, store.MaxScan)...)}, "plans.scan_too_large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.SavePlansOf(context.Background(), storetest.Lan, "lechan", tt.d, tt.scan, nil)
			if err == nil || errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), tt.key) {
				t.Errorf("%v, want %s", err, tt.key)
			}
		})
	}
}
