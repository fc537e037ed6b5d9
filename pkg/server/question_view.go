package server

import (
	"strconv"

	"muctieu/pkg/account"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// A questionPageView is the dot of the pages of questions.
type questionPageView struct {
	page
	About  string
	Back   linkView
	Thread *threadView
}

// A threadView is the dot of part/thread: questions with their answers.
type threadView struct {
	Title string // empty: the page says it
	Items []threadItemView
	Empty emptyView
	Ask   *threadFormView // nil: the person does not ask
}

// A threadItemView is one question.
type threadItemView struct {
	ID       string
	Subject  *linkView // what it is about, in a list of several results
	Question questionView
	Answers  []answerView
	Form     *threadFormView // nil: the person does not answer
	Open     bool            // the form is shown at once
}

// An answerView is one answer on record.
type answerView struct {
	Who, When, Text string
	InReport        string // that it explains the miss in the report; empty: it does not
}

// A threadFormView asks or answers.
type threadFormView struct {
	Action string
	From   string
	Title  string
	Fault  string
	Fields []fieldView
	Word   string
}

// A threadMaker shows questions to one person.
type threadMaker struct {
	s         *Server
	p         *i18n.Printer
	catalogue *indicator.Catalogue
	user      account.User
}

// questionLine is a question without its answers.
func (s *Server) questionLine(p *i18n.Printer, catalogue *indicator.Catalogue, q workflow.Question) questionView {
	who := q.ByName
	if who == "" {
		who = p.T("admin.audit_cli")
	}
	v := questionView{Who: p.T("question.asks", "name", who), About: p.DateTime(q.At, s.zone), Text: q.Text, State: s.questionState(p, q),
		Href: threadPath(q.Unit, indicator.Code(q.Indicator), q.Period)}
	if agency := catalogue.Terms.Word(i18n.AgencyTerm, catalogue.Indicators[indicator.Code(q.Indicator)].Agency, p.Lang()); agency != "" {
		v.About += ", " + p.T("question.to", "agency", agency)
	}
	if !q.Due.IsZero() {
		v.About += ", " + p.T("question.due_by", "date", p.Date(q.Due))
	}
	return v
}

// questionState says how a question stands, and how long there is.
func (s *Server) questionState(p *i18n.Printer, q workflow.Question) stateView {
	v := stateView{Tag: true, Class: "warning", Icon: "clock"}
	state := q.StateAt(s.now(), s.zone)
	v.Word = p.T("question.state_" + string(state))
	left := workflow.Deadline{Due: q.Due}.DaysLeft(s.now(), s.zone)
	switch {
	case state == workflow.Answered:
		v.Class, v.Icon = "done", "circle-check"
	case state == workflow.Overdue:
		v.Class, v.Icon, v.Word = "fault", "clock-exclamation", v.Word+", "+p.T("question.overdue_by", "count", -left)
	case !q.Due.IsZero() && left == 0:
		v.Word += ", " + p.T("question.due_today")
	case !q.Due.IsZero():
		v.Word += ", " + p.T("question.left", "count", left)
	}
	return v
}

// item is a question with its answers.
func (t *threadMaker) item(q workflow.Question, r threadRequest) threadItemView {
	v := threadItemView{ID: "question-" + strconv.FormatInt(q.ID, 10), Question: t.s.questionLine(t.p, t.catalogue, q)}
	v.Question.Href = ""
	for i, a := range q.Answers {
		answer := answerView{Who: a.ByName, When: t.p.DateTime(a.At, t.s.zone), Text: a.Text}
		if answer.Who == "" {
			answer.Who = a.By
		}
		if q.InReport && i == len(q.Answers)-1 {
			answer.InReport = t.p.T("question.in_report")
		}
		v.Answers = append(v.Answers, answer)
	}
	if t.user.MayEnter(r.place, t.catalogue.Indicators[r.code].Agency) {
		v.Form = t.answerForm(q, r)
		v.Open = len(q.Answers) == 0 && r.from != "list" || v.Form.Fault != ""
	}
	return v
}

// subject is what a question is about.
func (t *threadMaker) subject(q workflow.Question) *linkView {
	code := indicator.Code(q.Indicator)
	unit := report.NameOf(t.catalogue.Tree, t.catalogue.Terms, q.Unit, q.Period.Last(), t.p.Lang()).Name
	l := t.s.resultLink(t.p, q.Unit, code, q.Period)
	l.Text, l.Count = i18n.Capital(t.catalogue.Indicators[code].Name(string(t.p.Lang()))), unit+", "+t.p.Period(q.Period)
	return &l
}

func (t *threadMaker) askForm(r threadRequest) *threadFormView {
	v := &threadFormView{Action: threadPath(r.place.Unit, r.code, r.period), From: r.from, Title: t.p.T("question.ask"), Word: t.p.T("question.ask_do")}
	text := fieldView{ID: "ask-text", Name: "text", Label: t.p.T("question.text"), Type: "textarea", Required: true}
	due := asDay(t.p, fieldView{ID: "ask-due", Name: "due", Label: t.p.T("question.due"), Optional: t.p.T("server.optional")})
	if r.fault != nil && r.failed == 0 {
		v.Fault = newFailure(r.fault, t.p).words
		text.Value, due.Value = r.typed.Get("text"), r.typed.Get("due")
	}
	v.Fields = []fieldView{text, due}
	return v
}

func (t *threadMaker) answerForm(q workflow.Question, r threadRequest) *threadFormView {
	id := strconv.FormatInt(q.ID, 10)
	v := &threadFormView{Action: unitPath(q.Unit, "questions/"+id, q.Period), From: r.from, Title: t.p.T("question.answer"), Word: t.p.T("question.answer_do")}
	if len(q.Answers) > 0 {
		v.Title = t.p.T("question.answer_again")
	}
	text := fieldView{ID: "answer-" + id, Name: "text", Label: t.p.T("question.answer_text"), Type: "textarea", Required: true}
	checked := q.InReport
	if r.fault != nil && r.failed == q.ID {
		v.Fault = newFailure(r.fault, t.p).words
		text.Value, checked = r.typed.Get("text"), r.typed.Get("report") != ""
	}
	use := fieldView{ID: "report-" + id, Type: "checkbox", Options: []choiceView{{Name: "report", Value: "on", Text: t.p.T("question.use_in_report"), Note: t.p.T("question.use_note"), Checked: checked}}}
	v.Fields = []fieldView{text, use}
	return v
}
