package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

// BookAsApproved gives what results were computed from when a step of a
// submission was taken: the versions of figures and plans that had been
// recorded by then, the unit's own figures as the step covers them, and the
// sets as they were. Comparing it with the book of now shows what has changed
// since, also where a document recorded later bears an earlier date. Levels
// and indicators are those of today.
func (s *Store) BookAsApproved(ctx context.Context, unit org.Key, p period.Period, step workflow.Step) (b *indicator.Book, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		if !c.Tree.Has(unit) {
			return notFound("store.unit_unknown", "unit", string(unit))
		}
		q := BookQuery{FromYear: p.Year - 1, ToYear: p.Year, recordedBy: step.At,
			Units: family(c.Tree, unit, []time.Time{p.InYear(p.Year - 1).Last(), p.Last()})}
		if b, err = s.bookIn(tx, c, q); err != nil {
			return err
		}
		if err := coverIn(tx, c, b, unit, p, step.Covers); err != nil {
			return err
		}
		b.Sets, err = setsBefore(tx, c.Sets, string(unit)+"/"+p.String(), step)
		return err
	})
	return b, err
}

// coverIn puts the covered versions of a unit's own figures into a book. Times
// are whole seconds, so a later version may bear the time of the step.
func coverIn(tx *gorm.DB, c *indicator.Catalogue, b *indicator.Book, unit org.Key, p period.Period, covers []workflow.Covered) error {
	for _, cover := range covers {
		key := indicator.CellKey{Unit: unit, Indicator: cover.Indicator, Period: p}
		if b.Figures[key].Version == cover.Version {
			continue
		}
		const q = figureColumns + " FROM figure f WHERE f.unit = ? AND f.year = ? AND f.indicator = ? AND f.period = ? AND f.version = ?"
		reader := newFigureReader(c)
		err := each(tx.Raw(q, unit, p.Year, cover.Indicator, p.String(), cover.Version), func(rows *sql.Rows) (err error) {
			b.Figures[key], err = reader.scan(rows)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// setsBefore gives the sets as they were when a step was taken: the first
// change of a set after it says in the audit what the set was before.
func setsBefore(tx *gorm.DB, now map[indicator.SetKey]indicator.Set, object string, step workflow.Step) (map[indicator.SetKey]indicator.Set, error) {
	var rows []struct{ Object, Before string }
	const q = `SELECT object, before FROM audit WHERE action = 'set.save'
		AND id > (SELECT coalesce(max(id), 0) FROM audit WHERE object = ? AND action = ? AND recorded = ?) ORDER BY id DESC`
	if err := tx.Raw(q, object, "submission."+string(step.Action), step.At.Unix()).Scan(&rows).Error; err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return now, nil
	}
	sets := make(map[indicator.SetKey]indicator.Set, len(now))
	for key, set := range now {
		sets[key] = set
	}
	for _, r := range rows { // the first change comes last and counts
		unit, year, _ := strings.Cut(r.Object, "/")
		n, err := strconv.Atoi(year)
		if err != nil {
			return nil, err
		}
		key := indicator.SetKey{Unit: org.Key(unit), Year: n}
		if sets[key], err = setOfLines(key, r.Before); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// setOfLines reads a set as rowList wrote it into the audit; an empty text is
// a set that was not there.
func setOfLines(key indicator.SetKey, text string) (indicator.Set, error) {
	set := indicator.Set{Unit: key.Unit, Year: key.Year}
	if text == "" {
		return set, nil
	}
	var kept struct{ Rows []string }
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return set, err
	}
	for _, line := range kept.Rows {
		words := strings.Split(line, " ")
		for len(words) < 5 {
			words = append(words, "")
		}
		position, err := strconv.Atoi(words[0])
		if err != nil {
			return set, err
		}
		set.Rows = append(set.Rows, indicator.SetRow{Position: position, Indicator: indicator.Code(words[1]), Judging: words[2],
			Source: indicator.Source(words[3]), Fall: indicator.Fall(words[4])})
	}
	return set, nil
}
