package exchange

import (
	"maps"
	"slices"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
)

// unitNames finds units by what a map may call them.
type unitNames struct {
	codes, full, bare map[string][]org.Key
}

func (c *checker) newUnitNames() unitNames {
	n := unitNames{map[string][]org.Key{}, map[string][]org.Key{}, map[string][]org.Key{}}
	add := func(in map[string][]org.Key, name string, key org.Key) {
		if name != "" && !slices.Contains(in[name], key) {
			in[name] = append(in[name], key)
		}
	}
	for _, key := range c.tree.Keys() {
		u, _ := c.tree.Unit(key)
		for _, r := range u.Rows {
			add(n.codes, r.Code, key)
			add(n.full, Fold(r.Kind+" "+r.Name), key)
			add(n.bare, Fold(r.Name), key)
		}
	}
	return n
}

// find gives the units that a feature may mean, by the surest property that
// means any, and the text of that property. A unit it names by key, or in the
// property "unit" at all, must be there. A name is first looked for with its
// kind, then without.
func (n unitNames) find(row outlineRow, has map[org.Key]bool) (units []org.Key, text string) {
	if key := org.Key(row.names["unit"]); has[key] {
		return []org.Key{key}, string(key)
	}
	for _, property := range nameProperties {
		if text = row.names[property]; text == "" {
			continue
		}
		for _, units = range [][]org.Key{n.codes[text], n.full[Fold(text)], n.bare[Fold(text)]} {
			if len(units) > 0 {
				return units, text
			}
		}
		if property == "unit" {
			break
		}
	}
	return nil, text
}

// decideOutlines finds the unit of each feature. A feature that names a unit's
// key must name one there is; one with a code or name that no unit has is left
// out and told: files of borders hold the neighbours too.
func (c *checker) decideOutlines() {
	if len(c.b.outlines) == 0 {
		return
	}
	stored := map[org.Key]org.Outline{}
	for _, o := range c.state.Outlines {
		stored[o.Unit] = o
	}
	names, seen, matched := c.newUnitNames(), map[org.Key]at{}, map[*sheet]bool{}
	for _, row := range c.b.outlines {
		unit, ok := c.outlineUnit(names, row)
		if !ok {
			continue
		}
		matched[row.sheet] = true
		if first, twice := seen[unit]; twice {
			c.fault(row.at, "", aboutFeature(row, errs.E(errs.Invalid, "unitmap.twice", "unit", string(unit), "first", first.line)))
			continue
		}
		if seen[unit] = row.at; row.bad {
			continue
		}
		o := org.Outline{Unit: unit, Rings: row.rings}
		before, had := stored[unit]
		f := fateOf(had, before.Equal(o))
		if f != unchanged {
			c.change.Outlines = append(c.change.Outlines, o)
		}
		c.count(Map, f)
	}
	c.tellUnmatched(matched)
	c.tellWithout(seen, stored)
}

// outlineUnit settles whose shape a feature is.
func (c *checker) outlineUnit(names unitNames, row outlineRow) (org.Key, bool) {
	units, text := names.find(row, c.units)
	switch {
	case len(units) == 1:
		return units[0], true
	case len(units) > 1:
		c.fault(row.at, "", errs.E(errs.Invalid, "unitmap.ambiguous", "text", excerpt(text), "units", c.named(units)))
	case row.label() == "":
		c.fault(row.at, "", errs.E(errs.Invalid, "unitmap.no_name"))
	case c.b.unread: // the file that could not be read may hold the unit
	case row.names["unit"] != "":
		c.fault(row.at, "", errs.E(errs.Invalid, "unitmap.unknown_unit", "text", excerpt(row.names["unit"])))
	default:
		c.b.doubts.add(row.at, "", errs.E(errs.Invalid, "unitmap.unmatched", "text", row.label()))
	}
	return "", false
}

// tellUnmatched refuses a map of which no feature is a unit's.
func (c *checker) tellUnmatched(matched map[*sheet]bool) {
	if c.b.unread {
		return
	}
	told := map[*sheet]bool{}
	for _, row := range c.b.outlines {
		if s := row.sheet; !matched[s] && !told[s] {
			told[s] = true
			c.fault(at{s, 0}, "", errs.E(errs.Invalid, "unitmap.nothing_matched"))
		}
	}
}

// tellWithout names the units that lie beside those of the map and have no
// shape, neither in it nor from before.
func (c *checker) tellWithout(seen map[org.Key]at, stored map[org.Key]org.Outline) {
	var without []org.Key
	for _, key := range c.tree.Keys() {
		_, given := seen[key]
		_, had := stored[key]
		if !given && !had && c.tree.BesideAny(key, slices.Collect(maps.Keys(seen))) {
			without = append(without, key)
		}
	}
	if len(without) > 0 {
		c.b.doubts.add(at{c.b.outlines[0].sheet, 0}, "", errs.E(errs.Invalid, "unitmap.without", "count", len(without), "units", c.named(without)))
	}
}

// named lists units by their names and keys.
func (c *checker) named(units []org.Key) string {
	all := make([]string, len(units))
	for i, key := range units {
		all[i] = c.state.Terms.UnitName(c.tree.Nearest(key, c.state.Now).Name, c.tree.Nearest(key, c.state.Now).Kind, i18n.Vi) + " (" + string(key) + ")"
	}
	return strings.Join(all, ", ")
}
