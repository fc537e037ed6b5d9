package indicator_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	. "muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// said puts a result into one line: verdict, percent of the judging plan,
// growth, ratio, points, and the reasons.
func said(r Result) string {
	percent, gap, points := "–", "–", "–"
	if j := r.Judging(); j != nil {
		percent, gap, points = shown(j.Percent), shown(j.Gap), shown(j.Points)
	}
	s := fmt.Sprintf("%s %s | plan %s%% gap %s points %s | change %s%% ratio %s points %s",
		value(r.Actual), r.Verdict, percent, gap, points, shown(r.Growth), shown(r.Ratio), shown(r.Points))
	if r.Reason != nil {
		s += " | " + r.Reason.Key
	}
	if r.ChangeReason != nil {
		s += " | " + r.ChangeReason.Key
	}
	return s
}

func TestResults(t *testing.T) {
	constant := func(p *Plan) { p.PriceBasis = "constant:2010" }
	tests := []struct {
		name  string
		i     Indicator
		scene func(s *scene)
		want  string
	}{
		{"amount: percent of plan and growth", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "110", Estimate)
			s.figure("lechan", "x", "2021", "80", Final)
			s.plan("lechan", "x", 2022, "city", "100")
		}, "110 exceeded | plan 110% gap 10 points – | change 37.5% ratio 137.5 points –"},
		{"an estimate is judged like any other figure", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "99.99", Estimate)
			s.plan("lechan", "x", 2022, "city", "100")
		}, "99.99 not_met | plan 99.99% gap -0.01 points – | change –% ratio – points – | reason.previous_missing"},
		{"rate: points, never percent", rate("x", Higher), func(s *scene) {
			s.figure("lechan", "x", "2022", "93", Final)
			s.figure("lechan", "x", "2021", "91.8", Final)
			s.plan("lechan", "x", 2022, "city", "92.6")
		}, "93 exceeded | plan –% gap 0.4 points 0.4 | change –% ratio – points 1.2"},
		{"plan 0: no percent, judged by comparing", rate("x", Lower), func(s *scene) {
			s.figure("lechan", "x", "2022", "0", Final)
			s.figure("lechan", "x", "2021", "0.08", Final)
			s.plan("lechan", "x", 2022, "city", "0")
		}, "0 met | plan –% gap 0 points 0 | change –% ratio – points -0.08"},
		{"completion rate of method none: neither percent nor change", Indicator{Code: "x", Decimals: 1, Kind: CompletionRate, Direction: Maintain, Method: NoPercent}, func(s *scene) {
			s.figure("lechan", "x", "2022", "100", Final)
			s.figure("lechan", "x", "2021", "99", Final)
			s.plan("lechan", "x", 2022, "city", "100")
		}, "100 met | plan –% gap 0 points – | change –% ratio – points –"},
		{"range: no percent and no points, the gap to the nearest end", rate("x", Higher), func(s *scene) {
			s.figure("lechan", "x", "2022", "6.5", Final)
			s.plan("lechan", "x", 2022, "city", "6.6", s.to(Range, "x", "6.8"))
		}, "6.5 not_met | plan –% gap -0.1 points – | change –% ratio – points – | reason.previous_missing"},
		{"bound", rate("x", Lower), func(s *scene) {
			s.figure("lechan", "x", "2022", "3.9", Final)
			s.plan("lechan", "x", 2022, "city", "4", s.to(Less, "x", ""))
		}, "3.9 met | plan –% gap -0.1 points – | change –% ratio – points – | reason.previous_missing"},
		{"nothing in the same period", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "5", Final)
			s.figure("lechan", "x", "2021", "0", Final)
			s.plan("lechan", "x", 2022, "city", "5")
		}, "5 met | plan 100% gap 0 points – | change –% ratio – points – | reason.previous_zero"},
		{"same period withdrawn", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "5", Final)
			s.figure("lechan", "x", "2021", "", Withdrawn)
			s.plan("lechan", "x", 2022, "city", "5")
		}, "5 met | plan 100% gap 0 points – | change –% ratio – points – | reason.previous_missing"},
		{"same period not applicable", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "5", Final)
			s.figure("lechan", "x", "2021", "", NotApplicable)
			s.plan("lechan", "x", 2022, "city", "5")
		}, "5 met | plan 100% gap 0 points – | change –% ratio – points – | reason.previous_not_applicable"},
		{"no figure", sum("x"), func(s *scene) { s.plan("lechan", "x", 2022, "city", "5") },
			"– no_data | plan –% gap – points – | change –% ratio – points –"},
		{"withdrawn is no figure, not 0", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "", Withdrawn)
			s.plan("lechan", "x", 2022, "city", "5")
		}, "– no_data | plan –% gap – points – | change –% ratio – points –"},
		{"0 is a figure", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "0", Final)
			s.figure("lechan", "x", "2021", "5", Final)
			s.plan("lechan", "x", 2022, "city", "5")
		}, "0 not_met | plan 0% gap -5 points – | change -100% ratio 0 points –"},
		{"not applicable comes before no plan", sum("x"), func(s *scene) { s.figure("lechan", "x", "2022", "", NotApplicable) },
			"– not_applicable | plan –% gap – points – | change –% ratio – points –"},
		{"no data comes before no plan", sum("x"), func(s *scene) {},
			"– no_data | plan –% gap – points – | change –% ratio – points –"},
		{"no plan at all", sum("x"), func(s *scene) { s.figure("lechan", "x", "2022", "5", Final) },
			"5 no_plan | plan –% gap – points – | change –% ratio – points – | reason.no_plan | reason.previous_missing"},
		{"a plan of another level is no fall-back", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "5", Final)
			s.plan("lechan", "x", 2022, "council", "4")
		}, "5 no_plan | plan –% gap – points – | change –% ratio – points – | reason.no_plan_others | reason.previous_missing"},
		{"a plan at other prices is not compared", sum("x"), func(s *scene) {
			s.figure("lechan", "x", "2022", "5", Final)
			s.plan("lechan", "x", 2022, "city", "4", constant)
		}, "5 not_comparable | plan –% gap – points – | change –% ratio – points – | reason.price_basis | reason.previous_missing"},
		{"neutral: percent as information, no verdict", func() Indicator { i := sum("x"); i.Direction = Neutral; return i }(), func(s *scene) {
			s.figure("lechan", "x", "2022", "120", Final)
			s.figure("lechan", "x", "2021", "100", Final)
			s.plan("lechan", "x", 2022, "city", "100")
		}, "120 not_judged | plan 120% gap 20 points – | change 20% ratio 120 points –"},
		{"neutral is not judged even where it does not apply", func() Indicator { i := sum("x"); i.Direction = Neutral; return i }(),
			func(s *scene) { s.figure("lechan", "x", "2022", "", NotApplicable) },
			"– not_judged | plan –% gap – points – | change –% ratio – points –"},
		{"neutral is not judged without figure, plan or at other prices", func() Indicator { i := sum("x"); i.Direction = Neutral; return i }(), func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "4", constant)
		}, "– not_judged | plan –% gap – points – | change –% ratio – points –"},
		{"lower in an amount: points in the measure", func() Indicator { i := sum("x"); i.Direction, i.Method = Lower, Points; return i }(), func(s *scene) {
			s.figure("lechan", "x", "2022", "12", Final)
			s.figure("lechan", "x", "2021", "15", Final)
			s.plan("lechan", "x", 2022, "city", "14")
		}, "12 exceeded | plan –% gap -2 points -2 | change –% ratio – points -3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.add(tt.i)
			s.row("lechan", 2022, "x", Entered)
			tt.scene(s)
			if got := said(s.result("lechan", "x", "2022")); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A summary of half a year puts each figure beside the year's plan, undivided,
// and leaves the verdict open.
func TestInYear(t *testing.T) {
	s := newScene(t)
	short, reached, neutral, none := sum("short"), sum("reached"), sum("neutral"), sum("none")
	neutral.Direction = Neutral
	s.add(short, reached, neutral, none)
	for _, c := range []Code{"short", "reached", "neutral", "none"} {
		s.row("lechan", 2022, c, Entered)
		s.plan("lechan", c, 2022, "city", "100")
		s.plan("lechan", c, 2022, "council", "120")
	}
	s.figure("lechan", "short", "2022-YTD06", "50.3", Final)
	s.figure("lechan", "short", "2021-YTD06", "40", Final)
	s.figure("lechan", "short", "2021", "500", Final)
	s.figure("lechan", "reached", "2022-YTD06", "110", Final)
	s.figure("lechan", "neutral", "2022-YTD06", "50", Final)

	r := s.result("lechan", "short", "2022-YTD06")
	if r.Verdict != InProgress || r.Reached == nil || *r.Reached || shown(r.Judging().Percent) != "50.3" {
		t.Errorf("short of the year's plan: %s, reached %v", said(r), r.Reached)
	}
	if shown(r.Growth) != "25.75" || r.PreviousPeriod.String() != "2021-YTD06" {
		t.Errorf("same period: growth %s on %s, want 25.75 on 2021-YTD06", shown(r.Growth), r.PreviousPeriod)
	}
	r = s.result("lechan", "reached", "2022-YTD06")
	if r.Verdict != InProgress || r.Reached == nil || !*r.Reached {
		t.Errorf("at the year's plan: %s, reached %v", said(r), r.Reached)
	}
	if p := r.Plans[1]; p.Verdict != InProgress || p.Reached == nil || *p.Reached {
		t.Errorf("each level says whether it is reached: %s, %v", p.Verdict, p.Reached)
	}
	if r := s.result("lechan", "neutral", "2022-YTD06"); r.Verdict != NotJudged || r.Reached != nil {
		t.Errorf("neutral: %s, reached %v", r.Verdict, r.Reached)
	}
	if r := s.result("lechan", "none", "2022-YTD06"); r.Verdict != NoData || r.Reached != nil {
		t.Errorf("without figure: %s, reached %v", r.Verdict, r.Reached)
	}
	if r := s.result("lechan", "short", "2022"); r.Verdict != NoData {
		t.Errorf("half a year is no figure of the year: %s", r.Verdict)
	}
}

// Stocks may be measured from the year's start: against 31 December, whatever
// the period.
func TestBaseYearStart(t *testing.T) {
	s := newScene(t)
	i := sum("du_no")
	i.Kind, i.OverTime, i.Base = Stock, OverLast, YearStart
	s.add(i)
	s.row("lechan", 2022, "du_no", Entered)
	s.figure("lechan", "du_no", "2022-YTD06", "110", Final)
	s.figure("lechan", "du_no", "2021-YTD06", "50", Final)
	s.figure("lechan", "du_no", "2021", "100", Final)
	r := s.result("lechan", "du_no", "2022-YTD06")
	if shown(r.Growth) != "10" || r.PreviousPeriod.String() != "2021" {
		t.Errorf("growth %s on %s, want 10 on 2021", shown(r.Growth), r.PreviousPeriod)
	}
}

// The growth printed for a value at current prices is that of its series at
// constant prices.
func TestGrowthFromConstantPrices(t *testing.T) {
	s := newScene(t)
	current, constant := sum("gtsx"), sum("gtsx_ss")
	current.GrowthFrom, constant.PriceBasis = "gtsx_ss", "constant:2010"
	s.add(current, constant)
	s.row("lechan", 2022, "gtsx", Entered)
	s.figure("lechan", "gtsx", "2022", "130", Final)
	s.figure("lechan", "gtsx", "2021", "100", Final)
	s.figure("lechan", "gtsx_ss", "2022", "84", Final)
	s.figure("lechan", "gtsx_ss", "2021", "80", Final)
	r := s.result("lechan", "gtsx", "2022")
	if shown(r.Growth) != "5" || shown(r.Ratio) != "105" || r.GrowthOf != "gtsx_ss" || r.GrowthBasis != "constant:2010" {
		t.Errorf("growth %s, ratio %s of %s at %s; want 5 and 105 of gtsx_ss", shown(r.Growth), shown(r.Ratio), r.GrowthOf, r.GrowthBasis)
	}
	if value(r.Previous) != "100" {
		t.Errorf("the earlier value stays the indicator's own: %s", value(r.Previous))
	}
	s.figure("lechan", "gtsx_ss", "2022", "", Withdrawn)
	if r := s.result("lechan", "gtsx", "2022"); r.Growth != nil || key(r.ChangeReason) != "reason.growth_missing" {
		t.Errorf("without the constant series: %s, never the growth at current prices", said(r))
	}
}

// Each level has its own percent and verdict; only the judging one decides.
func TestSeveralLevels(t *testing.T) {
	s := newScene(t)
	s.add(sum("thu_ns"))
	s.row("lechan", 2022, "thu_ns", Entered)
	s.figure("lechan", "thu_ns", "2022", "89", Estimate)
	s.plan("lechan", "thu_ns", 2022, "city", "89")
	s.plan("lechan", "thu_ns", 2022, "council", "100")
	r := s.result("lechan", "thu_ns", "2022")
	if len(r.Plans) != 2 || r.Plans[0].Level.Code != "city" || !r.Plans[0].Judging || r.Plans[1].Judging {
		t.Fatalf("levels: %+v", r.Plans)
	}
	if r.Verdict != Met || r.Plans[1].Verdict != NotMet || shown(r.Plans[1].Percent) != "89" {
		t.Errorf("verdict %s, council %s at %s", r.Verdict, r.Plans[1].Verdict, shown(r.Plans[1].Percent))
	}
	s.book.Sets[SetKey{Unit: "lechan", Year: 2022}].Rows[0].Judging = "council"
	if r := s.result("lechan", "thu_ns", "2022"); r.Verdict != NotMet {
		t.Errorf("judged on the council's level: %s", r.Verdict)
	}
}

func TestNoPlanNamesTheOthers(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.row("lechan", 2022, "x", Entered)
	s.figure("lechan", "x", "2022", "5", Final)
	s.plan("lechan", "x", 2022, "council", "4")
	r := s.result("lechan", "x", "2022")
	if got, ok := r.Reason.Args["levels"].([]string); !ok || !slices.Equal(got, []string{"council"}) || r.Reason.Args["level"] != "city" {
		t.Errorf("reason %+v, want the missing level city and the one there is, council", r.Reason)
	}
}

func TestWorstFirst(t *testing.T) {
	plan := func(percent string) []PlanResult {
		p := PlanResult{Judging: true}
		if percent != "" {
			p.Percent = rat(t, percent)
		}
		return []PlanResult{p}
	}
	row := func(position int, v Verdict, percent string) Result {
		return Result{Row: SetRow{Position: position}, Verdict: v, Plans: plan(percent)}
	}
	results := []Result{
		row(1, Inapplicable, ""), row(2, NotJudged, "50"), row(3, Exceeded, "110"), row(4, Met, "100"), row(5, InProgress, "20"),
		row(6, NotComparable, ""), row(7, NoPlan, ""), row(8, NoData, ""), row(9, NotMet, ""), row(10, NotMet, "99.9"), row(11, NotMet, "42"),
		row(12, Met, "90"), row(13, NotMet, ""),
	}
	slices.Reverse(results)
	WorstFirst(results)
	var got []int
	for _, r := range results {
		got = append(got, r.Row.Position)
	}
	if want := []int{11, 10, 9, 13, 8, 7, 6, 5, 4, 12, 3, 2, 1}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// computed_at is the newest version used: figures with and without value,
// plans in force, and plans taken back; not what was not used.
func TestNewest(t *testing.T) {
	tests := []struct {
		name  string
		scene func(s *scene)
		want  time.Time
	}{
		{"nothing", func(s *scene) {}, time.Time{}},
		{"figure", func(s *scene) { s.figure("lechan", "x", "2022", "1", Final) }, day(2022, 12, 9)},
		{"withdrawn figure", func(s *scene) {
			s.figure("lechan", "x", "2022", "", Withdrawn, func(f *Figure) { f.Dated = day(2023, 1, 5) })
		}, day(2023, 1, 5)},
		{"figure of the same period", func(s *scene) {
			s.figure("lechan", "x", "2022", "1", Final)
			s.figure("lechan", "x", "2021", "1", Final, func(f *Figure) { f.Dated = day(2023, 2, 1) })
		}, day(2023, 2, 1)},
		{"plan", func(s *scene) { s.plan("lechan", "x", 2022, "council", "5") }, day(2022, 1, 1)},
		{"plan taken back", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "5")
			s.plan("lechan", "x", 2022, "city", "5", func(p *Plan) { p.Withdrawn, p.Dated = true, day(2022, 6, 1) })
		}, day(2022, 6, 1)},
		{"another indicator, unit and period do not count", func(s *scene) {
			s.add(sum("y"))
			s.figure("lechan", "x", "2022", "1", Final)
			late := func(f *Figure) { f.Dated = day(2024, 1, 1) }
			s.figure("lechan", "y", "2022", "1", Final, late)
			s.figure("ngoquyen", "x", "2022", "1", Final, late)
			s.figure("lechan", "x", "2020", "1", Final, late)
		}, day(2022, 12, 9)},
		{"the units below an entered figure stand beside it only", func(s *scene) {
			s.figure("lechan", "x", "2022", "1", Final)
			s.row("w1", 2022, "x", Entered)
			s.figure("w1", "x", "2022", "1", Final, func(f *Figure) { f.Dated = day(2024, 1, 1) })
		}, day(2022, 12, 9)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.add(sum("x"))
			s.row("lechan", 2022, "x", Entered)
			tt.scene(s)
			if got := s.result("lechan", "x", "2022").Newest; !got.Equal(tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestValue(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.figure("lechan", "x", "2022", "1.5", Final)
	if got := value(s.book.Value("lechan", "x", period.MustParse("2022"))); got != "1.5" {
		t.Errorf("got %s", got)
	}
	if got := s.book.Value("lechan", "x", period.MustParse("2021")); got != nil {
		t.Errorf("no figure: got %s", value(got))
	}
	if got := s.book.Results("ngoquyen", period.MustParse("2022")); len(got) != 0 {
		t.Errorf("a unit without a set has %d rows", len(got))
	}
}
