package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/mail"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
	"muctieu/pkg/workflow"
)

// mailWorld is a filled city with people: lan enters for lechan, hoa reviews
// there, sep leads it, xa enters elsewhere. All have an address.
func mailWorld(t *testing.T, o store.Options) (*store.Store, map[string]int64) {
	t.Helper()
	s := storetest.Open(t, o)
	storetest.Fill(t, s)
	ids := map[string]int64{}
	for login, grant := range map[string]string{"lan": "official@lechan", "hoa": "reviewer@lechan", "sep": "leader@lechan", "xa": "official@ngoquyen"} {
		g, err := account.ParseGrant(grant)
		if err != nil {
			t.Fatal(err)
		}
		u, err := s.AddUser(context.Background(), storetest.CLI, store.NewUser{Login: login, Name: "Tên " + login, Grants: []account.Grant{g}, Email: login + "@lechan.gov.vn"})
		if err != nil {
			t.Fatal(err)
		}
		ids[login] = u.ID
	}
	return s, ids
}

// queued gives the mails of the log as "kind>login:state", the oldest first.
func queued(t *testing.T, s *store.Store) string {
	t.Helper()
	all, err := s.Mails(context.Background(), store.MailFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for i := len(all) - 1; i >= 0; i-- {
		words = append(words, fmt.Sprintf("%s>%s:%s", all[i].Kind, all[i].Login, all[i].State))
	}
	return strings.Join(words, " ")
}

var p2022 = period.Period{Year: 2022}

func TestMailAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ids := mailWorld(t, o)
		ctx, by := context.Background(), store.Actor{UserID: ids["lan"], Login: "lan"}
		for _, bad := range []string{"lan", "Lan <lan@x.vn>", "lan@x.vn, b@x.vn", "lan@x.vn\r\nBcc: b@x.vn", "@x.vn", strings.Repeat("a", 250) + "@x.vn"} {
			if err := s.SetMail(ctx, by, ids["lan"], bad, nil); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%q: %v, want Invalid", bad, err)
			}
		}
		if err := s.SetMail(ctx, by, ids["lan"], " lan@hp.gov.vn ", []mail.Kind{mail.Digest}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Mail(ctx, ids["lan"])
		if err != nil || got.Address != "lan@hp.gov.vn" || !got.Refuses(mail.Digest) || got.Refuses(mail.Asked) || len(got.Word) < 20 {
			t.Errorf("%+v, %v", got, err)
		}
		user, _, err := s.MailByWord(ctx, got.Word)
		if err != nil || user.Login != "lan" {
			t.Errorf("by the word: %q, %v", user.Login, err)
		}
		if _, _, err := s.MailByWord(ctx, "x"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("by another word: %v", err)
		}
		rows, err := s.Audit(ctx, store.AuditFilter{Limit: 1})
		if err != nil || rows[0].Action != "user.mail" || strings.Contains(rows[0].After, got.Word) {
			t.Errorf("audit: %+v, %v", rows, err)
		}
	})
}

func TestMailOfEvents(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ids := mailWorld(t, o)
		ctx := context.Background()
		sep, lan, hoa := store.Actor{UserID: ids["sep"], Login: "sep", Name: "Sếp"}, store.Actor{UserID: ids["lan"], Login: "lan", Name: "Lan"}, store.Actor{UserID: ids["hoa"], Login: "hoa", Name: "Hoa"}
		id, err := s.Ask(ctx, sep, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: p2022, Text: "Vì sao giảm?"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(ctx, lan, id, "Do miễn thuế.", false); err != nil {
			t.Fatal(err)
		}
		value := amount(t, "940.133")
		if _, err := s.SaveFigures(ctx, lan, "lechan", p2022, []store.CellSave{{Indicator: "thu_ns", Value: value, Status: indicator.Final}}); err != nil {
			t.Fatal(err)
		}
		for i, r := range []workflow.Request{{Action: workflow.Submit}, {Action: workflow.Return, Reason: "Sai", Version: 1}} {
			by := []store.Actor{lan, hoa}[i]
			if _, err := s.TakeStep(ctx, by, store.StepWish{Request: r, Unit: "lechan", Period: p2022}); err != nil {
				t.Fatal(err)
			}
		}
		want := "asked>lan:waiting answered>sep:waiting returned>lan:waiting"
		if got := queued(t, s); got != want {
			t.Errorf("queued %q, want %q", got, want)
		}
	})
}

// A mail is part of the change it is about: a change that fails leaves none.
func TestMailGoesWithItsChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ids := mailWorld(t, o)
		ctx := context.Background()
		raw := storetest.Raw(t, o)
		if _, err := raw.Exec("DROP TABLE mail"); err != nil {
			t.Fatal(err)
		}
		_, err := s.Ask(ctx, store.Actor{UserID: ids["sep"], Login: "sep"}, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: p2022, Text: "Vì sao?"})
		if err == nil {
			t.Fatal("the question was taken without its mail")
		}
		all, err := s.Questions(ctx, "lechan", p2022)
		if err != nil || len(all) != 0 {
			t.Errorf("%d questions, %v", len(all), err)
		}
	})
}

func TestRefusedMailIsNotQueued(t *testing.T) {
	s, ids := mailWorld(t, storetest.SQLite(t))
	ctx := context.Background()
	if err := s.RefuseMail(ctx, storetest.CLI, ids["lan"], mail.Asked); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Ask(ctx, store.Actor{UserID: ids["sep"], Login: "sep"}, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: p2022, Text: "Vì sao?"}); err != nil {
		t.Fatal(err)
	}
	if got := queued(t, s); got != "" {
		t.Errorf("queued %q", got)
	}
}

// Ten workers on two connections to one database: every mail is had once.
func TestMailIsClaimedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		a, ids := mailWorld(t, o)
		b := storetest.Open(t, o)
		ctx := context.Background()
		const n = 40
		for i := range n {
			if _, err := a.QueueMail(ctx, store.NewMail{Kind: mail.Before, UserID: ids["lan"], Unit: "lechan", Period: p2022, About: fmt.Sprint(i)}); err != nil {
				t.Fatal(err)
			}
		}
		had := make(chan int64, 2*n)
		var wg sync.WaitGroup
		for w := range 10 {
			wg.Go(func() {
				for s := []*store.Store{a, b}[w%2]; ; {
					m, err := s.ClaimMail(ctx, fmt.Sprint("w", w))
					if errs.KindOf(err) == errs.NotFound {
						return
					}
					if err != nil {
						t.Error(err)
						return
					}
					had <- m.ID
					if err := s.MailDone(ctx, m, "lan@x.vn", mail.Letter{Subject: "s"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		close(had)
		seen := map[int64]int{}
		for id := range had {
			seen[id]++
		}
		for id, times := range seen {
			if times != 1 {
				t.Errorf("mail %d was had %d times", id, times)
			}
		}
		if len(seen) != n {
			t.Errorf("%d mails were had, want %d", len(seen), n)
		}
	})
}

func TestMailIsQueuedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ids := mailWorld(t, o)
		m := store.NewMail{Kind: mail.Before, UserID: ids["lan"], Unit: "lechan", Period: p2022, About: "lechan/2022/2022-12-31"}
		for i, want := range []int{1, 0, 0} {
			if got, err := s.QueueMail(context.Background(), m); got != want || err != nil {
				t.Errorf("time %d: %d added, %v, want %d", i, got, err, want)
			}
		}
	})
}

// Old mails leave the log, those still to be sent excepted.
func TestPruneMails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s, ids := mailWorld(t, o)
		put := func(about string) {
			if _, err := s.QueueMail(context.Background(), store.NewMail{Kind: mail.Before, UserID: ids["lan"], Unit: "lechan", Period: p2022, About: about}); err != nil {
				t.Fatal(err)
			}
		}
		put("sent")
		put("waits")
		if _, err := storetest.Raw(t, o).Exec("UPDATE mail SET state = 'sent' WHERE dedupe LIKE '%/sent/%'"); err != nil {
			t.Fatal(err)
		}
		put("failed at the bound")
		if _, err := storetest.Raw(t, o).Exec("UPDATE mail SET state = 'failed', created = created + 60 WHERE dedupe LIKE '%/failed%'"); err != nil {
			t.Fatal(err)
		}
		if n, err := s.PruneMails(context.Background(), now.Add(time.Minute)); n != 1 || err != nil {
			t.Errorf("removed %d, %v; want the one that was sent", n, err)
		}
		if all, err := s.Mails(context.Background(), store.MailFilter{}); len(all) != 2 || err != nil {
			t.Errorf("left %+v, %v", all, err)
		}
	})
}
