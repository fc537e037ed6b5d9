package server

import (
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
)

func (w *plansWork) show(status int) error {
	v, err := w.view()
	if err != nil {
		return err
	}
	return w.s.templates.render(w.c, status, "plans/plans", v)
}

func (w *plansWork) view() (v plansView, err error) {
	if v.page, err = w.frame("plans", w.p.T("plans.title", "year", w.year), w.lines()); err != nil {
		return v, err
	}
	v.Action, v.Draft = w.path(w.level), w.draft()
	v.Level = w.p.T("plans.level_of", "level", i18n.Lowered(w.levelName(w.level)))
	w.fillDecision(&v)
	others := w.others()
	v.Heads.Actual = w.p.T("plans.head_actual", "year", w.year-1)
	for _, l := range w.book.Levels {
		v.Levels = append(v.Levels, linkView{Href: w.path(l.Code), Text: w.levelName(l.Code), Current: l.Code == w.level})
	}
	for _, code := range others {
		v.Heads.Others = append(v.Heads.Others, w.levelName(code))
	}
	v.Columns = 8 + len(others)
	if len(w.sum.Rows) == 0 {
		v.Empty = &emptyView{Text: w.p.T("entry.no_set", "year", w.year), Note: w.p.T("plans.no_set_note")}
	}
	for _, g := range w.sum.Groups {
		group := plansGroupView{Name: report.Roman(g.Number) + ". " + g.Name}
		for _, i := range g.Rows {
			row := w.rowView(w.sum.Rows[i], others)
			row.Columns = v.Columns
			group.Rows = append(group.Rows, row)
		}
		v.Groups = append(v.Groups, group)
	}
	if someBelow(w.place, userFrom(w.c).MayPlan) {
		v.Tools = []linkView{{Href: w.allocationPath(), Text: w.p.T("plans.allocate"), Icon: "sitemap"}}
	}
	return v, nil
}

// frame is the page around the forms of plans.
func (w *plansWork) frame(name, title string, lines []planLine) (page, error) {
	v, err := w.s.page(w.c, title)
	if err != nil {
		return v, err
	}
	if v.Context, err = w.s.contextBar(w.c, w.place.Unit, w.period(), name); err != nil {
		return v, err
	}
	v.Context.Shapes, v.Context.Parts, v.Context.State = nil, nil, nil
	if n, err := strconv.Atoi(w.c.QueryParam("saved")); err == nil && w.c.Request().Method == get {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: w.p.T("plans.saved_count", "count", n)})
	}
	var names []string
	for _, line := range lines {
		if w.typed[line.id].open() {
			names = append(names, line.name)
		}
	}
	for _, field := range []string{"number", "date", "issuer", "scan"} {
		if fault := w.form.faults[field]; fault != "" {
			names = append(names, fault)
		}
	}
	if len(names) > 0 {
		v.Notices = append(v.Notices, noticeView{Kind: "fault", Text: w.p.T("plans.open_count", "count", len(names)), List: names})
	}
	return v, nil
}

// levelName is a level's name for this unit.
func (w *plansWork) levelName(code string) string {
	kind := w.catalogue.Terms.Word(i18n.KindTerm, w.sum.Unit.Kind, w.p.Lang())
	for _, l := range w.book.Levels {
		if l.Code == code {
			name := l.NameVi
			if w.p.Lang() == i18n.En && l.NameEn != "" {
				name = l.NameEn
			}
			return strings.ReplaceAll(name, "{kind}", kind)
		}
	}
	return code
}

// others are the other levels that some row has a plan of.
func (w *plansWork) others() []string {
	var codes []string
	for _, l := range w.book.Levels {
		has := slices.ContainsFunc(w.sum.Rows, func(r report.Row) bool { return planOf(r, l.Code) != nil })
		if has && l.Code != w.level {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// fillDecision puts the form of the decision together.
func (w *plansWork) fillDecision(v *plansView) {
	f := w.form
	for _, b := range []indicator.Basis{indicator.Decided, indicator.Proposed, indicator.Unknown} {
		v.Basis = append(v.Basis, choiceView{Value: string(b), Text: w.p.T("plans.basis_" + string(b)), Checked: f.basis == b})
	}
	v.Known = fieldView{ID: "known", Name: "known", Label: w.p.T("plans.known"), Type: "select", Options: []choiceView{{Text: w.p.T("plans.known_none")}}}
	for _, d := range w.decisions {
		key := decisionKey(d.Decision)
		v.Known.Options = append(v.Known.Options, choiceView{Value: key, Text: decisionText(w.p, d.Decision), Checked: key == f.known})
	}
	number, issuer, title := f.decision.Number, f.decision.Issuer, f.decision.Title
	if f.known != "" {
		number, issuer, title = "", "", ""
	}
	field := func(name, value, kind string) fieldView {
		return fieldView{ID: name, Name: name, Label: w.p.T("plans.field_" + name), Value: value, Type: kind, Fault: f.faults[name]}
	}
	v.Fields = []fieldView{field("number", number, ""), asDay(w.p, field("date", f.date, "")), field("issuer", issuer, ""), field("title", title, "")}
	v.Scan = field("scan", "", "file")
	v.Scan.Accept, v.Scan.Help, v.Scan.Optional = ".pdf,.png,.jpg,.jpeg", w.p.T("plans.scan_help"), w.p.T("server.optional")
	v.All = choiceView{Name: "all", Value: "1", Text: w.p.T("plans.all"), Checked: f.all}
	v.Growth = growthForm{Action: plansPath(w.place.Unit, "plans", w.year), Year: strconv.Itoa(w.year), Level: w.level,
		Field: fieldView{ID: "growth", Name: "growth", Label: w.p.T("plans.growth", "year", w.year-1), Value: f.growth, Fault: f.growthFault, Short: true, Mode: "decimal"}}
}

// rowView makes one row ready to be shown.
func (w *plansWork) rowView(row report.Row, others []string) planRowView {
	v := w.lineView(w.line(row))
	v.Position, v.Measure, v.Actual = strconv.Itoa(row.Position), row.Measure, previousView(row, w.p)
	v.Href = plansPath(w.place.Unit, "plans/"+string(row.Code), w.year)
	for _, level := range others {
		n := numberView{Slots: true}
		if pr := planOf(row, level); pr != nil {
			n = planView(*pr, w.p)
		}
		v.Others = append(v.Others, n)
	}
	if pr := planOf(row, w.level); pr != nil && pr.Before != "" {
		v.Before = w.p.T("plans.before", "value", pr.Before)
	}
	if text, ok := w.proposed[row.Code]; ok && v.Low == "" {
		v.Low = text
	}
	for _, f := range w.findings[row.Code] {
		if f.Level == w.level {
			v.Warnings = append(v.Warnings, f.Text(w.p, w.book, w.catalogue.Terms))
		}
	}
	return v
}

// lineView is what every form of plans shows of one.
func (w *plansWork) lineView(line planLine) planRowView {
	stored := w.newest(line)
	seen := w.seen(line.indicator, stored)
	v := planRowView{Code: line.id, Name: line.name, Low: seen.low, High: seen.high, Note: seen.note, Version: strconv.Itoa(stored.Version), Seen: seen.String(),
		Labels: planLabels{w.p.T("plans.label_operator", "name", line.name), w.p.T("plans.label_low", "name", line.name),
			w.p.T("plans.label_high", "name", line.name), w.p.T("entry.label_note", "name", line.name)}}
	v.Class, v.Save = w.saveState(stored)
	if stored.Version > 0 && !stored.Withdrawn {
		basis := w.basisView(stored)
		v.Basis = &basis
	}
	if t := w.typed[line.id]; t.open() || t != nil && t.held {
		w.putTyped(&v, line, t)
		seen.operator = t.operator
	}
	v.Operators = w.operators(seen.operator)
	return v
}

// seen is a plan as the form shows it.
func (w *plansWork) seen(i indicator.Indicator, stored indicator.Plan) seenPlan {
	s := seenPlan{operator: string(indicator.Equal)}
	if stored.Version == 0 || stored.Withdrawn {
		return s
	}
	s.operator, s.low, s.note = string(stored.Target.Operator), typedForm(stored.Target.Low, i), stored.Note
	if stored.Target.High != nil {
		s.high = typedForm(*stored.Target.High, i)
	}
	return s
}

func (w *plansWork) operators(current string) []choiceView {
	var options []choiceView
	for _, o := range indicator.Operators {
		options = append(options, choiceView{Value: string(o), Text: w.p.T(operatorKeys[o]), Checked: string(o) == current})
	}
	return options
}

// operatorKeys are the words of the operators.
var operatorKeys = map[indicator.Operator]string{
	indicator.Equal: "plans.op_equal", indicator.Range: "plans.op_range", indicator.Less: "plans.op_less", indicator.AtMost: "plans.op_at_most",
	indicator.More: "plans.op_more", indicator.AtLeast: "plans.op_at_least", indicator.About: "plans.op_about",
}

func (w *plansWork) saveState(stored indicator.Plan) (class string, v saveView) {
	class, v.Text = cellEmpty, w.p.T("plans.state_empty")
	switch {
	case stored.Withdrawn:
		v.Text = w.p.T("entry.withdrawn", "reason", stored.Note)
	case stored.Version > 0:
		class, v.Text = cellSaved, w.p.T("entry.saved_at", "time", w.p.Date(stored.Recorded.In(w.s.zone)))
	}
	v.Class, v.Icon = class, cellIcons[class]
	return class, v
}

func (w *plansWork) putTyped(v *planRowView, line planLine, t *typedPlan) {
	v.Low, v.High, v.Note, v.Version, v.Seen = t.low, t.high, t.note, strconv.Itoa(t.version), t.seen.String()
	name := "answer." + v.Code
	switch {
	case t.conflict != nil:
		v.Class, v.Save = cellConflict, w.conflictView(name, line, t)
	case t.clears:
		v.Class, v.Save.Text = cellAsked, w.p.T("entry.state_asked")
		v.Clear = &clearView{Name: name, Question: w.p.T("plans.clear_question", "value", t.seen.low), Keep: w.p.T("entry.clear_keep", "value", t.seen.low),
			Withdraw: w.p.T("plans.clear_withdraw"), Reason: fieldView{ID: "reason-" + v.Code, Name: "reason." + v.Code, Label: w.p.T("entry.clear_reason"), Value: t.reason, Fault: t.refusal}}
	case t.doubt != nil:
		v.Class, v.Save.Text = cellAsked, w.p.T("entry.state_readings")
		v.Doubt = newDoubtView(w.p, name, *t.doubt, t.entry)
	case t.refusal != "":
		v.Class, v.Save.Text = cellRefused, w.p.T("entry.state_refused", "why", i18n.Lowered(t.refusal))
	default:
		v.Class, v.Save.Text = cellUnsent, w.p.T("entry.state_held")
	}
	v.Save.Class, v.Save.Icon, v.Save.Alert = v.Class, cellIcons[v.Class], t.open()
}

func (w *plansWork) conflictView(name string, line planLine, t *typedPlan) saveView {
	theirs := t.conflict.Stored
	text, mine := w.seen(line.indicator, theirs).low, t.low
	if text == "" {
		text = w.p.T("core.status_withdrawn")
	}
	if mine == "" {
		mine = w.p.T("core.status_withdrawn")
	}
	who := theirs.ByName
	if who == "" {
		who = w.p.T("entry.somebody")
	}
	return saveView{Text: w.p.T("entry.state_conflict", "name", who, "value", text, "time", w.p.DateTime(theirs.Recorded, w.s.zone)), Choices: []choiceView{
		{Name: name, Value: answerTake, Text: w.p.T("entry.take", "value", text)},
		{Name: name, Value: answerKeep + ":" + strconv.Itoa(theirs.Version), Text: w.p.T("entry.keep", "value", mine)}}}
}

// propose fills plans that are still missing with this year's value grown by a
// percentage. What is compared in points has no growth in percent. It returns
// what is wrong with the percentage, empty if nothing is.
func (w *plansWork) propose(growth string) (fault string) {
	if growth == "" {
		return ""
	}
	reading, err := number.Typed{Decimals: 3, Measures: []string{"%"}}.Parse(growth)
	if err != nil || reading.Kind != number.ReadValue {
		return w.p.T("plans.growth_unread")
	}
	w.proposed = map[indicator.Code]string{}
	for _, row := range w.sum.Rows {
		value := w.book.Value(w.place.Unit, row.Code, period.Period{Year: w.year - 1})
		if i := row.Result.Indicator; value.Complete() && !i.InPoints() {
			if a, err := indicator.Propose(value.Rat, reading.Amount.Rat(), i.Decimals); err == nil {
				w.proposed[row.Code] = typedForm(a, i)
			}
		}
	}
	return ""
}
