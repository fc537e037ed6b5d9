package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

// A Pushed is how far the sending of a unit's period to the installation above
// has come. Its Step is the place to go on from after a break.
type Pushed struct {
	Target string // address of that installation
	Unit   org.Key
	Period period.Period
	Step   int           // version of the submission whose approval was sent last
	State  ProposalState // as answered there; empty: not taken
	Reason string
	Asked  time.Time // when it was asked last
}

// A PushEntry is one line of the log of what was sent.
type PushEntry struct {
	Target  string
	Unit    org.Key
	Period  period.Period
	At      time.Time
	Cells   int
	Differs int           // cells that are not as stored there
	State   ProposalState // empty: not taken
	Words   string        // of the answer, with the cells that differ
}

// An Approved is an approved period of a unit: the step that approved it, and
// the figures it covers.
type Approved struct {
	Unit    org.Key
	Period  period.Period
	Step    int
	Figures []indicator.Figure
}

type pushSentRecord struct {
	Target string `gorm:"primaryKey"`
	Unit   string `gorm:"primaryKey"`
	Period string `gorm:"primaryKey"`
	Step   int
	State  string
	Reason string
	Asked  int64
}

func (pushSentRecord) TableName() string { return "push_sent" }

type pushLogRecord struct {
	ID      int64 `gorm:"primaryKey"`
	Target  string
	Unit    string
	Period  string
	At      int64
	Cells   int
	Differs int
	State   string
	Words   string
}

func (pushLogRecord) TableName() string { return "push_log" }

// Pushes gives how far the sending to an installation has come, by unit and
// period as written in addresses ("lechan/2022").
func (s *Store) Pushes(ctx context.Context, target string) (map[string]Pushed, error) {
	var rows []pushSentRecord
	if err := s.reader.WithContext(ctx).Where("target = ?", target).Find(&rows).Error; err != nil {
		return nil, told(err)
	}
	all := make(map[string]Pushed, len(rows))
	for _, r := range rows {
		p, err := period.Parse(r.Period)
		if err != nil {
			return nil, err
		}
		all[r.Unit+"/"+r.Period] = Pushed{r.Target, org.Key(r.Unit), p, r.Step, ProposalState(r.State), r.Reason, moment(r.Asked)}
	}
	return all, nil
}

// SavePushed keeps how far the sending has come and, where log is given, adds
// it to the log. Neither is a figure: they are not audited.
func (s *Store) SavePushed(ctx context.Context, done Pushed, log *PushEntry) error {
	return told(begun(s.writer.WithContext(ctx), func(tx *gorm.DB) error {
		r := pushSentRecord{done.Target, string(done.Unit), done.Period.String(), done.Step, string(done.State), done.Reason, done.Asked.Unix()}
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&r).Error; err != nil || log == nil {
			return err
		}
		return tx.Create(&pushLogRecord{Target: log.Target, Unit: string(log.Unit), Period: log.Period.String(), At: log.At.Unix(),
			Cells: log.Cells, Differs: log.Differs, State: string(log.State), Words: log.Words}).Error
	}))
}

// PushLog gives the newest lines of the log, at most limit.
func (s *Store) PushLog(ctx context.Context, limit int) ([]PushEntry, error) {
	var rows []pushLogRecord
	if err := s.reader.WithContext(ctx).Order("id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, told(err)
	}
	all := make([]PushEntry, len(rows))
	for i, r := range rows {
		p, err := period.Parse(r.Period)
		if err != nil {
			return nil, err
		}
		all[i] = PushEntry{r.Target, org.Key(r.Unit), p, moment(r.At), r.Cells, r.Differs, ProposalState(r.State), r.Words}
	}
	return all, nil
}

// ApprovedFigures gives an approved period with exactly the versions its
// approval covers, by indicator. The error is Conflict, "push.not_approved",
// where it is not approved now.
func (s *Store) ApprovedFigures(ctx context.Context, unit org.Key, p period.Period) (a Approved, err error) {
	a = Approved{Unit: unit, Period: p}
	err = s.read(ctx, func(tx *gorm.DB) error {
		sub, err := submissionIn(tx, unit, p)
		if err != nil {
			return err
		}
		if sub.State != workflow.Approved || len(sub.Steps) == 0 {
			return errs.E(errs.Conflict, "push.not_approved")
		}
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		a.Step = sub.Version
		covers := sub.Steps[len(sub.Steps)-1].Covers
		book := &indicator.Book{Figures: map[indicator.CellKey]indicator.Figure{}}
		if err := coverIn(tx, c, book, unit, p, covers); err != nil {
			return err
		}
		for _, cover := range covers {
			a.Figures = append(a.Figures, book.Figures[indicator.CellKey{Unit: unit, Indicator: cover.Indicator, Period: p}])
		}
		return nil
	})
	return a, err
}
