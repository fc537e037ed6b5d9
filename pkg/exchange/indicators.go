package exchange

import (
	"strconv"
	"strings"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

type indicatorRow struct {
	at
	indicator.Indicator
	bad bool
}

func (b *Batch) addIndicator(r *row) {
	i := indicatorRow{at: r.at, Indicator: indicator.Indicator{
		Code: indicator.Code(r.code("code", true)), NameVi: r.neededWord("name_vi"), NameEn: r.word("name_en"),
		Measure: r.neededWord("measure"), Group: r.word("group"), Agency: r.word("agency"),
		Kind:      choose(r, "kind", true, indicator.Kinds...),
		Direction: choose(r, "direction", true, indicator.Directions...),
		Method:    choose(r, "percent_method", false, indicator.Methods...),
		OverUnits: choose(r, "over_units", true, indicator.OverSum, indicator.OverRatio, indicator.OverNone),
		OverTime:  choose(r, "over_time", true, indicator.OverSum, indicator.OverLast, indicator.OverNone),
		Numerator: indicator.Code(r.code("numerator", false)), Denominator: indicator.Code(r.code("denominator", false)),
		Scale: r.scale(), Parent: indicator.Code(r.code("parent", false)),
		Base:       choose(r, "base", false, indicator.SamePeriod, indicator.YearStart),
		PriceBasis: r.priceBasis(), GrowthFrom: indicator.Code(r.code("growth_from", false)),
	}}
	i.Decimals, _ = r.whole("decimals", true, 0, number.MaxDecimals)
	i.ShownDecimals, _ = r.whole("shown_decimals", true, 0, number.MaxDecimals)
	if i.ShownDecimals > i.Decimals && !r.bad {
		r.invalid("shown_decimals", "exchange.shown_above_stored", "max", i.Decimals)
	}
	i.bad = r.bad
	b.indicators = append(b.indicators, i)
}

// scale gives the scale of a ratio; 0 if none was given.
func (r *row) scale() int {
	text := choose(r, "scale", false, "100", "1000", "10000")
	n, _ := strconv.Atoi(text) // one of the three, or empty
	return n
}

// priceBasis gives "current", "constant:" and a year, or nothing.
func (r *row) priceBasis() string {
	text := r.word("price_basis")
	year, constant := strings.CutPrefix(text, "constant:")
	n, err := strconv.Atoi(year)
	switch {
	case text == "" || text == indicator.CurrentPrices:
	case !constant || err != nil || n < firstYear || n > lastYear || len(year) != 4:
		r.invalid("price_basis", "exchange.bad_price_basis", "text", excerpt(text))
	}
	return text
}

// complete fills in the defaults of empty cells and takes what absent columns
// leave as it is stored.
func (i *indicatorRow) complete(before indicator.Indicator, stored bool) {
	if stored {
		i.keep(before)
	}
	if i.Method == "" {
		i.Method = indicator.DefaultMethod(i.Kind, i.Direction)
	}
	if i.Base == "" {
		i.Base = indicator.SamePeriod
	}
	if i.PriceBasis == "" {
		i.PriceBasis = indicator.CurrentPrices
	}
	switch {
	case i.OverUnits != indicator.OverRatio:
		if !i.given("scale") {
			i.Scale = 0
		}
	case i.Scale == 0:
		i.Scale = 100
	}
}

func (i *indicatorRow) keep(before indicator.Indicator) {
	kept := map[string]func(){
		"numerator":   func() { i.Numerator = before.Numerator },
		"denominator": func() { i.Denominator = before.Denominator },
		"scale":       func() { i.Scale = before.Scale },
		"parent":      func() { i.Parent = before.Parent },
		"base":        func() { i.Base = before.Base },
		"price_basis": func() { i.PriceBasis = before.PriceBasis },
		"growth_from": func() { i.GrowthFrom = before.GrowthFrom },
	}
	for column, keep := range kept {
		if !i.given(column) {
			keep()
		}
	}
}

func (c *checker) decideIndicators() error {
	c.indicators = make(map[indicator.Code]indicator.Indicator, len(c.state.Indicators)+len(c.b.indicators))
	c.broken = map[indicator.Code]bool{}
	for code, i := range c.state.Indicators {
		c.indicators[code] = i
	}
	var written []indicatorRow
	seen := map[indicator.Code]at{}
	for _, i := range c.b.indicators {
		fresh := once(c, seen, i.Code, i.at, i.bad)
		before, stored := c.state.Indicators[i.Code]
		if !fresh {
			if _, known := c.indicators[i.Code]; !known {
				c.indicators[i.Code] = i.Indicator
				c.broken[i.Code] = true
			}
			continue
		}
		i.complete(before, stored)
		i.Version = before.Version
		c.indicators[i.Code] = i.Indicator
		f := fateOf(stored, before == i.Indicator)
		if f != unchanged {
			written = append(written, i)
		}
		c.count(Indicators, f)
	}
	c.checkIndicators(written)
	return c.checkFixed(written)
}

// checkFixed refuses to change what an indicator's figures and plans rest on.
func (c *checker) checkFixed(written []indicatorRow) error {
	var codes []indicator.Code
	for _, i := range written {
		c.change.Indicators = append(c.change.Indicators, i.Indicator)
		if _, stored := c.state.Indicators[i.Code]; stored {
			codes = append(codes, i.Code)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	used, err := c.state.Used(codes)
	if err != nil {
		return err
	}
	for _, i := range written {
		if used[i.Code] {
			c.checkFixedFields(i, c.state.Indicators[i.Code])
		}
	}
	return nil
}

func (c *checker) checkFixedFields(i indicatorRow, before indicator.Indicator) {
	for _, f := range []struct{ column, before, after string }{
		{"measure", before.Measure, i.Measure},
		{"kind", string(before.Kind), string(i.Kind)},
		{"direction", string(before.Direction), string(i.Direction)},
		{"percent_method", string(before.Method), string(i.Method)},
		{"over_units", string(before.OverUnits), string(i.OverUnits)},
		{"over_time", string(before.OverTime), string(i.OverTime)},
		{"price_basis", before.PriceBasis, i.PriceBasis},
	} {
		if f.before != f.after {
			c.invalid(i.at, f.column, "exchange.fixed", "before", excerpt(f.before), "after", excerpt(f.after))
		}
	}
	if i.Decimals < before.Decimals {
		c.invalid(i.at, "decimals", "exchange.decimals_shrink", "before", before.Decimals, "after", i.Decimals)
	}
}
