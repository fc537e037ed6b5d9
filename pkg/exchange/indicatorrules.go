package exchange

import (
	"strings"

	"muctieu/pkg/indicator"
)

// checkIndicators holds changed indicators against the others.
func (c *checker) checkIndicators(written []indicatorRow) {
	for _, i := range written {
		c.checkRatio(i)
		c.checkGrowthFrom(i)
		if i.Parent != "" {
			c.knownIndicator(i.at, "parent", i.Parent)
		}
	}
	if len(written) > 0 {
		c.checkIndicatorCircles(written)
	}
}

// checkRatio: a ratio over units has a numerator and a denominator, others
// have none.
func (c *checker) checkRatio(i indicatorRow) {
	ratio := i.OverUnits == indicator.OverRatio
	for _, operand := range []struct {
		column string
		code   indicator.Code
	}{{"numerator", i.Numerator}, {"denominator", i.Denominator}} {
		switch {
		case ratio && operand.code == "":
			c.invalid(i.at, operand.column, "exchange.ratio_needs_operands")
		case !ratio && operand.code != "":
			c.invalid(i.at, operand.column, "exchange.only_ratios")
		case ratio:
			c.knownIndicator(i.at, operand.column, operand.code)
		}
	}
	if !ratio && i.Scale != 0 {
		c.invalid(i.at, "scale", "exchange.only_ratios")
	}
}

// checkGrowthFrom: growth is printed of an indicator at constant prices, and
// not of the indicator itself.
func (c *checker) checkGrowthFrom(i indicatorRow) {
	if i.GrowthFrom == "" {
		return
	}
	from, ok := c.knownIndicator(i.at, "growth_from", i.GrowthFrom)
	if ok && !c.broken[from.Code] && (from.Code == i.Code || !strings.HasPrefix(from.PriceBasis, "constant:")) {
		c.invalid(i.at, "growth_from", "exchange.growth_needs_constant", "text", string(i.GrowthFrom))
	}
}

// checkIndicatorCircles refuses indicators that are a part of themselves, or
// computed from themselves.
func (c *checker) checkIndicatorCircles(written []indicatorRow) {
	parents := make(map[indicator.Code][]indicator.Code, len(c.indicators))
	operands := make(map[indicator.Code][]indicator.Code, len(c.indicators))
	for code, i := range c.indicators {
		parents[code] = append(parents[code], i.Parent)
		operands[code] = append(operands[code], i.Numerator, i.Denominator)
	}
	parts, computed := circles(parents), circles(operands)
	for _, i := range written {
		if parts[i.Code] {
			c.invalid(i.at, "parent", "exchange.parent_circle", "text", string(i.Parent))
		}
		if computed[i.Code] {
			c.invalid(i.at, "numerator", "exchange.operand_circle")
		}
	}
}
