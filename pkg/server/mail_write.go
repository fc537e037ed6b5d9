package server

import (
	"context"
	"slices"
	"strings"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/mail"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A mailWriter writes what mails to one person say.
type mailWriter struct {
	s         *Server
	p         *i18n.Printer
	user      account.User // the receiver
	catalogue *indicator.Catalogue
}

// mailWriter begins to write to a person, in their language.
func (s *Server) mailWriter(ctx context.Context, user account.User) (*mailWriter, error) {
	catalogue, err := s.store.Catalogue(ctx)
	return &mailWriter{s, i18n.For(i18n.ParseLang(user.Lang)), user, catalogue}, err
}

// in has the writer write in a language, whatever the receiver's is.
func (w mailWriter) in(lang i18n.Lang) *mailWriter {
	w.p = i18n.For(lang)
	return &w
}

// facts gathers what a mail says. reason says why there is nothing to say any
// more; empty: there is.
func (w *mailWriter) facts(ctx context.Context, m store.Mail) (f mail.Facts, reason string, err error) {
	f = mail.Facts{Kind: m.Kind, Receiver: w.user.Name, By: m.Data.By, Quote: m.Data.Text, Items: w.named(m.Data.Indicators)}
	if m.Kind == mail.Digest {
		return w.digest(ctx, f)
	}
	place := account.Place{Tree: w.catalogue.Tree, Unit: m.Unit, Day: m.Period.Last()}
	if !place.Tree.Has(m.Unit) || !w.user.MayRead(place) {
		return f, mail.NoRight, nil
	}
	f.Unit = report.NameOf(w.catalogue.Tree, w.catalogue.Terms, m.Unit, place.Day, w.p.Lang()).Name
	f.Period = w.p.Period(m.Period)
	switch m.Kind {
	case mail.Before, mail.After, mail.Reminded:
		return w.reminder(ctx, f, m)
	case mail.Returned:
		f.Link = w.link(m.Unit, "entry", m.Period)
	default:
		f.About = i18n.Lowered(w.name(m.Data.Indicator))
		f.Link = w.link(m.Unit, "indicators/"+m.Data.Indicator+"/questions", m.Period)
	}
	return f, "", nil
}

func (w *mailWriter) link(unit org.Key, page string, p period.Period) string {
	return w.s.config.Mail.Base + unitPath(unit, page, p)
}

func (w *mailWriter) name(code string) string {
	if i, ok := w.catalogue.Indicators[indicator.Code(code)]; ok {
		return i.Name(string(w.p.Lang()))
	}
	return code
}

// mostItems is how many items a letter lists.
const mostItems = 40

func (w *mailWriter) named(codes []string) []mail.Item {
	items := make([]mail.Item, len(codes))
	for i, code := range codes {
		items[i].Name = w.name(code)
	}
	return items
}

// reminder gathers what a reminder says, as the deadline is now.
func (w *mailWriter) reminder(ctx context.Context, f mail.Facts, m store.Mail) (mail.Facts, string, error) {
	sub, err := w.s.store.Submission(ctx, m.Unit, m.Period)
	if err != nil {
		return f, "", err
	}
	deadline, err := w.s.store.Deadline(ctx, m.Unit, m.Period)
	if err != nil {
		return f, "", err
	}
	left := deadline.DaysLeft(w.s.now(), w.s.zone)
	handed := sub.State == workflow.Submitted || sub.State == workflow.Approved
	f.Due, f.Days, f.Link = w.p.Date(deadline.Due), max(left, -left), w.link(m.Unit, "entry", m.Period)
	switch {
	case handed && m.Kind != mail.Reminded, m.Kind == mail.Before && left < 0, m.Kind == mail.After && left >= 0:
		return f, mail.Settled, nil
	case m.Kind == mail.Reminded:
		return w.missing(ctx, f, m)
	}
	return f, "", nil
}

// missing keeps of the figures somebody asked for those that are missing still.
func (w *mailWriter) missing(ctx context.Context, f mail.Facts, m store.Mail) (mail.Facts, string, error) {
	sum, err := w.summary(ctx, m.Unit, m.Period)
	if err != nil {
		return f, "", err
	}
	var codes []string
	for _, gap := range sum.Gaps(report.MissingActual) {
		if slices.Contains(m.Data.Indicators, string(gap.Indicator)) {
			codes = append(codes, string(gap.Indicator))
		}
	}
	if len(codes) == 0 {
		return f, mail.Settled, nil
	}
	f.Items = w.named(codes)
	return f.Cut(mostItems), "", nil
}

func (w *mailWriter) summary(ctx context.Context, unit org.Key, p period.Period) (report.Summary, error) {
	book, err := w.s.store.BookFor(ctx, unit, p, 0, 0, time.Time{})
	if err != nil {
		return report.Summary{}, err
	}
	return report.Build(report.Input{Book: book, Terms: w.catalogue.Terms, Unit: unit, Period: p, Lang: w.p.Lang(), Decimals: 1})
}

// digest gathers how the units stand that the person reads as a leader.
func (w *mailWriter) digest(ctx context.Context, f mail.Facts) (mail.Facts, string, error) {
	f.Due, f.Link = w.p.Date(w.s.today()), w.s.config.Mail.Base+"/"
	for _, unit := range w.led() {
		p, err := w.s.store.NewestPeriod(ctx, unit)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return f, "", err
		}
		if len(f.Items) == mostItems {
			f.More++
			continue
		}
		sum, err := w.summary(ctx, unit, p)
		if err != nil {
			return f, "", err
		}
		f.Items = append(f.Items, mail.Item{Name: sum.Unit.Name + ", " + w.p.Period(p), Text: strings.TrimSuffix(sum.Tally.Text, ".")})
	}
	if len(f.Items) == 0 {
		return f, mail.NoRight, nil
	}
	return f, "", nil
}

// led gives the units the person reads as a leader: those there are today,
// else those there were.
func (w *mailWriter) led() []org.Key {
	leader := w.user
	leader.Grants = slices.DeleteFunc(slices.Clone(leader.Grants), func(g account.Grant) bool { return g.Role != account.Leader })
	today := w.s.today()
	if now := leader.Readable(w.catalogue.Tree, today); len(now) > 0 {
		return now
	}
	return w.s.readable(leader, w.catalogue.Tree)
}
