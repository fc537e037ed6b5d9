package store

import (
	"fmt"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

// Conflicts lists all cells or plans of a save that somebody else has saved
// since they were read. Nothing of the save was written. Its kind is Conflict,
// its key "save.conflict" {count}.
type Conflicts struct {
	Cells []CellConflict
	Plans []PlanConflict
}

// A CellConflict is a cell as it is stored and as it was sent.
type CellConflict struct {
	Stored indicator.Figure // with ByName; version 0 if there is none
	Sent   CellSave
}

// A PlanConflict is a plan as it is stored and as it was sent.
type PlanConflict struct {
	Stored indicator.Plan // with ByName; version 0 if there is none
	Sent   PlanSave
}

// Error lists the places, for logs.
func (c *Conflicts) Error() string {
	var places []string
	for _, x := range c.Cells {
		places = append(places, fmt.Sprintf("%s (stored %d, seen %d)", x.Sent.Indicator, x.Stored.Version, x.Sent.Version))
	}
	for _, x := range c.Plans {
		places = append(places, fmt.Sprintf("%s (stored %d, seen %d)", planObject(x.Sent.Key), x.Stored.Version, x.Sent.Version))
	}
	return "save.conflict: " + strings.Join(places, ", ")
}

// Unwrap gives the kind and the words of a conflict.
func (c *Conflicts) Unwrap() error {
	return errs.E(errs.Conflict, "save.conflict", "count", len(c.Cells)+len(c.Plans))
}

func (c *Conflicts) err() error {
	if len(c.Cells)+len(c.Plans) == 0 {
		return nil
	}
	return c
}

// names gives the names of people by their logins, as they are now.
func (w *writer) names(logins map[string]bool) (map[string]string, error) {
	var rows []struct{ Login, Name string }
	if err := w.tx.Raw("SELECT login, name FROM account WHERE login IN ?", sorted(logins)).Scan(&rows).Error; err != nil {
		return nil, err
	}
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.Login] = r.Name
	}
	return names, nil
}

// name fills in who stored what a save is in conflict with.
func (w *writer) name(c *Conflicts) error {
	logins := map[string]bool{}
	for _, x := range c.Cells {
		logins[x.Stored.By] = true
	}
	for _, x := range c.Plans {
		logins[x.Stored.By] = true
	}
	names, err := w.names(logins)
	if err != nil {
		return err
	}
	for i := range c.Cells {
		c.Cells[i].Stored.ByName = names[c.Cells[i].Stored.By]
	}
	for i := range c.Plans {
		c.Plans[i].Stored.ByName = names[c.Plans[i].Stored.By]
	}
	return nil
}
