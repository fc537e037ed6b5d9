package indicator

import (
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A Tile is the place of a unit on the tile map.
type Tile struct {
	Unit        UnitKey
	Column, Row int
}

// A Catalogue is what all units share, with the sets.
type Catalogue struct {
	Tree       *org.Tree
	Indicators map[Code]Indicator
	Levels     []Level // in order of position
	Terms      i18n.Terms
	Sets       map[SetKey]Set
	Tiles      []Tile
	Outlines   []org.Outline // in order of unit
}

// A State is what a change is held against: the catalogue, and the stored
// versions of what the change asks for. It is valid only inside the
// transaction that lends it.
type State struct {
	Catalogue
	Now  time.Time
	Zone *time.Location
	// Figures gives all versions of cells, oldest first; absent cells are
	// left out.
	Figures func(keys []CellKey) (map[CellKey][]Figure, error)
	// Plans gives all versions of plans, oldest first.
	Plans func(keys []PlanKey) (map[PlanKey][]Plan, error)
	// Used reports which of the codes have a figure or a plan.
	Used func(codes []Code) (map[Code]bool, error)
	// Locked reports whether figures of the unit's period are locked.
	Locked func(unit UnitKey, p period.Period) (bool, error)
}

// A Change is what is to be written, in one transaction. Lists hold whole new
// values; what is not listed stays. Figures and plans are appended as the
// next versions of their cells in the order given; Dated zero means now.
type Change struct {
	Units       []org.Unit // all rows of each unit named
	Successions []org.Succession
	Levels      []Level
	Terms       []i18n.Term
	Indicators  []Indicator
	Sets        []Set
	Tiles       []Tile
	Outlines    []org.Outline
	Plans       []Plan
	Figures     []Figure
	Reason      string // why, for the audit
}
