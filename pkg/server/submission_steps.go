package server

import (
	"slices"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/workflow"
)

// A stepsView is the dot of part/steps: what has happened to a submission, the
// newest first.
type stepsView struct {
	Title string
	Steps []stepDoneView
}

// A stepDoneView is one step.
type stepDoneView struct {
	Icon    string
	Class   string // warning, fault, done; empty: plain
	Word    string // "Duyệt"
	About   string // who and when
	Count   string // "17 số"; empty: the step covers nothing
	Reason  string
	Remarks []remarkView
}

// A remarkView is a reason that sits on one figure.
type remarkView struct{ Name, Text string }

// stepLooks give each step icon and colour: those of the state it leads to.
var stepLooks = map[workflow.Action]workflow.State{
	workflow.Submit: workflow.Submitted, workflow.Return: workflow.Returned,
	workflow.Approve: workflow.Approved, workflow.Reopen: workflow.Reopened,
}

// steps shows the history of a submission; nil where nothing has happened.
func (s *Server) steps(p *i18n.Printer, indicators map[indicator.Code]indicator.Indicator, sub workflow.Submission) *stepsView {
	if len(sub.Steps) == 0 {
		return nil
	}
	v := &stepsView{Title: p.T("work.steps")}
	for _, step := range slices.Backward(sub.Steps) {
		look := submissionIcons[stepLooks[step.Action]]
		d := stepDoneView{Icon: look.icon, Class: look.class, Word: p.T("work.step_" + string(step.Action)), Reason: step.Reason,
			About: p.T("work.step_by", "name", stepName(p, step), "time", p.DateTime(step.At, s.zone))}
		if len(step.Covers) > 0 {
			d.Count = p.T("work.step_covers", "count", len(step.Covers))
		}
		for _, r := range step.Remarks {
			d.Remarks = append(d.Remarks, remarkView{indicators[r.Indicator].Name(string(p.Lang())), r.Text})
		}
		v.Steps = append(v.Steps, d)
	}
	return v
}

// stepName is who took a step; the command line has no name.
func stepName(p *i18n.Printer, step workflow.Step) string {
	switch {
	case step.ByName != "":
		return step.ByName
	case step.By != "":
		return step.By
	}
	return p.T("admin.audit_cli")
}
