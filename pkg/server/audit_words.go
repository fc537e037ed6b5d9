package server

import (
	"encoding/json"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// auditAction names what was done; one without a word of its own stands as it
// is kept.
func (a *adminPage) auditAction(action string) cellView {
	key := "settings.action_" + strings.ReplaceAll(action, ".", "_")
	if word := a.p.T(key); word != key {
		return cellView{Text: word, Sub: action}
	}
	return cell(action)
}

// auditObject names the unit, period and indicator of an object that begins
// with a unit and a period: "lechan/2022/thu_ns".
func (a *adminPage) auditObject(object string) cellView {
	parts := strings.Split(object, "/")
	if len(parts) < 2 || !a.catalogue.Tree.Has(org.Key(parts[0])) {
		return cell(object)
	}
	p, err := period.Parse(parts[1])
	if err != nil {
		return cell(object)
	}
	text := a.names.of(org.Key(parts[0]), a.s) + ", " + a.p.Period(p)
	if len(parts) > 2 {
		if i, ok := a.catalogue.Indicators[indicator.Code(parts[2])]; ok {
			text += ": " + i18n.Lowered(i.Name(string(a.names.lang)))
		}
	}
	return cellView{Text: text, Sub: object}
}

// auditWords says a change. A step of a submission is said as people know it:
// the states, how many figures it covers, the reasons on figures.
func (a *adminPage) auditWords(r store.AuditRow) string {
	if !strings.HasPrefix(r.Action, "submission.") {
		return auditChange(r.Before, r.After)
	}
	var before, after struct {
		State   workflow.State    `json:"state"`
		Covers  []json.RawMessage `json:"covers"`
		Remarks []workflow.Remark `json:"remarks"`
	}
	if json.Unmarshal([]byte(r.Before), &before) != nil || json.Unmarshal([]byte(r.After), &after) != nil {
		return auditChange(r.Before, r.After)
	}
	text := a.p.T("context.state_"+string(before.State)) + " → " + a.p.T("context.state_"+string(after.State))
	if len(after.Covers) > 0 {
		text += "; " + a.p.T("work.step_covers", "count", len(after.Covers))
	}
	for _, remark := range after.Remarks {
		text += "; " + a.catalogue.Indicators[remark.Indicator].Name(string(a.names.lang)) + ": " + remark.Text
	}
	return cutText(text, 400)
}
