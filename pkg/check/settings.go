package check

import (
	"math/big"
	"slices"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// A Setting is what an administrator has decided about one rule for one
// indicator. The zero Setting leaves the rule on, with its default.
type Setting struct {
	Off       bool
	Threshold string // a plain decimal number above zero; empty: the default
}

// Settings are the decisions for all indicators. Nil leaves every rule on with
// its default.
type Settings map[indicator.Code]map[Rule]Setting

func (s Settings) off(code indicator.Code, rule Rule) bool { return s[code][rule].Off }

// Validate refuses unknown rules and thresholds that are no number above zero,
// or stand with a rule that has none. The error is errs.Faults of kind
// Invalid, placed by indicator and rule: "thu_ns out_of_line".
func (s Settings) Validate() error {
	var faults errs.Faults
	for code, rules := range s {
		for rule, setting := range rules {
			if err := setting.fault(rule); err != nil {
				faults.Add(string(code)+" "+string(rule), err)
			}
		}
	}
	slices.SortFunc(faults, func(a, b errs.Fault) int { return strings.Compare(a.Place, b.Place) })
	return faults.Err()
}

func (s Setting) fault(rule Rule) *errs.Error {
	switch {
	case !slices.Contains(Rules, rule) && !slices.Contains(PlanRules, rule):
		return errs.E(errs.Invalid, "check.unknown_rule", "rule", string(rule))
	case s.Threshold == "":
		return nil
	case DefaultThreshold(rule, indicator.Indicator{}) == "":
		return errs.E(errs.Invalid, "check.no_threshold", "rule", string(rule))
	}
	if a, err := number.ParsePlain(s.Threshold, number.MaxDecimals); err != nil || a.Sign() <= 0 {
		return errs.E(errs.Invalid, "check.bad_threshold", "text", s.Threshold)
	}
	return nil
}

// DefaultThreshold is the threshold of a rule for an indicator as a plain
// decimal number; empty for a rule that has none. It means:
//   - out_of_line, plan_out_of_line: percent of change on last year (50), for
//     rates and shares percentage points (25);
//   - factor_1000, plan_factor_1000: how many times the quotient may be off
//     1000, or 1000000, and still be taken for a slip (5);
//   - rate_out_of_range, plan_rate_out_of_range: the upper end (100, 1000 for ‰);
//   - same_value, unchanged: fewest digits, without zeros at the ends, that
//     make a value telling (3): that 7 schools stay 7 says nothing.
func DefaultThreshold(rule Rule, i indicator.Indicator) string {
	switch rule {
	case OutOfLine, PlanOutOfLine:
		if inPoints(i) {
			return "25"
		}
		return "50"
	case Factor1000, PlanFactor1000:
		return "5"
	case RateRange, PlanRateRange:
		if i.Measure == perMille {
			return "1000"
		}
		return "100"
	case SameValue, Unchanged:
		return "3"
	}
	return ""
}

// threshold gives the number that holds for an indicator; zero for a rule
// without one. A setting that is no number gives way to the default.
func (s Settings) threshold(i indicator.Indicator, rule Rule) *big.Rat {
	for _, text := range []string{s[i.Code][rule].Threshold, DefaultThreshold(rule, i)} {
		if r, ok := new(big.Rat).SetString(text); ok && r.Sign() > 0 {
			return r
		}
	}
	return new(big.Rat)
}

const (
	percent  = "%"
	perMille = "‰"
)

// inPoints reports whether values are percentages of something, so that their
// difference, not their quotient, says how far apart they are.
func inPoints(i indicator.Indicator) bool {
	switch i.Kind {
	case indicator.Rate, indicator.Share, indicator.GrowthRate, indicator.CompletionRate:
		return true
	}
	return i.Measure == percent || i.Measure == perMille
}

// bounded reports whether values cannot leave 0 to 100 by their nature. A
// growth or a reduction can.
func bounded(i indicator.Indicator) bool {
	switch i.Kind {
	case indicator.Rate, indicator.Share, indicator.CompletionRate:
		return i.Measure == percent || i.Measure == perMille
	}
	return false
}
