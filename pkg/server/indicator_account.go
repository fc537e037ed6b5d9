package server

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// An accountShown says how one number came about.
type accountShown struct {
	Title        string
	Verdict      *verdictView
	Note         string // beside the title: "tỷ số, không phải mức tăng"
	Above, Below string
	Difference   bool
	Then         string
	Result       string
	Facts        []factShown
}

// A factShown is a line of an account.
type factShown struct {
	Name     string
	Value    string
	Note     string
	Decision *decisionView
}

// A partsView is what a computed figure is made of.
type partsView struct {
	Title string
	Heads []string
	Rows  []partView
}

// A partView is one of its values.
type partView struct {
	Name   string
	Href   string // to the indicator's page of that unit; empty: none
	Value  numberView
	Status string
	From   string
}

// fillAccounts fills the column that explains each number.
func (m *indicatorMaker) fillAccounts(v *indicatorView) {
	accounts := report.Explain(m.input, m.row)
	find := func(plan int) *report.Account {
		for k := range accounts {
			if accounts[k].Plan == plan {
				return &accounts[k]
			}
		}
		return nil
	}
	for k := range m.row.Plans {
		v.Accounts = append(v.Accounts, m.planAccount(k, find(k)))
	}
	if len(m.row.Plans) == 0 {
		none := accountShown{Title: m.words.T("indicator.against_plan")}
		none.Facts = m.actualFacts()
		none.add(m.words.T("indicator.verdict"), m.row.Verdict+reasonAfter(m.row.Reason))
		v.Accounts = append(v.Accounts, none)
	}
	v.Accounts = append(v.Accounts, m.changeAccount(find(-1)))
	v.Rounding = m.words.T("indicator.rounding", "decimals", pageDecimals)
	v.Parts = m.parts()
}

func (a *accountShown) add(name, value string) {
	a.Facts = append(a.Facts, factShown{Name: name, Value: value})
}

// fraction takes over an account's numbers, with the unrounded one.
func (m *indicatorMaker) fraction(a *accountShown, from *report.Account) {
	if from == nil {
		return
	}
	a.Above, a.Below, a.Difference, a.Then, a.Result = from.Above, from.Below, from.Difference, from.Then, from.Result
	if from.Exact != "" {
		key := "indicator.exact"
		if from.Also != "" {
			key = "indicator.exact_also"
		}
		a.add(m.words.T("indicator.quotient"), m.words.T(key, "exact", from.Exact, "rounded", from.Rounded, "also", from.Also))
	} else if from.Also != "" {
		a.add(m.words.T("indicator.quotient"), i18n.Capital(from.Also))
	}
}

// planAccount explains the result on one level. The figure itself is told
// under the first.
func (m *indicatorMaker) planAccount(k int, from *report.Account) accountShown {
	p := &m.row.Plans[k]
	a := accountShown{Title: m.words.T("indicator.against", "plan", p.Phrase)}
	estimated := m.row.Result.Actual != nil && m.row.Result.Actual.Status == indicator.Estimate
	chip := newVerdict(p.Result.Verdict, estimated, m.words)
	chip.Plain = true
	if k != m.row.Judging && p.Result.Verdict == indicator.NotMet {
		chip.Code, chip.Icon, chip.Word = "no_data", "alert-triangle", m.words.T("indicator.below_plan")
	}
	a.Verdict = &chip
	m.fraction(&a, from)
	if k == 0 {
		a.Facts = append(a.Facts, m.actualFacts()...)
	}
	a.Facts = append(a.Facts, factShown{Name: m.words.T("indicator.plan"), Value: m.measured(p.Text), Decision: m.decision(p)})
	if p.Before != "" {
		a.add(m.words.T("indicator.before"), m.measured(p.Before))
	}
	if !p.Gap.None() {
		a.add(m.words.T("indicator.gap"), m.measured(strings.Replace(p.Gap.Text, "-", "−", 1)))
	}
	if p.Reason != "" {
		a.add(m.words.T("indicator.no_percent"), i18n.Capital(p.Reason))
	}
	a.add(m.words.T("indicator.verdict"), m.judgement(k, p))
	return a
}

// judgement says what the comparison came to, and whether it counts.
func (m *indicatorMaker) judgement(k int, p *report.PlanRow) string {
	text := p.Verdict + reasonAfter(m.row.Reason)
	key := "indicator.counts"
	switch {
	case k != m.row.Judging:
		text, key = p.Verdict+".", "indicator.counts_not"
	case !m.row.Result.Verdict.Judged():
		return text
	}
	t := m.summary.Tally
	counted := t.Achieved
	if !m.period.IsYear() {
		counted = t.Reached
	}
	tally := m.words.T("indicator.tally", "achieved", counted, "set", t.Set)
	return text + " " + m.words.T(key, "tally", tally)
}

func reasonAfter(reason string) string {
	if reason == "" {
		return "."
	}
	return ": " + i18n.Lowered(reason) + "."
}

// measured puts the measure behind a number.
func (m *indicatorMaker) measured(number string) string {
	return report.Measured(number, m.row.Measure)
}

// actualFacts say which figure was used and who entered it.
func (m *indicatorMaker) actualFacts() []factShown {
	a := m.row.Result.Actual
	if a == nil {
		return []factShown{{Name: m.words.T("board.label_actual"), Value: m.row.Verdict}}
	}
	return []factShown{m.operandFact(m.words.T("board.label_actual"), m.row.Actual.Text, a)}
}

// operandFact tells one operand: value, status, version, and who entered it or
// how it was computed.
func (m *indicatorMaker) operandFact(name, text string, o *indicator.Operand) factShown {
	f := factShown{Name: name, Value: m.measured(text)}
	if o.Status != "" {
		f.Value += ", " + report.StatusWord(m.words, o.Status)
	}
	sign := marked(numberView{}, o.Origin, m.words)
	switch {
	case o.Figure == nil:
		f.Note = m.words.T("indicator.rule_"+string(o.Rule), "have", o.Have, "of", o.Of)
	case o.Figure.By == "" && o.Figure.ByName == "":
		f.Value += ", " + m.words.T("indicator.version", "version", o.Version)
		f.Note = m.words.T("indicator.imported", "at", m.moment(o.Figure.Dated))
	default:
		f.Value += ", " + m.words.T("indicator.version", "version", o.Version)
		f.Note = m.words.T("indicator.entered", "name", m.nameOf(o.Figure), "at", m.moment(o.Figure.Dated))
	}
	if sign.Origin != "" {
		f.Note += "; " + sign.OriginTitle + " " + sign.Origin
	}
	if step, ok := m.sub.Last(workflow.Approve); ok && m.sub.State == workflow.Approved && o == m.row.Result.Actual {
		f.Note += "; " + m.words.T("indicator.approved", "at", m.words.Date(step.At.In(m.server.zone)))
	}
	return f
}

func (m *indicatorMaker) nameOf(f *indicator.Figure) string {
	if name := m.names[f.By]; name != "" {
		return name
	}
	return f.By
}

// decision is the document behind a plan.
func (m *indicatorMaker) decision(p *report.PlanRow) *decisionView {
	plan := p.Result.Plan
	d := &decisionView{Text: m.words.T("indicator.decision_unknown"), Class: string(plan.Basis)}
	switch {
	case p.Result.Summed:
		return &decisionView{Text: m.words.T("indicator.plan_summed")}
	case plan.Basis == indicator.Proposed:
		d.Text = m.words.T("indicator.decision_proposed")
	case plan.Basis == indicator.Decided:
		d.Class = ""
		d.Text = m.words.T("indicator.decision", "number", plan.Decision.Number, "date", m.words.DocumentDate(plan.Decision.Date), "issuer", plan.Decision.Issuer)
	}
	notes := []string{p.LevelName, m.words.T("indicator.version", "version", plan.Version)}
	if plan.Decision.Title != "" {
		notes = append([]string{plan.Decision.Title}, notes...)
	}
	if plan.ByName != "" {
		notes = append(notes, plan.ByName)
	}
	if sign := marked(numberView{}, plan.Origin, m.words); sign.Origin != "" {
		notes = append(notes, sign.OriginTitle+" "+sign.Origin)
	}
	d.Note = strings.Join(notes, ", ")
	return d
}

// changeAccount explains the change on the same period.
func (m *indicatorMaker) changeAccount(from *report.Account) accountShown {
	a := accountShown{Title: m.words.T("indicator.against_period")}
	if m.row.Result.Indicator.Base == indicator.YearStart {
		a.Title = m.words.T("indicator.against_start")
	}
	m.fraction(&a, from)
	if from != nil && from.Also != "" {
		a.Note = m.words.T("indicator.ratio_not_growth")
	}
	previous := m.row.Result.Previous
	switch {
	case previous != nil:
		name := m.words.T("indicator.previous", "period", m.words.PeriodShort(m.row.Result.PreviousPeriod))
		a.Facts = append(a.Facts, m.operandFact(name, m.row.Previous.Text, previous))
	case m.row.NoChange == "":
		a.add(m.words.T("indicator.change"), m.words.T("indicator.no_change"))
	}
	if m.row.NoChange != "" {
		a.add(m.words.T("indicator.change"), i18n.Capital(m.row.NoChange)+".")
	}
	if from == nil && m.row.Change != "" {
		a.add(m.words.T("indicator.change"), i18n.Capital(m.row.Change)+".")
	}
	return a
}

// parts is the table of what a computed figure is made of; nil for a typed
// one.
func (m *indicatorMaker) parts() *partsView {
	lines := report.Parts(m.input, m.row)
	if len(lines) == 0 {
		return nil
	}
	rule := m.row.Result.Actual.Rule
	v := &partsView{Title: m.words.T("indicator.parts_" + string(rule)), Heads: []string{
		m.words.T("indicator.head_part"), m.words.T("indicator.head_value", "measure", m.row.Measure),
		m.words.T("indicator.head_status"), m.words.T("indicator.head_from")}}
	if rule == indicator.Quotient {
		v.Heads[1] = m.words.T("indicator.head_number")
	}
	for _, line := range lines {
		row := partView{Name: line.Name, Value: newNumber(line.Value.Text, m.words.Lang()), Status: line.Status, From: line.Note}
		if line.Part.Value != nil {
			row.Value = marked(row.Value, line.Part.Value.Origin, m.words)
		}
		if rule == indicator.Quotient {
			row.Value.Unit = m.input.Terms.Word(i18n.MeasureTerm, m.input.Book.Indicators[line.Part.Indicator].Measure, m.words.Lang())
		}
		if rule != indicator.FromBefore && m.reads(line.Part.Unit) {
			row.Href = unitPath(line.Part.Unit, "indicators/"+string(line.Part.Indicator), line.Part.Period)
		}
		if line.Version > 0 && row.From == "" {
			row.From = m.words.T("indicator.version", "version", line.Version)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}
