package store_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/mail"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// clocked gives options whose clock a test moves.
func clocked(o store.Options) (store.Options, func(time.Duration)) {
	var mu sync.Mutex
	now := storetest.Now()
	o.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	return o, func(d time.Duration) { mu.Lock(); defer mu.Unlock(); now = now.Add(d) }
}

// A worker that dies while it sends leaves a mail nobody can be sure of: it is
// shown so and not sent again until a person says so.
func TestMailOfALostWorker(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		o, pass := clocked(o)
		s, ids := mailWorld(t, o)
		ctx := context.Background()
		_, err := s.QueueMail(ctx, store.NewMail{Kind: mail.Before, UserID: ids["lan"], About: "1"})
		if err != nil {
			t.Fatal(err)
		}
		lost, err := s.ClaimMail(ctx, "lost")
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			after time.Duration
			want  mail.State
		}{{time.Minute, mail.Sending}, {store.MailLease, mail.Uncertain}, {48 * time.Hour, mail.Uncertain}} {
			pass(step.after)
			if _, err := s.SettleMail(ctx); err != nil {
				t.Fatal(err)
			}
			if got := queued(t, s); got != "before>lan:"+string(step.want) {
				t.Errorf("%v later: %q", step.after, got)
			}
			if _, err := s.ClaimMail(ctx, "other"); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%v later another may have it: %v", step.after, err)
			}
		}
		if err := s.RetryMail(ctx, storetest.CLI, lost.ID); err != nil {
			t.Fatal(err)
		}
		again, err := s.ClaimMail(ctx, "other")
		if err != nil || again.ID != lost.ID {
			t.Fatalf("a person had it sent again: %v", err)
		}
		if err := s.MailDone(ctx, lost, "x@y.vn", mail.Letter{}); err != nil {
			t.Fatal(err)
		}
		if got := queued(t, s); got != "before>lan:sending" {
			t.Errorf("the lost worker ended what another is about: %q", got)
		}
	})
}

// A worker that was only slow knows better than the clock.
func TestMailOfASlowWorker(t *testing.T) {
	o, pass := clocked(storetest.SQLite(t))
	s, ids := mailWorld(t, o)
	ctx := context.Background()
	if _, err := s.QueueMail(ctx, store.NewMail{Kind: mail.Before, UserID: ids["lan"], About: "1"}); err != nil {
		t.Fatal(err)
	}
	m, err := s.ClaimMail(ctx, "slow")
	if err != nil {
		t.Fatal(err)
	}
	pass(store.MailLease + time.Minute)
	if n, err := s.SettleMail(ctx); n != 1 || err != nil {
		t.Fatalf("%d uncertain, %v", n, err)
	}
	if err := s.MailDone(ctx, m, "lan@x.vn", mail.Letter{Subject: "Nhắc", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Mails(ctx, store.MailFilter{State: mail.Sent, Kind: mail.Before, Login: "lan"})
	if err != nil || len(all) != 1 || all[0].Subject != "Nhắc" || all[0].Address != "lan@x.vn" || all[0].SentAt.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestMailIsTriedAndGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		o, pass := clocked(o)
		s, ids := mailWorld(t, o)
		ctx := context.Background()
		if _, err := s.QueueMail(ctx, store.NewMail{Kind: mail.Before, UserID: ids["lan"], About: "1"}); err != nil {
			t.Fatal(err)
		}
		for n := 1; n <= mail.MaxAttempts; n++ {
			m, err := s.ClaimMail(ctx, "w")
			if err != nil {
				t.Fatalf("attempt %d: %v", n, err)
			}
			gaveUp, err := s.MailFailed(ctx, m, "connection refused", false)
			if err != nil || gaveUp != (n == mail.MaxAttempts) {
				t.Fatalf("attempt %d: gave up %t, %v", n, gaveUp, err)
			}
			if _, err := s.ClaimMail(ctx, "w"); errs.KindOf(err) != errs.NotFound {
				t.Fatalf("attempt %d: no pause: %v", n, err)
			}
			pause, _ := mail.Pause(n)
			pass(pause)
		}
		all, err := s.Mails(ctx, store.MailFilter{State: mail.Failed})
		if err != nil || len(all) != 1 || all[0].Error != "connection refused" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestMailExpires(t *testing.T) {
	o, pass := clocked(storetest.SQLite(t))
	s, ids := mailWorld(t, o)
	ctx := context.Background()
	if _, err := s.QueueMail(ctx, store.NewMail{Kind: mail.Before, UserID: ids["lan"], About: "1", Life: time.Hour}); err != nil {
		t.Fatal(err)
	}
	pass(2 * time.Hour)
	if _, err := s.SettleMail(ctx); err != nil {
		t.Fatal(err)
	}
	if got := queued(t, s); got != "before>lan:dropped" {
		t.Errorf("%q", got)
	}
	all, err := s.Mails(ctx, store.MailFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RetryMail(ctx, storetest.CLI, all[0].ID); errs.KindOf(err) != errs.Invalid {
		t.Errorf("retry of what was dropped: %v", err)
	}
}

func TestRemindOnceADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ids := mailWorld(t, o)
		ctx := context.Background()
		ask := func(day string, logins ...string) int {
			var mails []store.NewMail
			for _, l := range logins {
				mails = append(mails, store.NewMail{UserID: ids[l], Unit: "lechan", Period: p2022, Data: mail.Data{Indicators: []string{"thu_ns"}}})
			}
			n, err := s.Remind(ctx, storetest.Lan, day, mails)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, step := range []struct {
			day  string
			who  []string
			want int
		}{{"2026-11-25", []string{"lan"}, 1}, {"2026-11-25", []string{"lan", "hoa"}, 1}, {"2026-11-25", []string{"lan", "hoa"}, 0}, {"2026-11-26", []string{"lan"}, 1}} {
			if got := ask(step.day, step.who...); got != step.want {
				t.Errorf("%s %v: %d reminded, want %d", step.day, step.who, got, step.want)
			}
		}
		on, err := s.RemindedOn(ctx, "lechan", p2022, "2026-11-25")
		if err != nil || len(on) != 2 || !on[ids["hoa"]] {
			t.Errorf("reminded on the day: %v, %v", on, err)
		}
		rows, err := s.Audit(ctx, store.AuditFilter{Limit: 10})
		n := 0
		for _, r := range rows {
			if r.Action == "mail.remind" {
				n++
			}
		}
		if err != nil || n != 3 {
			t.Errorf("%d rows of the audit, %v, want 3", n, err)
		}
	})
}

// An archive may be older than what was sent since: what was waiting in it is
// not sent by itself.
func TestRestoredMailIsNotSentAgain(t *testing.T) {
	s, ids := mailWorld(t, storetest.SQLite(t))
	ctx := context.Background()
	if _, err := s.QueueMail(ctx, store.NewMail{Kind: mail.Before, UserID: ids["lan"], About: "1"}); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if _, err := s.Backup(ctx, &file, "test"); err != nil {
		t.Fatal(err)
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		back := storetest.Open(t, o)
		if _, err := back.Restore(ctx, bytes.NewReader(file.Bytes()), int64(file.Len())); err != nil {
			t.Fatal(err)
		}
		if got := queued(t, back); got != "before>lan:uncertain" {
			t.Errorf("restored %q", got)
		}
		choice, err := back.Mail(ctx, ids["lan"])
		if err != nil || choice.Address != "lan@lechan.gov.vn" {
			t.Errorf("%+v, %v", choice, err)
		}
		if _, err := back.ClaimMail(ctx, "w"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("it may be sent: %v", err)
		}
	})
}

func TestMailNotFound(t *testing.T) {
	s, _ := mailWorld(t, storetest.SQLite(t))
	if err := s.RetryMail(context.Background(), storetest.CLI, 99); errs.KindOf(err) != errs.NotFound {
		t.Errorf("%v", err)
	}
	counts, err := s.MailCounts(context.Background())
	if err != nil || len(counts) != 0 {
		t.Errorf("%v, %v", counts, err)
	}
}
