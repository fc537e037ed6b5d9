package check

import (
	"math/big"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// sameKey is under what values that are the same are found.
func sameKey(i indicator.Indicator, a number.Amount) string { return i.Measure + " " + a.String() }

// sameValue finds the value of another indicator of the set with the same
// measure: a line copied twice. Of a whole set only the later row is named.
func (s *subject) sameValue() (Finding, bool) {
	if s.value.Sign() == 0 || atEnd(s.indicator, s.value) || !s.telling(SameValue) {
		return Finding{}, false
	}
	for _, code := range s.same[sameKey(s.indicator, *s.figure.Value)] {
		if code == s.indicator.Code {
			if s.whole {
				break
			}
			continue
		}
		if s.related(code) {
			continue
		}
		f, _ := s.found(SameValue, "same_value", "other", code)
		f.Others = []indicator.Code{code}
		return f, true
	}
	return Finding{}, false
}

// atEnd reports whether a rate is at the natural end of its range, where many
// meet.
func atEnd(i indicator.Indicator, v *big.Rat) bool {
	return bounded(i) && (v.Sign() == 0 || v.Cmp(hundred) == 0)
}

// related reports whether two indicators may well have the same value: a whole
// with a single part, or one fact at two price bases.
func (s *subject) related(code indicator.Code) bool {
	a, b := s.indicator, s.book.Indicators[code]
	return a.Parent == b.Code || b.Parent == a.Code || a.GrowthFrom == b.Code || b.GrowthFrom == a.Code
}

// partsAbove finds parts that come to more than their whole. It is said of the
// whole; of a part only while that is typed, or where the whole is not in the
// set.
func (s *subject) partsAbove() (Finding, bool) {
	if f, ok := s.partsOf(s.indicator.Code, s.value); ok {
		return f, true
	}
	parent := s.indicator.Parent
	if _, held := s.set.Row(parent); parent == "" || s.whole && held {
		return Finding{}, false
	}
	whole := s.book.Value(s.unit, parent, s.period)
	if !whole.Complete() {
		return Finding{}, false
	}
	return s.partsOf(parent, whole.Rat)
}

// partsOf holds the parts of an indicator that have a value and its measure
// against the whole. Parts without a value cannot make the sum smaller.
func (s *subject) partsOf(code indicator.Code, whole *big.Rat) (Finding, bool) {
	sum := new(big.Rat)
	var others []indicator.Code
	for _, part := range s.parts[code] {
		o := s.book.Value(s.unit, part, s.period)
		if o == nil || s.book.Indicators[part].Measure != s.book.Indicators[code].Measure {
			continue
		}
		sum.Add(sum, o.Rat)
		others = append(others, part)
	}
	if len(others) == 0 || sum.Cmp(whole) <= 0 {
		return Finding{}, false
	}
	f, _ := s.found(PartsAbove, "parts_above", "against", whole, "sum", sum, "whole", code, "count", len(others))
	f.Others = others
	if code != s.indicator.Code {
		f.Others = append([]indicator.Code{code}, others...)
	}
	return f, true
}

// unitsDiffer finds an entered total that the units below do not add up to, or
// that some of them already exceed.
func (s *subject) unitsDiffer() (Finding, bool) {
	below := s.result.Below
	switch {
	case below == nil:
	case below.Complete() && below.Rat.Cmp(s.value) != 0:
		return s.found(UnitsDiffer, "units_differ", "against", below.Rat, "of", below.Of)
	case !below.Complete() && below.Rat.Cmp(s.value) > 0:
		return s.found(UnitsDiffer, "units_above", "against", below.Rat, "have", below.Have, "of", below.Of)
	}
	return Finding{}, false
}
