package exchange_test

import (
	"testing"
	"time"

	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
)

const briefPlans = "unit,indicator,year,level,operator,low,high"

func planKey(code string, year int, level string) indicator.PlanKey {
	return indicator.PlanKey{Unit: "lechan", Indicator: indicator.Code(code), Year: year, Level: level}
}

func TestPlansRefused(t *testing.T) {
	refuse(t, []refusal{
		one("unknown codes and wrong cells", plansHeader, []string{"nowhere,none,1822,never,~,x,,maybe,,09/12/2022,,,,made up,old,"},
			"plans.csv:2 unit unknown_unit", "plans.csv:2 indicator unknown_indicator", "plans.csv:2 year bad_whole", "plans.csv:2 level unknown_level", "plans.csv:2 operator not_one_of",
			"plans.csv:2 low number.not_plain", "plans.csv:2 basis not_one_of", "plans.csv:2 document_date bad_date", "plans.csv:2 origin not_one_of", "plans.csv:2 price_basis bad_price_basis"),
		one("low and high", briefPlans, []string{
			"lechan,thu_ns,2020,city,,,", "lechan,thu_ns,2019,city,=,5,6", "lechan,thu_ns,2018,city,range,5,", "lechan,thu_ns,2017,city,range,5,5", "lechan,thu_ns,2016,city,<=,1e3,",
			"lechan,thu_ns,2015,city,about,1.23456,",
		}, "bad.csv:2 low needed_number", "bad.csv:3 high only_ranges", "bad.csv:4 high needed_number", "bad.csv:5 high range_reversed", "bad.csv:6 low number.not_plain", "bad.csv:7 low number.too_many_decimals"),
		one("basis and document", plansHeader, []string{
			"lechan,thu_ns,2020,city,,5,,decided,,,,,,,,", "lechan,thu_ns,2019,city,,5,,,12/QĐ-UBND,,,,,,,", "lechan,thu_ns,2018,city,,5,,proposed,12/QĐ-UBND,2018-01-01,,,,,,",
			"lechan,thu_ns,2017,city,,5,,unknown,,2018-01-01,,,,,,", "lechan,thu_ns,2016,city,,5,,,12/QĐ-UBND,2022-12-21,,,,,,",
		}, "plans.csv:2 document decided_needs_document", "plans.csv:3 document_date decided_needs_date", "plans.csv:4 document document_makes_decided",
			"plans.csv:5 document decision_without_document", "plans.csv:6 document_date document_in_future"),
		one("twice", plansHeader, []string{
			"lechan,thu_ns,2020,city,,5,,,,,,,,,,", "lechan,thu_ns,2020,city,,6,,,,,,,,,,",
			"lechan,thu_ns,2019,city,,5,,,1/QĐ,2019-01-01,,,,,,", "lechan,thu_ns,2019,city,,6,,,1/QĐ,2019-01-01,,,,,,",
		}, "plans.csv:3 doubled", "plans.csv:5 doubled"),
		one("withdrawn", plansHeader, []string{"lechan,thu_ns,2022,city,withdrawn,,,,,,,,,,,", "lechan,thu_ns,2020,city,withdrawn,,,,,,,,,,,vì sai", "lechan,thu_ns,2022,council,withdrawn,5,,,,,,,,,,vì sai"},
			"plans.csv:2 note withdrawn_needs_reason", "plans.csv:3 operator nothing_to_withdraw", "plans.csv:4 low withdrawn_has_value"),
		one("another version", plansHeader+",as_of,version", []string{"lechan,thu_ns,2022,city,,5,,,,,,,,,,,,0", "lechan,thu_ns,2022,council,,5,,,,,,,,,,,2022-12-21,"},
			"bad.csv:2 version plan_conflict", "bad.csv:3 as_of as_of_in_future"),
	})
}

func TestPlansAdded(t *testing.T) {
	tests := []struct {
		name, row string
		key       indicator.PlanKey
		operator  indicator.Operator
		basis     indicator.Basis
		dated     string
		counts    exchange.Count
	}{
		{"a number of its year", "lechan,thu_ns,2021,city,,900,,,,,,,,,,", planKey("thu_ns", 2021, "city"), "=", indicator.Proposed, "2020-12-31T17:00:00Z", exchange.Count{New: 1}},
		{"of a year to come", "lechan,thu_ns,2023,city,=,919.5,,,,,,,,,,", planKey("thu_ns", 2023, "city"), "=", indicator.Proposed, "2022-12-20T03:00:00Z", exchange.Count{New: 1}},
		{"a bound", "lechan,tl_ngheo,2022,city,<=,0.28,,unknown,,,,,,,,", planKey("tl_ngheo", 2022, "city"), "<=", indicator.Unknown, "2021-12-31T17:00:00Z", exchange.Count{New: 1}},
		{"a range", "lechan,thu_ns,2021,city,range,6.6,6.8,,,,,,,,,", planKey("thu_ns", 2021, "city"), "range", indicator.Proposed, "2020-12-31T17:00:00Z", exchange.Count{New: 1}},
		{"decided by its document", "lechan,thu_ns,2021,city,,900,,,5/QĐ-UBND,2020-12-10,UBND,,,,,", planKey("thu_ns", 2021, "city"), "=", indicator.Decided, "2020-12-09T17:00:00Z", exchange.Count{New: 1}},
		{"a second decision", "lechan,thu_ns,2022,council,,1000,,,9/QĐ-UBND,2022-07-15,,,,,,", planKey("thu_ns", 2022, "council"), "=", indicator.Decided, "2022-07-14T17:00:00Z", exchange.Count{Changed: 1}},
		{"the same decision again", "lechan,thu_ns,2022,council,,1056.329,,,2384/QĐ-UBND,2021-12-15,UBND quận,Giao chỉ tiêu,,,,", planKey("thu_ns", 2022, "council"), "=", indicator.Decided, "2021-12-14T17:00:00Z", exchange.Count{Unchanged: 1}},
		{"taken back", "lechan,thu_ns,2022,city,withdrawn,,,,,,,,,,,giao nhầm", planKey("thu_ns", 2022, "city"), "=", indicator.Unknown, "2021-12-31T17:00:00Z", exchange.Count{Changed: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := base(t)
			report := m.take(t, file("plans.csv", plansHeader, tt.row))
			if report.Counts[exchange.Plans] != tt.counts {
				t.Errorf("counts %+v, want %+v", report.Counts[exchange.Plans], tt.counts)
			}
			versions := m.plans[tt.key]
			got := versions[len(versions)-1]
			if dated := got.Dated.UTC().Format(time.RFC3339); got.Target.Operator != tt.operator || got.Basis != tt.basis || dated != tt.dated {
				t.Errorf("operator %s basis %s dated %s, want %s %s %s", got.Target.Operator, got.Basis, dated, tt.operator, tt.basis, tt.dated)
			}
			if again := m.take(t, file("plans.csv", plansHeader, tt.row)); again.Changes() {
				t.Errorf("the same again: %+v", again.Counts)
			}
		})
	}
}

// Columns that are not there keep the decision; a file with the document's
// column empty says that there is none.
func TestPlanColumnsKeep(t *testing.T) {
	m := base(t)
	m.take(t, file("plans.csv", briefPlans, "lechan,thu_ns,2022,council,,1060,"))
	m.take(t, file("plans.csv", briefPlans+",document", "lechan,thu_ns,2022,city,,950,,"))
	council, city := m.plans[planKey("thu_ns", 2022, "council")], m.plans[planKey("thu_ns", 2022, "city")]
	if got := council[len(council)-1]; got.Basis != indicator.Decided || got.Decision.Number != "2384/QĐ-UBND" || got.Decision.Title != "Giao chỉ tiêu" {
		t.Errorf("the decision was not kept: %+v", got)
	}
	if got := city[len(city)-1]; got.Basis != indicator.Proposed {
		t.Errorf("basis %s, want proposed", got.Basis)
	}
}

// Versions of a plan without documents, corrections of one decision and plans
// taken back all come back from an export.
func TestPlanHistoryComesBack(t *testing.T) {
	m := base(t)
	for _, row := range []string{
		"lechan,thu_ns,2021,city,,900,,,,,,,,,,",
		"lechan,thu_ns,2021,city,,910,,,,,,,,,,",
		"lechan,thu_ns,2021,city,withdrawn,,,,,,,,,,,giao nhầm",
		"lechan,thu_ns,2021,city,,900,,,,,,,,,,",
		"lechan,thu_ns,2022,council,,1057,,,2384/QĐ-UBND,2021-12-15,UBND quận,Giao chỉ tiêu,,,,",
		"lechan,thu_ns,2021,city,>=,905,,,7/QĐ,2020-12-01,,,,,,",
	} {
		m.take(t, file("plans.csv", plansHeader, row))
	}
	m.now = m.now.AddDate(0, 1, 0)
	plans := exchange.File{Name: "plans.csv", Data: export(t, m, exchange.CSV, exchange.Plans)}
	if again := m.take(t, plans); again.Changes() {
		t.Errorf("again: %+v", again.Counts)
	}
	fresh := base(t)
	fresh.now, fresh.plans = m.now, map[indicator.PlanKey][]indicator.Plan{}
	fresh.take(t, plans)
	same(t, "plans", []string{string(export(t, fresh, exchange.CSV, exchange.Plans))}, []string{string(plans.Data)})
}
