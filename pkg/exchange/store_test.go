package exchange_test

import (
	"bytes"
	"context"
	"testing"

	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// into imports files into a store.
func into(t testing.TB, s *store.Store, files ...exchange.File) (report exchange.Report, err error) {
	t.Helper()
	batch := exchange.Read(files...)
	err = s.Change(context.Background(), storetest.CLI, func(state *indicator.State) (change indicator.Change, err error) {
		change, report, err = exchange.Decide(state, batch)
		return change, err
	})
	return report, err
}

// from exports everything of a store.
func from(t testing.TB, s *store.Store, format exchange.Format) []exchange.File {
	t.Helper()
	ctx := context.Background()
	catalogue, err := s.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	stored := exchange.Stored{
		Catalogue:  catalogue,
		EachFigure: func(take func(indicator.Figure) error) error { return s.EachFigure(ctx, take) },
		EachPlan:   func(take func(indicator.Plan) error) error { return s.EachPlan(ctx, take) },
	}
	var files []exchange.File
	for _, k := range exchange.Kinds {
		var b bytes.Buffer
		if err := exchange.Export(&b, format, k, stored); err != nil {
			t.Fatal(err)
		}
		files = append(files, exchange.File{Name: string(k) + "." + string(format), Data: b.Bytes()})
	}
	return files
}

// What a store exports imports into it without a change, and into an empty one
// to the same state, on both engines.
func TestStoreComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		if _, err := into(t, s, shipped(t)...); err != nil {
			t.Fatal(lines(i18n.En, err))
		}
		history(t, s)
		want := from(t, s, exchange.CSV)
		for _, format := range exchange.Formats {
			files := from(t, s, format)
			report, err := into(t, s, files...)
			if err != nil || report.Changes() {
				t.Errorf("%s into itself: %+v, %v", format, report.Counts, lines(i18n.En, err))
			}
			empty := storetest.New(t)
			if _, err := into(t, empty, files...); err != nil {
				t.Fatal(lines(i18n.En, err))
			}
			for i, got := range from(t, empty, exchange.CSV) {
				if !bytes.Equal(got.Data, want[i].Data) {
					t.Errorf("%s of %s differ in the second store", format, got.Name)
				}
			}
		}
	})
}

// history adds versions of every sort to Lê Chân's figures and plans.
func history(t *testing.T, s *store.Store) {
	t.Helper()
	for _, f := range []exchange.File{
		file("figures.csv", figuresHeader, "lechan,thu_ns,2022,,withdrawn,,,nhập nhầm,,", "lechan,gtsx_cn,2022,424.1,preliminary,Cục Thống kê,,=1+1,,"),
		file("figures.csv", figuresHeader, "lechan,thu_ns,2022,941.5,estimate,,,,,", "lechan,gtsx_cn,2022,423.9,estimate,,,tính lại,,"),
		file("plans.csv", plansHeader, "lechan,thu_ns,2022,city,,945,,,12/QĐ-UBND,2022-07-01,UBND thành phố,,,,,"),
		file("plans.csv", plansHeader, "lechan,gtsx_cn,2022,city,withdrawn,,,,,,,,,,,giao nhầm"),
	} {
		if _, err := into(t, s, f); err != nil {
			t.Fatal(lines(i18n.En, err))
		}
	}
}

// A fault in one file keeps all of them out.
func TestAllOrNothing(t *testing.T) {
	s := storetest.New(t)
	if _, err := into(t, s, shipped(t)...); err != nil {
		t.Fatal(err)
	}
	before := from(t, s, exchange.CSV)
	_, err := into(t, s,
		file("levels.csv", levelsHeader, "x,9,X,,kế hoạch,"),
		file("good.csv", figuresHeader, "lechan,thu_ns,2022,777,official,,,,,"),
		file("bad.csv", figuresHeader, "lechan,no_such,2022,1,official,,,,,"))
	same(t, "faults", brief(err), []string{"bad.csv:2 indicator unknown_indicator"})
	for i, f := range from(t, s, exchange.CSV) {
		if !bytes.Equal(f.Data, before[i].Data) {
			t.Errorf("%s has changed", f.Name)
		}
	}
}

// More decimals rescale what is stored, in the same import that uses them.
func TestDecimalsGrowWithTheirFigures(t *testing.T) {
	s := storetest.New(t)
	if _, err := into(t, s, shipped(t)...); err != nil {
		t.Fatal(err)
	}
	header := "code,name_vi,name_en,measure,decimals,shown_decimals,group,kind,direction,percent_method,over_units,over_time,agency"
	_, err := into(t, s,
		file("figures.csv", figuresHeader, "lechan,gtsx_cn,2022,424.125,official,,,,,"),
		file("indicators.csv", header, "gtsx_cn,Giá trị sản xuất công nghiệp,,tỷ đồng,3,1,Kinh tế,amount,higher,ratio,sum,sum,Phòng Kinh tế"))
	if err != nil {
		t.Fatal(lines(i18n.En, err))
	}
	versions, err := s.Versions(context.Background(), cellKey("lechan", "gtsx_cn", "2022"))
	if err != nil || len(versions) < 2 {
		t.Fatalf("%v, %v", versions, err)
	}
	last, published := versions[len(versions)-1].Value, versions[len(versions)-2].Value
	if published.String() != "423.2" || published.Decimals() != 3 || last.String() != "424.125" {
		t.Errorf("values %v and %v, want 423.200 and 424.125", published, last)
	}
}
