package exchange

import (
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
)

func numberCode(code string) *errs.Error {
	return errs.E(errs.Invalid, "exchange.code_as_number", "text", excerpt(code))
}

// circles gives the nodes that lie on a circle of references, or between two.
// It takes time in proportion to the references.
func circles[K comparable](edges map[K][]K) map[K]bool {
	left := make(map[K]bool, len(edges))
	for k := range edges {
		left[k] = true
	}
	peel(left, edges)
	back := make(map[K][]K, len(left))
	for k := range left {
		back[k] = append(back[k], nil...)
		for _, to := range edges[k] {
			if left[to] {
				back[to] = append(back[to], k)
			}
		}
	}
	peel(left, back)
	return left
}

// peel takes away nodes that refer to nothing that is left, until there are no
// more.
func peel[K comparable](left map[K]bool, edges map[K][]K) {
	open := make(map[K]int, len(left))
	back := make(map[K][]K, len(left))
	var done []K
	for k := range left {
		for _, to := range edges[k] {
			if left[to] {
				open[k]++
				back[to] = append(back[to], k)
			}
		}
		if open[k] == 0 {
			done = append(done, k)
		}
	}
	for len(done) > 0 {
		k := done[len(done)-1]
		done = done[:len(done)-1]
		delete(left, k)
		for _, from := range back[k] {
			if open[from]--; open[from] == 0 {
				done = append(done, from)
			}
		}
	}
}

// The most that is looked at to follow units up over time. An honest tree
// that is turned upside down needs a few steps.
const (
	maxDepth = 30
	maxSteps = 1_000_000
)

// checkUnitCircles refuses rows by which a unit lies below itself on some day.
// A unit may have lain below another at one time and above it at another.
func (c *checker) checkUnitCircles() {
	if len(c.b.units) == 0 {
		return
	}
	edges := map[org.Key][]org.Key{}
	for _, key := range c.tree.Keys() {
		u, _ := c.tree.Unit(key)
		edges[key] = nil
		for _, r := range u.Rows {
			if r.Parent != "" && r.Parent != key {
				edges[key] = append(edges[key], r.Parent)
			}
		}
	}
	suspects := circles(edges)
	w := &walk{tree: c.tree, left: maxSteps}
	for _, u := range c.b.units {
		if suspects[u.key] && !u.bad && w.reaches(u.key, u.row.Parent, u.row.From, u.row.To, 0) {
			c.invalid(u.at, "parent", "exchange.unit_circle", "text", string(u.row.Parent))
		}
	}
}

// A walk follows units up over the days on which a row holds.
type walk struct {
	tree *org.Tree
	left int
}

// reaches reports whether a unit lies above another on some day from one day
// to another; zero days are open. A walk that grows too long counts as one.
func (w *walk) reaches(unit, at org.Key, from, to time.Time, depth int) bool {
	if at == unit || depth > maxDepth {
		return true
	}
	u, _ := w.tree.Unit(at)
	for _, r := range u.Rows {
		if w.left--; w.left < 0 {
			return true
		}
		first, last := laterOf(from, r.From), earlierOf(to, r.To)
		if r.Parent == "" || !last.IsZero() && last.Before(first) {
			continue
		}
		if w.reaches(unit, r.Parent, first, last, depth+1) {
			return true
		}
	}
	return false
}

// laterOf gives the later of two first days; a zero day is open.
func laterOf(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// earlierOf gives the earlier of two last days; a zero day is open.
func earlierOf(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
