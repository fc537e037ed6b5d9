package server

import (
	"slices"
	"strconv"

	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// fillRows parts the rows into what has changed and what has not. Warnings
// come first: those without a note before the others.
func (r *reviewWork) fillRows(v *reviewView) {
	v.Heads = reviewHeads{Before: r.p.T("review.head_never"), After: r.p.T("review.head_now")}
	if r.base != nil {
		v.Heads.Before = r.p.T("review.head_before", "date", r.date(r.base.At))
	}
	for i := range r.sum.Rows {
		view := r.row(&r.sum.Rows[i])
		if r.changed[r.sum.Rows[i].Code] {
			v.Rows = append(v.Rows, view)
		} else {
			v.Unchanged = append(v.Unchanged, view)
		}
	}
	slices.SortStableFunc(v.Rows, func(a, b reviewRowView) int { return a.rank() - b.rank() })
	v.Same = r.p.T("review.without", "count", len(v.Unchanged))
	if r.base != nil {
		v.Same = r.p.T("review.same", "count", len(v.Unchanged), "date", r.date(r.base.At))
	}
}

// rank orders rows: warnings to be explained, other warnings, the rest.
func (v reviewRowView) rank() int {
	switch {
	case v.First:
		return 0
	case len(v.Warnings) > 0:
		return 1
	}
	return 2
}

// row shows one indicator as it was approved and as it is.
func (r *reviewWork) row(row *report.Row) reviewRowView {
	code := row.Code
	v := reviewRowView{
		Code: string(code), Position: strconv.Itoa(row.Position), Name: row.Name, About: joined(" · ", row.Measure, row.Agency),
		Before: newNumber("", r.p.Lang()), After: actualView(*row, r.p), Difference: numberView{Slots: true},
		PercentBefore: numberView{Slots: true}, Percent: r.percent(row), Verdict: r.verdict(row),
		Label: r.p.T("review.reason_cell", "name", row.Name), Reason: r.reasons[code],
	}
	if then := r.then(code); then != nil {
		r.putBefore(&v, then, row)
	}
	if f := r.book.Figures[indicator.CellKey{Unit: r.place.Unit, Indicator: code, Period: r.period}]; f.Version > 0 {
		v.Who, v.When, v.Note = r.whoEntered(f), r.p.DateTime(f.Recorded, r.s.zone), f.Note
		v.NoNote = f.Note == "" && f.By != ""
	}
	for _, f := range r.findings {
		if f.Indicator == code {
			v.Warnings = append(v.Warnings, f.Statement(r.p, r.book, r.catalogue.Terms))
			v.First = v.First || f.NeedsNote
		}
	}
	return v
}

// then is the row as it was approved; nil where there was no approval, or no
// such row.
func (r *reviewWork) then(code indicator.Code) *report.Row {
	if r.rev == nil {
		return nil
	}
	for _, row := range r.rev.Rows {
		if row.Code == code {
			return row.Then
		}
	}
	return nil
}

func (r *reviewWork) putBefore(v *reviewRowView, then, now *report.Row) {
	v.Before = actualView(*then, r.p)
	v.Before.Strong, v.PercentBefore = false, r.percent(then)
	for _, row := range r.rev.Rows {
		if row.Code == now.Code && !row.By.None() {
			v.Difference = signed(newNumber(row.By.Text, r.p.Lang()))
		}
	}
	if before := r.verdict(then); before != nil && then.Result.Verdict != now.Result.Verdict {
		v.VerdictBefore = before
	}
}

// percent is how the figure stands to its judging plan.
func (r *reviewWork) percent(row *report.Row) numberView {
	if row.Judging < 0 {
		return newNumber("", r.p.Lang())
	}
	n := percentView(*row, row.Plans[row.Judging], r.p)
	n.Reason = ""
	return n
}

func (r *reviewWork) verdict(row *report.Row) *verdictView {
	a := row.Result.Actual
	v := newVerdict(row.Result.Verdict, a != nil && a.Status == indicator.Estimate, r.p)
	v.Plain = true
	return &v
}

// whoEntered names the person who entered a figure.
func (r *reviewWork) whoEntered(f indicator.Figure) string {
	for _, a := range r.people {
		if a.Login == f.By && f.By != "" {
			return a.Name
		}
	}
	if f.By != "" {
		return f.By
	}
	return r.p.T("entry.by_import")
}

// joined joins texts that are not empty.
func joined(by string, texts ...string) string {
	text := ""
	for _, t := range texts {
		if t != "" && text != "" {
			text += by
		}
		text += t
	}
	return text
}
