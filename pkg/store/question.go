package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

type questionRecord struct {
	ID        int64 `gorm:"primaryKey"`
	Unit      string
	Indicator string
	Period    string
	Text      string
	Due       string
	Login     string
	Recorded  int64
	InReport  bool
	Name      string `gorm:"->"` // of the person, where a query gives it
}

type answerRecord struct {
	Question int64 `gorm:"primaryKey;autoIncrement:false"`
	Position int   `gorm:"primaryKey;autoIncrement:false"`
	Text     string
	Login    string
	Recorded int64
	Name     string `gorm:"->"` // of the person, where a query gives it
}

// Questions gives the questions about a unit, the oldest first; a zero period
// asks for those of all periods, an empty unit for those of all units.
func (s *Store) Questions(ctx context.Context, unit org.Key, p period.Period) (all []workflow.Question, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		q := questionQuery(tx)
		if unit != "" {
			q = q.Where("q.unit = ?", unit)
		}
		if !p.IsZero() {
			q = q.Where("q.period = ?", p.String())
		}
		all, err = questionsIn(tx, q.Order("q.id"))
		return err
	})
	return all, err
}

// Question gives one question; NotFound if there is none of that number.
func (s *Store) Question(ctx context.Context, id int64) (found workflow.Question, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		all, err := questionsIn(tx, questionQuery(tx).Where("q.id = ?", id))
		if err == nil && len(all) == 0 {
			err = notFound("store.no_such_question")
		}
		if err != nil {
			return err
		}
		found = all[0]
		return nil
	})
	return found, err
}

// questionQuery asks for questions with the names of those who asked.
func questionQuery(tx *gorm.DB) *gorm.DB {
	return tx.Table("question q").Joins("LEFT JOIN account a ON a.login = q.login").Select("q.*, coalesce(a.name, '') AS name")
}

func questionsIn(tx, q *gorm.DB) ([]workflow.Question, error) {
	var rows []questionRecord
	if err := q.Scan(&rows).Error; err != nil {
		return nil, err
	}
	all := make([]workflow.Question, len(rows))
	index := make(map[int64]*workflow.Question, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		p, err := period.Parse(r.Period)
		if err != nil {
			return nil, err
		}
		all[i] = workflow.Question{ID: r.ID, Unit: org.Key(r.Unit), Indicator: r.Indicator, Period: p, Text: r.Text, Due: dayOf(r.Due),
			By: r.Login, ByName: r.Name, At: moment(r.Recorded), InReport: r.InReport}
		index[r.ID], ids[i] = &all[i], r.ID
	}
	return all, answersIn(tx, ids, index)
}

func answersIn(tx *gorm.DB, ids []int64, questions map[int64]*workflow.Question) error {
	if len(ids) == 0 {
		return nil
	}
	var rows []answerRecord
	const q = `SELECT w.*, coalesce(a.name, '') AS name FROM answer w LEFT JOIN account a ON a.login = w.login
		WHERE w.question IN ? ORDER BY w.question, w.position`
	if err := tx.Raw(q, ids).Scan(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		of := questions[r.Question]
		of.Answers = append(of.Answers, workflow.Answer{Text: r.Text, By: r.Login, ByName: r.Name, At: moment(r.Recorded)})
	}
	return nil
}

// maxText is how many bytes a question, an answer or a reason may have.
const maxText = 20_000

func checkText(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", errs.E(errs.Invalid, "store.text_empty")
	case len(text) > maxText:
		return "", errs.E(errs.Invalid, "store.text_too_long", "max", maxText)
	}
	return text, nil
}

// Ask puts a question about a result on record.
func (s *Store) Ask(ctx context.Context, by Actor, q workflow.Question) (id int64, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		text, err := checkText(q.Text)
		if err != nil {
			return err
		}
		c, err := w.loaded()
		if err != nil {
			return err
		}
		of, ok := c.Indicators[indicator.Code(q.Indicator)]
		if !ok {
			return notFound("store.indicator_unknown", "indicator", q.Indicator)
		}
		if !c.Tree.Has(q.Unit) {
			return notFound("store.unit_unknown", "unit", string(q.Unit))
		}
		r := questionRecord{Unit: string(q.Unit), Indicator: q.Indicator, Period: q.Period.String(), Text: text, Due: dayText(q.Due), Login: by.Login, Recorded: w.now.Unix()}
		if err := w.tx.Create(&r).Error; err != nil {
			return err
		}
		id = r.ID
		if err := w.tellAsked(r, q.Period, of); err != nil {
			return err
		}
		return w.note("question.ask", r.Unit+"/"+r.Period+"/"+r.Indicator, nil, map[string]any{"id": id, "text": text, "due": r.Due}, "")
	})
	return id, err
}

// Answer adds an answer to a question. inReport says whether it explains a
// miss in the summary.
func (s *Store) Answer(ctx context.Context, by Actor, id int64, text string, inReport bool) error {
	return s.write(ctx, by, func(w *writer) error {
		text, err := checkText(text)
		if err != nil {
			return err
		}
		var q questionRecord
		if err := w.tx.Where("id = ?", id).Limit(1).Find(&q).Error; err != nil {
			return err
		}
		if q.ID == 0 {
			return notFound("store.no_such_question")
		}
		var n int64
		if err := w.tx.Model(&answerRecord{}).Where("question = ?", id).Count(&n).Error; err != nil {
			return err
		}
		if err := w.tx.Create(&answerRecord{id, int(n) + 1, text, by.Login, w.now.Unix(), ""}).Error; err != nil {
			return err
		}
		if err := w.tellAnswered(q, int(n)+1, text); err != nil {
			return err
		}
		if err := w.tx.Exec("UPDATE question SET in_report = ? WHERE id = ?", inReport, id).Error; err != nil {
			return err
		}
		return w.note("question.answer", q.Unit+"/"+q.Period+"/"+q.Indicator, nil, map[string]any{"id": id, "text": text, "in_report": inReport}, "")
	})
}
