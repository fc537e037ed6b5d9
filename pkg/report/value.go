package report

import (
	"math/big"
	"strings"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

var (
	hundred = big.NewRat(100, 1)
	zero    = new(big.Rat)
)

// shortest prints a plain number as it is, without trailing zeros.
func (w *writer) shortest(plain string) Value {
	return Value{Plain: plain, Text: w.p.Format().Text(plain, 0)}
}

// percent prints a percentage that 100 divides into good and bad: it never
// rounds onto 100.
func (w *writer) percent(r *big.Rat) Value {
	if r == nil {
		return Value{}
	}
	return w.shortest(number.RoundBeside(r, hundred, w.in.Decimals))
}

// growth prints a change in percent; what is not zero never prints as 0.
func (w *writer) growth(r *big.Rat) Value {
	if r == nil {
		return Value{}
	}
	return w.shortest(number.RoundNonZero(r, w.in.Decimals))
}

// exactly prints a difference: in full where values are whole counts, else
// rounded to the indicator's decimals, and never a non-zero one as 0.
func exactly(r *big.Rat, of *indicator.Operand, i indicator.Indicator) string {
	if of == nil || of.Amount {
		if n, ok := r.FloatPrec(); ok {
			return number.Round(r, n)
		}
	}
	return number.RoundNonZero(r, i.Decimals)
}

// points prints a difference in points, without trailing zeros.
func (w *writer) points(r *big.Rat, of *indicator.Operand, i indicator.Indicator) Value {
	if r == nil {
		return Value{}
	}
	return w.shortest(exactly(r, of, i))
}

// gap prints a difference like the values it is between.
func (w *writer) gap(r *big.Rat, of *indicator.Operand, i indicator.Indicator) Value {
	if r == nil {
		return Value{}
	}
	plain := exactly(r, of, i)
	return Value{Plain: plain, Text: w.p.Format().Text(plain, i.ShownDecimals)}
}

// operand prints a value. An exact ratio is rounded to the indicator's
// decimals, and to more where it would otherwise print as a plan, or an end of
// one, that it is not.
func (w *writer) operand(o *indicator.Operand, plans []indicator.PlanResult) Value {
	if o == nil {
		return Value{}
	}
	most := o.Decimals
	if n, ok := o.Rat.FloatPrec(); ok && o.Amount {
		most = n
	}
	bounds := make([]*big.Rat, 0, 2*len(plans))
	for _, p := range plans {
		bounds = append(bounds, p.Plan.Target.Low.Rat())
		if h := p.Plan.Target.High; h != nil {
			bounds = append(bounds, h.Rat())
		}
	}
	plain := number.Round(o.Rat, most)
	if !o.Amount && len(bounds) > 0 {
		plain = number.RoundBeside(o.Rat, bounds[0], most, bounds[1:]...)
	}
	return Value{Plain: plain, Text: w.p.Format().Text(plain, o.Shown)}
}

// reason says in words why something could not be computed.
func (w *writer) reason(r *indicator.Reason) string {
	if r == nil {
		return ""
	}
	args := make(map[string]any, len(r.Args))
	for name, arg := range r.Args {
		args[name] = w.reasonArg(name, arg)
	}
	return w.p.Message(r.Key, args)
}

func (w *writer) reasonArg(name string, arg any) any {
	switch a := arg.(type) {
	case time.Time:
		return w.p.DocumentDate(a)
	case []string:
		names := make([]string, len(a))
		for i, code := range a {
			names[i] = w.levelPhrase(code)
		}
		return names
	case string:
		if name == "level" {
			return w.levelPhrase(a)
		}
		return Prices(w.p, a)
	}
	return arg
}

// levelPhrase names the plan of a level: "kế hoạch thành phố giao".
func (w *writer) levelPhrase(code string) string {
	if phrase := w.phrase[code]; phrase != "" {
		return phrase
	}
	return code
}

// Prices names a price basis: "giá hiện hành", "giá so sánh 2010". Other text
// stays.
func Prices(p *i18n.Printer, basis string) string {
	if year, ok := strings.CutPrefix(basis, "constant:"); ok {
		return p.T("core.prices_constant", "year", year)
	}
	if basis == indicator.CurrentPrices {
		return p.T("core.prices_current")
	}
	return basis
}
