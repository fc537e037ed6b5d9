package exchange

import (
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// A checker holds one batch against one state.
type checker struct {
	b     *Batch
	state *indicator.State
	zone  *time.Location

	change indicator.Change
	counts map[Kind]Count

	// What will be there once the batch is taken. Rows that are refused count
	// as there, so that one fault does not cause others.
	tree       *org.Tree
	units      map[org.Key]bool
	levels     map[string]bool
	indicators map[indicator.Code]indicator.Indicator
	broken     map[indicator.Code]bool // indicators whose own row is refused
	sets       map[indicator.SetKey]indicator.Set
	rollups    map[setPlace]bool
	newRollups []setRow // set rows that were entered before, or not there
	terms      map[termKey]i18n.Term
}

// Decide holds a batch against what is stored and against itself, in whatever
// order its files and rows come, and gives what is to be written. Rows that
// say what is stored already change nothing; what no row names stays.
//
// The error is errs.Faults with all that is wrong, each fault at
// "name.csv:LINE" or "book.xlsx:Sheet!B7"; nothing may be written then. Doubts
// stand in the report and stop nothing. Another error is the state's own.
func Decide(state *indicator.State, b *Batch) (indicator.Change, Report, error) {
	c := &checker{b: b, state: state, zone: state.Zone, counts: map[Kind]Count{}}
	if c.zone == nil {
		c.zone = time.UTC
	}
	faults, doubts := len(b.faults.list), len(b.doubts.list)
	defer func() { // a batch may be decided again
		b.faults.list, b.doubts.list = b.faults.list[:faults], b.doubts.list[:doubts]
	}()
	if err := c.decide(); err != nil {
		return indicator.Change{}, Report{}, err
	}
	report := Report{Counts: c.counts, Doubts: b.doubts.sorted()}
	if err := b.faults.sorted().Err(); err != nil {
		return indicator.Change{}, report, err
	}
	return c.change, report, nil
}

// decide goes through the kinds, those first that others refer to.
func (c *checker) decide() error {
	c.decideUnits()
	c.decideSuccessions()
	c.decideLevels()
	c.decideTerms()
	if err := c.decideIndicators(); err != nil {
		return err
	}
	c.decideSets()
	c.decideTiles()
	c.decideOutlines()
	if err := c.decidePlans(); err != nil {
		return err
	}
	return c.decideFigures()
}

func (c *checker) fault(a at, column string, err *errs.Error) { c.b.fault(a, column, err) }

func (c *checker) invalid(a at, column, key string, args ...any) {
	c.fault(a, column, errs.E(errs.Invalid, key, args...))
}

func (c *checker) doubt(a at, column, key string, args ...any) {
	c.b.doubts.add(a, column, errs.E(errs.Invalid, key, args...))
}

// unknown refuses a reference to what does not exist. Where a file could not
// be read that might have held it, that file is all that is complained about.
func (c *checker) unknown(a at, column, key, text string) {
	if !c.b.unread && text != "" {
		c.invalid(a, column, key, "text", excerpt(text))
	}
}

// knownUnit checks a reference to a unit.
func (c *checker) knownUnit(a at, column string, key org.Key) bool {
	if !c.units[key] {
		c.unknown(a, column, "exchange.unknown_unit", string(key))
	}
	return c.units[key]
}

// knownIndicator checks a reference to an indicator.
func (c *checker) knownIndicator(a at, column string, code indicator.Code) (indicator.Indicator, bool) {
	i, ok := c.indicators[code]
	if !ok {
		c.unknown(a, column, "exchange.unknown_indicator", string(code))
	}
	return i, ok
}

// knownLevel checks a reference to a plan level.
func (c *checker) knownLevel(a at, column, code string) {
	if !c.levels[code] {
		c.unknown(a, column, "exchange.unknown_level", code)
	}
}

// A fate is what becomes of a row.
type fate uint8

const (
	unchanged fate = iota
	changed
	added
)

// fateOf tells what becomes of a row that is stored already, or is not, and
// says the same, or does not.
func fateOf(stored, same bool) fate {
	switch {
	case !stored:
		return added
	case same:
		return unchanged
	}
	return changed
}

func (c *checker) count(k Kind, f fate) {
	n := c.counts[k]
	switch f {
	case added:
		n.New++
	case changed:
		n.Changed++
	default:
		n.Unchanged++
	}
	c.counts[k] = n
}

// once notes where a key stood first, and refuses it where it stands again. A
// row that is refused already is not refused for that too.
func once[K comparable](c *checker, seen map[K]at, key K, a at, bad bool) bool {
	first, twice := seen[key]
	if !twice {
		seen[key] = a
		return !bad
	}
	if !bad {
		c.invalid(a, "", "exchange.doubled", "first", first.row())
	}
	return false
}
