package report

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// A Composition says what an indicator is made of: its parts, their shares of
// the whole, and what no part accounts for.
type Composition struct {
	Code    indicator.Code
	Name    string
	Measure string
	Total   Value
	Exact   *big.Rat          // of the total; nil: no complete value, and no shares
	Parts   []CompositionPart // the largest first; those without a value last
	// Residual is total - sum of the parts; none without a total, or where all
	// parts are there and it is zero. It is below zero where the parts come to
	// more than the whole.
	Residual      Value
	ResidualExact *big.Rat
	ResidualShare Value // percent of the total; none where there is no share
	Over          bool  // the parts come to more than the whole: nothing to draw as a whole
	Lacking       []string
	Text          string // the parts in a sentence, without a full stop; empty without a total or any part of it
}

// A CompositionPart is one part of a composition.
type CompositionPart struct {
	Code   indicator.Code
	Name   string
	Value  Value // none: no complete value
	Exact  *big.Rat
	Share  Value // percent of the total; none where the total is not above zero
	Of     *big.Rat
	Status string // "ước"; empty for official
	// Operand is where the value comes from; nil where there is none.
	Operand *indicator.Operand
	// Parts are what the part itself is made of, with shares of the same total.
	Parts []CompositionPart
}

// Composed lists the indicators of a set that are made of parts, in its order.
func Composed(in Input) []indicator.Code {
	var codes []indicator.Code
	parts := partsByParent(in.Book)
	for _, row := range in.Book.Sets[indicator.SetKey{Unit: in.Unit, Year: in.Period.Year}].Rows {
		if len(parts[row.Indicator]) > 0 {
			codes = append(codes, row.Indicator)
		}
	}
	return codes
}

// Compose works out what an indicator of the input's unit and period is made
// of. Parts are the indicators of the catalogue that name it as their parent
// and have its measure. ok is false where there are none.
func Compose(in Input, code indicator.Code) (c Composition, ok bool) {
	w := newWriter(in)
	i := in.Book.Indicators[code]
	k := composing{writer: w, parts: partsByParent(in.Book)}
	c = Composition{Code: code, Name: i.Name(string(w.p.Lang())), Measure: w.word(i18n.MeasureTerm, i.Measure)}
	o := in.Book.Value(in.Unit, code, in.Period)
	if o.Complete() {
		c.Total, c.Exact = w.operand(o, nil), o.Rat
	}
	c.Parts = k.below(code, c.Exact, []indicator.Code{code})
	if len(c.Parts) == 0 {
		return Composition{}, false
	}
	for _, p := range c.Parts {
		if p.Exact == nil {
			c.Lacking = append(c.Lacking, p.Name)
		}
	}
	w.residual(&c, i)
	c.Text = w.composition(c)
	return c, true
}

func partsByParent(b *indicator.Book) map[indicator.Code][]indicator.Code {
	parts := map[indicator.Code][]indicator.Code{}
	for _, code := range slices.Sorted(maps.Keys(b.Indicators)) {
		i := b.Indicators[code]
		if i.Parent != "" && b.Indicators[i.Parent].Measure == i.Measure {
			parts[i.Parent] = append(parts[i.Parent], code)
		}
	}
	return parts
}

type composing struct {
	*writer
	parts map[indicator.Code][]indicator.Code
}

// below gives the parts of an indicator, the largest first. A circle in the
// catalogue ends the walk.
func (k composing) below(code indicator.Code, total *big.Rat, path []indicator.Code) []CompositionPart {
	var list []CompositionPart
	for _, part := range k.parts[code] {
		if slices.Contains(path, part) {
			continue
		}
		p := k.part(part, total)
		p.Parts = k.below(part, total, append(slices.Clone(path), part))
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b CompositionPart) int {
		switch {
		case a.Exact != nil && b.Exact != nil:
			return b.Exact.Cmp(a.Exact)
		case a.Exact != nil:
			return -1
		case b.Exact != nil:
			return 1
		}
		return 0
	})
	return list
}

func (k composing) part(code indicator.Code, total *big.Rat) CompositionPart {
	i := k.in.Book.Indicators[code]
	p := CompositionPart{Code: code, Name: i.Name(string(k.p.Lang()))}
	o := k.in.Book.Value(k.in.Unit, code, k.in.Period)
	if !o.Complete() {
		return p
	}
	p.Value, p.Exact, p.Operand = k.operand(o, nil), o.Rat, o
	if o.Status != indicator.Final {
		p.Status = StatusWord(k.p, o.Status)
	}
	if total != nil && total.Sign() > 0 {
		p.Of = share(o.Rat, total)
		p.Share = k.growth(p.Of)
	}
	return p
}

// residual fills what no part accounts for.
func (w *writer) residual(c *Composition, i indicator.Indicator) {
	if c.Exact == nil {
		return
	}
	rest := new(big.Rat).Set(c.Exact)
	for _, p := range c.Parts {
		if p.Exact != nil {
			rest.Sub(rest, p.Exact)
		}
	}
	c.Over = rest.Sign() < 0
	if rest.Sign() == 0 && len(c.Lacking) == 0 {
		return
	}
	c.ResidualExact = rest
	plain := number.RoundNonZero(rest, i.Decimals)
	c.Residual = Value{Plain: plain, Text: w.p.Format().Text(plain, i.ShownDecimals)}
	if c.Exact.Sign() > 0 {
		c.ResidualShare = w.growth(share(rest, c.Exact))
	}
}

// composition names the parts with their shares.
func (w *writer) composition(c Composition) string {
	var parts []string
	for _, p := range c.Parts {
		switch {
		case p.Exact == nil:
		case p.Share.None():
			parts = append(parts, w.p.T("composition.part", "name", i18n.Lowered(p.Name), "value", measured(p.Value.Text, c.Measure)))
		default:
			parts = append(parts, w.p.T("composition.part_share", "name", i18n.Lowered(p.Name), "value", measured(p.Value.Text, c.Measure), "share", p.Share.Text))
		}
	}
	if c.Exact == nil || len(parts) == 0 {
		return ""
	}
	text := w.p.T("composition.whole", "name", c.Name, "value", measured(c.Total.Text, c.Measure), "parts", strings.Join(parts, "; "))
	switch {
	case c.Over:
		text += "; " + w.p.T("composition.over", "by", measured(unsigned(c.Residual.Text), c.Measure))
	case !c.Residual.None():
		text += "; " + w.p.T("composition.rest", "value", measured(c.Residual.Text, c.Measure))
	}
	if len(c.Lacking) > 0 {
		text += "; " + w.p.T("composition.lacking", "names", lowered(c.Lacking))
	}
	return text
}

func lowered(names []string) []string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = i18n.Lowered(n)
	}
	return list
}
