package report

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// kinded picks the text of a level in the writer's language and names the kind
// of unit where it asks for it: "kế hoạch HĐND {kind} giao".
func (w *writer) kinded(vi, en string) string {
	text := vi
	if w.p.Lang() == i18n.En && en != "" {
		text = strings.TrimPrefix(en, "the ")
	}
	kind := w.word(i18n.KindTerm, w.unit.Kind)
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "{kind}", kind)), " ")
}

// planRow makes one level's result ready to print.
func (w *writer) planRow(r *indicator.Result, pr *indicator.PlanResult) PlanRow {
	i, t := r.Indicator, pr.Plan.Target
	row := PlanRow{Result: pr, Level: pr.Level.Code, LevelName: w.name[pr.Level.Code], Phrase: w.phrase[pr.Level.Code]}
	if row.Phrase == "" {
		row.Phrase = w.kinded(pr.Level.PhraseVi, pr.Level.PhraseEn)
		row.LevelName = w.kinded(pr.Level.NameVi, pr.Level.NameEn)
	}
	row.Low = w.amount(t.Low, i)
	if t.High != nil {
		row.High = w.amount(*t.High, i)
	}
	row.Text = w.target(row, t, "")
	row.Written = w.target(row, t, w.word(i18n.MeasureTerm, i.Measure))
	row.Percent = w.percent(pr.Percent)
	row.Gap = w.gap(pr.Gap, r.Actual, i)
	row.Points = w.points(pr.Points, r.Actual, i)
	row.Reason = w.reason(pr.PercentReason)
	row.Verdict = w.verdict(pr.Verdict, r.Actual)
	w.before(&row, r, pr)
	return row
}

// before says what the plan was before it was adjusted.
func (w *writer) before(row *PlanRow, r *indicator.Result, pr *indicator.PlanResult) {
	if pr.Original == nil {
		return
	}
	t := pr.Original.Target
	first := PlanRow{Low: w.amount(t.Low, r.Indicator)}
	if t.High != nil {
		first.High = w.amount(*t.High, r.Indicator)
	}
	row.Before = w.target(first, t, "")
	if pr.Percent != nil {
		q, _ := indicator.Percent(r.Actual.Rat, t, r.Indicator.Method)
		row.BeforePercent = w.percent(q)
	}
}

// targets holds the key of what each operator asks for; a plain number needs
// none.
var targets = map[indicator.Operator]string{
	indicator.Range:   "report.target_range",
	indicator.Less:    "report.target_less",
	indicator.AtMost:  "report.target_at_most",
	indicator.More:    "report.target_more",
	indicator.AtLeast: "report.target_at_least",
	indicator.About:   "report.target_about",
}

// target prints what a plan asks for, with its measure unless that is empty:
// "940,133", "6,6-6,8%", "dưới 4%".
func (w *writer) target(row PlanRow, t indicator.Target, measure string) string {
	key, ok := targets[t.Operator]
	if !ok {
		return measured(row.Low.Text, measure)
	}
	if t.Operator != indicator.Range {
		return w.p.T(key, "low", measured(row.Low.Text, measure))
	}
	if strings.HasPrefix(row.Low.Plain, "-") || strings.HasPrefix(row.High.Plain, "-") {
		key = "report.target_range_words" // a dash between would read as a minus
	}
	return w.p.T(key, "low", row.Low.Text, "high", measured(row.High.Text, measure))
}

// measured puts the measure behind a number; % and ‰ stand without a space.
func measured(text, measure string) string {
	switch {
	case measure == "":
		return text
	case strings.HasPrefix(measure, "%"), strings.HasPrefix(measure, "‰"):
		return text + measure
	}
	return text + " " + measure
}

func (w *writer) amount(a number.Amount, i indicator.Indicator) Value {
	return Value{Plain: a.String(), Text: w.p.Format().Amount(a, i.ShownDecimals)}
}

// phrase names a plan in a sentence. Its giver is named where the indicator
// has plans of several levels.
func (w *writer) planName(phrase string, several bool) string {
	switch {
	case !several && w.inYear():
		return w.p.T("report.plan_in_year")
	case !several:
		return w.p.T("report.plan")
	case !w.inYear():
		return w.p.T("report.plan_of", "phrase", phrase)
	}
	if giver, ok := strings.CutPrefix(phrase, planWord[w.p.Lang()]); ok {
		return w.p.T("report.plan_of_in_year", "giver", giver)
	}
	return w.p.T("report.plan_other_in_year", "phrase", phrase)
}

// planWord is what the phrase of a level usually begins with; in-year the word
// for "of the year" goes behind it.
var planWord = map[i18n.Lang]string{i18n.Vi: "kế hoạch ", i18n.En: "plan "}
