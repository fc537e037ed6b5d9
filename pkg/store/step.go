package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

type submissionRecord struct {
	Unit      string `gorm:"primaryKey"`
	Period    string `gorm:"primaryKey"`
	State     string
	Version   int
	Updated   int64
	UpdatedBy string
}

type submissionStepRecord struct {
	Unit     string `gorm:"primaryKey"`
	Period   string `gorm:"primaryKey"`
	Version  int    `gorm:"primaryKey;autoIncrement:false"`
	Action   string
	Recorded int64
	Login    string
	Reason   string
	Remarks  string
	Covers   string
	Name     string `gorm:"->"` // of the person, where a query gives it
}

func (r submissionStepRecord) step() (step workflow.Step, err error) {
	step = workflow.Step{Action: workflow.Action(r.Action), At: moment(r.Recorded), By: r.Login, Reason: r.Reason}
	if err = json.Unmarshal([]byte(r.Remarks), &step.Remarks); err != nil {
		return step, err
	}
	return step, json.Unmarshal([]byte(r.Covers), &step.Covers)
}

// Submission gives how far a unit's period is, with its steps and the names of
// those who took them. One that nobody has touched is a draft of version 0.
func (s *Store) Submission(ctx context.Context, unit org.Key, p period.Period) (sub workflow.Submission, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		sub, err = submissionIn(tx, unit, p)
		return err
	})
	return sub, err
}

func submissionIn(tx *gorm.DB, unit org.Key, p period.Period) (workflow.Submission, error) {
	sub := workflow.Submission{Unit: unit, Period: p, State: workflow.Draft}
	var head submissionRecord
	err := tx.Where("unit = ? AND period = ?", unit, p.String()).Take(&head).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return sub, nil
	}
	if err != nil {
		return sub, err
	}
	sub.State, sub.Version = workflow.State(head.State), head.Version
	var rows []submissionStepRecord
	const q = `SELECT s.*, coalesce(a.name, '') AS name FROM submission_step s LEFT JOIN account a ON a.login = s.login
		WHERE s.unit = ? AND s.period = ? ORDER BY s.version`
	if err := tx.Raw(q, unit, p.String()).Scan(&rows).Error; err != nil {
		return sub, err
	}
	for _, r := range rows {
		step, err := r.step()
		if err != nil {
			return sub, err
		}
		step.ByName = r.Name
		sub.Steps = append(sub.Steps, step)
	}
	return sub, nil
}

// Submissions gives the state of every submission that has been touched,
// without its steps, for the units and periods that a reviewer looks after.
func (s *Store) Submissions(ctx context.Context) (all []workflow.Submission, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var heads []submissionRecord
		if err := tx.Order("updated DESC, unit, period").Find(&heads).Error; err != nil {
			return err
		}
		for _, h := range heads {
			p, err := period.Parse(h.Period)
			if err != nil {
				return err
			}
			all = append(all, workflow.Submission{Unit: org.Key(h.Unit), Period: p, State: workflow.State(h.State), Version: h.Version,
				Steps: []workflow.Step{{At: moment(h.Updated), By: h.UpdatedBy}}})
		}
		return nil
	})
	return all, err
}

// Current gives the newest versions of a unit's own figures of a period: what
// a submission covers. Withdrawn figures are covered too.
func (s *Store) Current(ctx context.Context, unit org.Key, p period.Period) (covers []workflow.Covered, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		covers, err = currentIn(tx, unit, p)
		return err
	})
	return covers, err
}

func currentIn(tx *gorm.DB, unit org.Key, p period.Period) ([]workflow.Covered, error) {
	var rows []struct {
		Indicator string
		Version   int
		Login     string
	}
	const q = `SELECT f.indicator, f.version, f.login FROM figure f WHERE f.unit = ? AND f.year = ? AND f.period = ?
		AND f.version = (SELECT max(version) FROM figure g WHERE g.unit = f.unit AND g.year = f.year
			AND g.indicator = f.indicator AND g.period = f.period)
		ORDER BY f.indicator`
	if err := tx.Raw(q, unit, p.Year, p.String()).Scan(&rows).Error; err != nil {
		return nil, err
	}
	covers := make([]workflow.Covered, len(rows))
	for i, r := range rows {
		covers[i] = workflow.Covered{Indicator: indicator.Code(r.Indicator), Version: r.Version, By: r.Login}
	}
	return covers, nil
}

// A StepWish is a step somebody asks for. Unexplained is the number of
// warnings without a note, as the checks found them.
type StepWish struct {
	workflow.Request
	Unit        org.Key
	Period      period.Period
	Unexplained int
}

// TakeStep takes one step of a submission. The figures it covers are read in
// the transaction that takes it, and saving figures is a transaction that
// comes before or after, so no approved submission ever holds a figure that
// the reviewer has not seen. Errors are those of workflow.Submission.Take.
func (s *Store) TakeStep(ctx context.Context, by Actor, wish StepWish) (sub workflow.Submission, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		before, err := submissionIn(w.tx, wish.Unit, wish.Period)
		if err != nil {
			return err
		}
		current, err := currentIn(w.tx, wish.Unit, wish.Period)
		if err != nil {
			return err
		}
		own, err := settingIn(w.tx, OwnApproval)
		if err != nil {
			return err
		}
		wish.By, wish.At = by.Login, w.now
		sub, err = before.Take(wish.Request, current, wish.Unexplained, workflow.Rule{OwnAllowed: own == "on"})
		if err != nil {
			return err
		}
		if err := w.addStep(before, sub); err != nil || wish.Action != workflow.Return {
			return err
		}
		return w.tellReturned(sub)
	})
	return sub, err
}

func (w *writer) addStep(before, after workflow.Submission) error {
	step := after.Steps[len(after.Steps)-1]
	head := submissionRecord{string(after.Unit), after.Period.String(), string(after.State), after.Version, w.now.Unix(), w.actor.Login}
	if err := w.tx.Save(&head).Error; err != nil {
		return err
	}
	remarks, err := json.Marshal(step.Remarks)
	if err != nil {
		return err
	}
	covers, err := json.Marshal(step.Covers)
	if err != nil {
		return err
	}
	row := submissionStepRecord{head.Unit, head.Period, head.Version, string(step.Action), w.now.Unix(), w.actor.Login, step.Reason, string(remarks), string(covers), ""}
	if err := w.tx.Create(&row).Error; err != nil {
		return err
	}
	return w.note("submission."+string(step.Action), head.Unit+"/"+head.Period,
		map[string]any{"state": before.State}, map[string]any{"state": after.State, "covers": step.Covers, "remarks": step.Remarks}, step.Reason)
}

// A window of a period, as an administrator changed it.
type periodWindowRecord struct {
	Period   string `gorm:"primaryKey"`
	FirstDay string
	LastDay  string
	CutOff   string
	Due      string
	Version  int
}

// Window gives the days of a period: as an administrator set them, else the
// usual ones. version is 0 for the usual ones.
func (s *Store) Window(ctx context.Context, p period.Period) (w period.Window, version int, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		w, version, err = windowIn(tx, p)
		return err
	})
	return w, version, err
}

func windowIn(tx *gorm.DB, p period.Period) (period.Window, int, error) {
	var r periodWindowRecord
	err := tx.Where("period = ?", p.String()).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return period.Default(p), 0, nil
	}
	return period.Window{From: dayOf(r.FirstDay), To: dayOf(r.LastDay), CutOff: dayOf(r.CutOff), Due: dayOf(r.Due)}, r.Version, err
}

// SaveWindow changes the days of a period. version is the one seen; another
// change since is Conflict.
func (s *Store) SaveWindow(ctx context.Context, by Actor, p period.Period, days period.Window, version int) error {
	return s.write(ctx, by, func(w *writer) error {
		before, have, err := windowIn(w.tx, p)
		if err != nil {
			return err
		}
		if have != version {
			return changedMeanwhile("period/"+p.String(), have, version)
		}
		if err := workflow.CheckWindow(days); err != nil {
			return err
		}
		r := periodWindowRecord{p.String(), dayText(days.From), dayText(days.To), dayText(days.CutOff), dayText(days.Due), version + 1}
		if err := w.tx.Save(&r).Error; err != nil {
			return err
		}
		return w.note("period.save", "period/"+p.String(), windowText(before), windowText(days), "")
	})
}

func windowText(w period.Window) map[string]string {
	return map[string]string{"from": dayText(w.From), "to": dayText(w.To), "cut_off": dayText(w.CutOff), "due": dayText(w.Due)}
}

type deadlineExceptionRecord struct {
	ID       int64 `gorm:"primaryKey"`
	Unit     string
	Period   string
	UntilDay string
	Reason   string
	Login    string
	Recorded int64
}

// Deadline gives when a unit's period is due.
func (s *Store) Deadline(ctx context.Context, unit org.Key, p period.Period) (d workflow.Deadline, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		d, err = deadlineIn(tx, unit, p)
		return err
	})
	return d, err
}

func deadlineIn(tx *gorm.DB, unit org.Key, p period.Period) (d workflow.Deadline, err error) {
	days, _, err := windowIn(tx, p)
	if err != nil {
		return d, err
	}
	lock, err := settingIn(tx, LockAfterDue)
	if err != nil {
		return d, err
	}
	var rows []deadlineExceptionRecord
	if err := tx.Where("unit = ? AND period = ?", unit, p.String()).Order("id").Find(&rows).Error; err != nil {
		return d, err
	}
	exceptions := make([]workflow.Exception, len(rows))
	for i, r := range rows {
		exceptions[i] = workflow.Exception{Unit: unit, Period: p, Until: dayOf(r.UntilDay), Reason: r.Reason, By: r.Login, At: moment(r.Recorded)}
	}
	return workflow.DeadlineOf(unit, p, days, exceptions, lock == "on"), nil
}

// AllowUntil gives a unit more time for a period. The reason is needed.
func (s *Store) AllowUntil(ctx context.Context, by Actor, e workflow.Exception) error {
	return s.write(ctx, by, func(w *writer) error {
		if err := e.Check(w.now, s.zone); err != nil {
			return err
		}
		r := deadlineExceptionRecord{Unit: string(e.Unit), Period: e.Period.String(), UntilDay: dayText(e.Until), Reason: e.Reason, Login: by.Login, Recorded: w.now.Unix()}
		if err := w.tx.Create(&r).Error; err != nil {
			return err
		}
		return w.note("deadline.extend", string(e.Unit)+"/"+e.Period.String(), nil, map[string]string{"until": r.UntilDay}, e.Reason)
	})
}

// overdue reports whether a unit's period is locked because it was due.
func (w *writer) overdue(unit org.Key, p period.Period) (bool, error) {
	d, err := deadlineIn(w.tx, unit, p)
	return err == nil && d.LockAfter && d.Passed(w.now.In(time.UTC), w.store.zone), err
}
