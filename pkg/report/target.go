package report

import "muctieu/pkg/indicator"

// Targets gives the main targets of the year after a whole year: the rows of
// that year's set that have a plan, in its order, each with the plan it will be
// judged on, else that of the highest level that has one. A year without a set
// of its own goes by the set of the year before. There are none for periods
// within a year. The book must reach a year ahead.
func Targets(in Input) ([]Target, error) {
	if !in.Period.IsYear() {
		return nil, nil
	}
	next := in
	next.Period = in.Period.InYear(in.Period.Year + 1)
	set, ok := in.Book.Sets[indicator.SetKey{Unit: in.Unit, Year: next.Period.Year}]
	if !ok {
		set = in.Book.Sets[indicator.SetKey{Unit: in.Unit, Year: in.Period.Year}]
	}
	var targets []Target
	for _, r := range set.Rows {
		row, err := BuildRow(next, r)
		if err != nil {
			return nil, err
		}
		if t, ok := target(row); ok {
			targets = append(targets, t)
		}
	}
	return targets, nil
}

func target(row Row) (Target, bool) {
	if len(row.Plans) == 0 {
		return Target{}, false
	}
	p := row.Plans[max(row.Judging, 0)]
	t := Target{
		Code: string(row.Code), Name: row.Name, Measure: row.Measure, Group: row.Group,
		Level: p.Level, Phrase: p.Phrase, Text: p.Text, Written: p.Written, Proposed: p.Result.Plan.Basis == indicator.Proposed,
	}
	if p.Result.Plan.Target.Operator.Plain() {
		t.Value = p.Low
	}
	return t, true
}

// Printed is the target with its measure: "438,9 tỷ đồng".
func (t Target) Printed() string { return measured(t.Text, t.Measure) }

// Written puts into an outline what people wrote: texts by the key of a part,
// and explanations of missed indicators by their code. The outline given stays
// as it is.
func Written(outline []Part, texts, notes map[string]string) []Part {
	parts := make([]Part, len(outline))
	for i, p := range outline {
		switch {
		case p.Kind == ProsePart || p.Kind == TasksPart:
			p.Text = texts[p.Key]
		case p.Kind == MissedPart:
			p.Notes = notes
		}
		parts[i] = p
	}
	return parts
}
