package report

// Complete reports whether no figure and no plan is missing. A missing value
// to compare with leaves a report complete: it only cannot say the change.
func (s Summary) Complete() bool {
	for _, m := range s.Missing {
		if m.What != MissingPrevious {
			return false
		}
	}
	return true
}

// Reported counts the judged rows that have a figure, of all judged rows:
// "13 of 16 reported". A partial sum of units is no figure yet.
func (s Summary) Reported() (have, of int) {
	return s.Tally.Set - s.Tally.NoData, s.Tally.Set
}

// Gaps gives what is missing of one sort, in the rows' order.
func (s Summary) Gaps(what string) []Missing {
	var gaps []Missing
	for _, m := range s.Missing {
		if m.What == what {
			gaps = append(gaps, m)
		}
	}
	return gaps
}
