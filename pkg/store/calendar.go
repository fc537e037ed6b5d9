package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

// Calendar gives the days of all periods that administrators have changed, and
// every exception, in a fixed number of queries.
func (s *Store) Calendar(ctx context.Context) (c workflow.Calendar, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var windows []periodWindowRecord
		if err := tx.Find(&windows).Error; err != nil {
			return err
		}
		c.Windows = make(map[period.Period]period.Window, len(windows))
		for _, r := range windows {
			p, err := period.Parse(r.Period)
			if err != nil {
				return err
			}
			c.Windows[p] = r.window()
		}
		lock, err := settingIn(tx, LockAfterDue)
		if err != nil {
			return err
		}
		c.LockAfter = lock == "on"
		c.Exceptions, err = exceptionsIn(tx)
		return err
	})
	return c, err
}

func (r periodWindowRecord) window() period.Window {
	return period.Window{From: dayOf(r.FirstDay), To: dayOf(r.LastDay), CutOff: dayOf(r.CutOff), Due: dayOf(r.Due)}
}

// exceptionsIn gives all exceptions, the oldest first.
func exceptionsIn(tx *gorm.DB) ([]workflow.Exception, error) {
	var rows []deadlineExceptionRecord
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	all := make([]workflow.Exception, len(rows))
	for i, r := range rows {
		p, err := period.Parse(r.Period)
		if err != nil {
			return nil, err
		}
		all[i] = workflow.Exception{Unit: org.Key(r.Unit), Period: p, Until: dayOf(r.UntilDay), Reason: r.Reason, By: r.Login, At: moment(r.Recorded)}
	}
	return all, nil
}

// Begun gives the periods for which units have figures of their own, by unit.
// A unit without any is left out.
func (s *Store) Begun(ctx context.Context, units []org.Key) (begun map[org.Key][]period.Period, err error) {
	begun = map[org.Key][]period.Period{}
	if len(units) == 0 {
		return begun, nil
	}
	err = s.read(ctx, func(tx *gorm.DB) error {
		const q = "SELECT DISTINCT unit, period FROM figure WHERE unit IN ?"
		return each(tx.Raw(q, units), func(rows *sql.Rows) error {
			var unit, text string
			if err := rows.Scan(&unit, &text); err != nil {
				return err
			}
			p, err := period.Parse(text)
			begun[org.Key(unit)] = append(begun[org.Key(unit)], p)
			return err
		})
	})
	return begun, err
}
