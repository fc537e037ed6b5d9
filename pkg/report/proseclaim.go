package report

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/number"
)

// A mention is an indicator's name in a sentence.
type mention struct {
	row, from, to int
	short         bool
}

// mentions finds the indicators a sentence names, in their order. No place
// belongs to two names: the longest takes it.
func (r *proofreader) mentions(lower string) []mention {
	words := wordsOf(lower)
	taken := make([]bool, len(words))
	var all []mention
	for _, n := range r.names {
		for i := 0; i+len(n.words) <= len(words); i++ {
			end := i + len(n.words)
			if !n.stands(words[i:end]) || slices.Contains(taken[i:end], true) {
				continue
			}
			all = append(all, mention{n.row, words[i].from, words[end-1].to, n.short})
			for k := i; k < end; k++ {
				taken[k] = true
			}
		}
	}
	slices.SortFunc(all, func(a, b mention) int { return a.from - b.from })
	return all
}

// stands reports whether the words are the name.
func (n nameAt) stands(words []word) bool {
	for i, w := range n.words {
		if n.bare && words[i].bare != w || !n.bare && words[i].text != w {
			return false
		}
	}
	return true
}

// claims holds every number that a sentence gives to an indicator against what
// is computed for it. A number belongs to the name before it.
func (r *proofreader) claims(sentence string) {
	lower := strings.ToLower(sentence)
	if len(lower) != len(sentence) {
		sentence = lower // a letter whose small form is longer: places must agree
	}
	all := r.mentions(lower)
	for i, m := range all {
		if !r.means(lower, m) {
			continue
		}
		end := len(lower)
		if i+1 < len(all) {
			end = all[i+1].from
		}
		end = m.to + said(lower[m.to:end], m.short)
		r.clause(&r.s.Rows[m.row], sentence[m.to:end], lower[m.to:end])
	}
}

var yearForm = regexp.MustCompile(`(?:^|[^\d.,])((?:19|20)\d\d)(?:$|[^\d.,/%]|[.,]?$|[.,] )`)

// years reports whether a clause speaks of the year after, and whether of a
// year that this report knows nothing of.
func (r *proofreader) years(clause string) (next, other bool) {
	this := r.s.Period.Year
	for _, m := range yearForm.FindAllStringSubmatch(clause, -1) {
		switch year, _ := strconv.Atoi(m[1]); year {
		case this, this - 1:
		case this + 1:
			next = true
		default:
			other = true
		}
	}
	return next, other
}

var numberForm = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// clause judges the numbers behind one indicator's name.
func (r *proofreader) clause(row *Row, text, lower string) {
	next, other := r.years(lower)
	if other {
		return
	}
	coming := r.ahead || next
	for _, at := range numberForm.FindAllStringIndex(lower, -1) {
		said := lower[at[0]:at[1]]
		unit := r.unitAfter(row, lower[at[1]:])
		if unit == "" || coming && unit == percentSign {
			continue
		}
		quote := strings.TrimSpace(text[at[0]:at[1]] + behind(unit))
		candidates := r.candidates(row, coming)
		matched := slices.DeleteFunc(candidates, func(c candidate) bool { return !c.says(said) })
		switch {
		case len(candidates) == 0:
		case len(matched) == 0:
			r.value(row, quote, coming)
		case turned(matched, lower[:at[0]]):
			r.direction(row, quote)
		}
	}
}

const percentSign = "%"

// behind is a unit as it stands behind a number.
func behind(unit string) string {
	if unit == percentSign {
		return unit
	}
	return " " + unit
}

// unitAfter is what follows a number: the percent sign, the indicator's own
// measure, or nothing that tells what the number is.
func (r *proofreader) unitAfter(row *Row, rest string) string {
	rest = strings.TrimLeft(rest, " \u00A0")
	measure := strings.ToLower(row.Measure)
	switch {
	case strings.HasPrefix(rest, percentSign):
		return percentSign
	case strings.HasPrefix(rest, "điểm %"), strings.HasPrefix(rest, "điểm phần trăm"), strings.HasPrefix(rest, "percentage point"):
		return percentSign
	case measure != "" && measure != percentSign && strings.HasPrefix(rest, measure):
		return row.Measure
	}
	return ""
}

// A candidate is a number that a clause may mean. A change has a direction.
type candidate struct {
	rat    *big.Rat
	change bool
}

// says reports whether the text, read in either language, is the candidate as
// far as it goes. A fall is written without its minus.
func (c candidate) says(text string) bool {
	exact := new(big.Rat).Abs(c.rat)
	return slices.ContainsFunc(readings(text), func(v reading) bool {
		return number.Round(exact, v.decimals) == number.Round(v.rat, v.decimals)
	})
}

// A claims list gathers what a clause may mean.
type claims []candidate

func (c *claims) add(change bool, rats ...*big.Rat) {
	for _, v := range rats {
		if v != nil {
			*c = append(*c, candidate{v, change})
		}
	}
}

// candidates are all numbers that are known of a row; in what is to come, the
// targets of the year after too.
func (r *proofreader) candidates(row *Row, coming bool) []candidate {
	var list claims
	list.row(row)
	if y := row.InYear; y != nil {
		list.add(false, operandRat(y.Value), operandRat(y.Ratio))
		list.add(true, operandRat(y.Growth), operandRat(y.Points))
		if y.Total != nil {
			list.row(y.Total)
		}
	}
	for _, t := range r.targets {
		if coming && t.Code == string(row.Code) {
			list.add(false, operandRat(t.Value))
		}
	}
	return list
}

// row adds what a row holds of itself.
func (c *claims) row(row *Row) {
	res := row.Result
	c.add(false, operandRat(row.Actual), operandRat(row.Previous), operandRat(row.Below))
	if res.Actual != nil {
		c.add(false, res.Actual.Rat)
	}
	for _, p := range row.Plans {
		c.add(false, p.Result.Percent, p.Result.Gap, p.Result.Points, operandRat(p.Low), operandRat(p.High), operandRat(p.BeforePercent))
	}
	c.add(false, res.Ratio)
	c.add(true, res.Growth, res.Points)
	if res.Actual != nil && res.Previous != nil {
		c.add(true, new(big.Rat).Sub(res.Actual.Rat, res.Previous.Rat))
	}
}

func operandRat(v Value) *big.Rat {
	if rat, ok := new(big.Rat).SetString(v.Plain); ok && !v.None() {
		return rat
	}
	return nil
}

var (
	rises = regexp.MustCompile(`(?:^|[^\pL])(tăng|up|increased|rose|grew)(?:[^\pL]+\pL+){0,2}[^\pL]*$`)
	falls = regexp.MustCompile(`(?:^|[^\pL])(giảm|down|decreased|fell|dropped)(?:[^\pL]+\pL+){0,2}[^\pL]*$`)
)

// turned reports whether the words before a number say the other direction
// than the change it is. A number that is also something else is no change.
func turned(matched []candidate, before string) bool {
	sign := 0
	for _, c := range matched {
		if !c.change || sign != 0 && sign != c.rat.Sign() {
			return false
		}
		sign = c.rat.Sign()
	}
	return sign < 0 && rises.MatchString(before) || sign > 0 && falls.MatchString(before)
}

func (r *proofreader) value(row *Row, quote string, coming bool) {
	computed := row.Full()
	if coming {
		for _, t := range r.targets {
			if t.Code == string(row.Code) {
				computed = r.p.T("prose.target", "name", t.Name, "plan", t.Phrase, "value", measured(t.Text, t.Measure))
			}
		}
	}
	r.add(WrongValue, quote, row.Code, r.p.T("prose.value", "said", quote, "computed", computed))
}

func (r *proofreader) direction(row *Row, quote string) {
	r.add(WrongDirection, quote, row.Code, r.p.T("prose.direction", "said", quote, "computed", row.Full()))
}
