package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/mail"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
	"muctieu/pkg/workflow"
)

var year2022 = period.Period{Year: 2022}

// address gives people addresses "login@lechan.gov.vn".
func (w *world) address(logins ...string) {
	w.t.Helper()
	for _, login := range logins {
		must(w.t, w.store.SetMailAddress(context.Background(), store.Actor{From: "cli"}, w.id(login), login+"@lechan.gov.vn"))
	}
}

func (w *world) id(login string) int64 {
	w.t.Helper()
	a, err := w.store.UserByLogin(context.Background(), login)
	must(w.t, err)
	return a.ID
}

// queue puts a mail for a person into the queue.
func (w *world) queue(login string, n store.NewMail) {
	w.t.Helper()
	n.UserID = w.id(login)
	added, err := w.store.QueueMail(context.Background(), n)
	must(w.t, err)
	if added != 1 {
		w.t.Fatalf("%d mails were queued", added)
	}
}

// returned is a mail that needs nothing but its own words.
func returned(about string) store.NewMail {
	return store.NewMail{Kind: mail.Returned, Unit: "lechan", Period: year2022, About: about, Data: mail.Data{By: "Người soát", Text: "Sai đơn vị tính."}}
}

// mailStates gives the states of the log with their reasons, the newest first.
func (w *world) mailStates() string {
	w.t.Helper()
	all, err := w.store.Mails(context.Background(), store.MailFilter{})
	must(w.t, err)
	var words []string
	for _, m := range all {
		word := string(m.State)
		if m.State == mail.Dropped {
			word += ":" + m.Error
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// A question reaches who answers for the figure, once, with the right letters.
func TestMailOfAQuestion(t *testing.T) {
	o := newPostOffice(t)
	w := newWorld(t, o.config())
	w.address("tai_chinh", "can_bo", "lanh_dao")
	_, err := w.store.Ask(context.Background(), store.Actor{UserID: w.id("lanh_dao"), Login: "lanh_dao", Name: "Người lanh_dao"},
		workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: year2022, Text: "Vì sao thu ngân sách giảm?"})
	must(t, err)
	for range 3 {
		must(t, w.server.doMail(context.Background()))
	}
	all := o.letters()
	if len(all) != 1 {
		t.Fatalf("%d letters, want 1; %s", len(all), w.mailStates())
	}
	l := all[0]
	if l.to != "<tai_chinh@lechan.gov.vn>" || !strings.Contains(l.from, "Mục tiêu") {
		t.Errorf("from %q to %q", l.from, l.to)
	}
	if want := "Câu hỏi về "; !strings.HasPrefix(l.subject, want) || !strings.Contains(l.subject, "Quận Lê Chân") {
		t.Errorf("subject %q", l.subject)
	}
	for _, want := range []string{"Kính gửi Người tai_chinh,", "> Vì sao thu ngân sách giảm?", "https://kpi.haiphong.gov.vn/units/lechan/indicators/thu_ns/questions?period=2022", "https://kpi.haiphong.gov.vn/mail/off/"} {
		if !strings.Contains(l.text, want) {
			t.Errorf("%q is not in\n%s", want, l.text)
		}
	}
	if !strings.Contains(l.html, "<blockquote>Vì sao thu ngân sách giảm?</blockquote>") {
		t.Errorf("html %s", l.html)
	}
	for name, want := range map[string]string{"Auto-Submitted": "auto-generated", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "List-Unsubscribe": "<https://kpi.haiphong.gov.vn/mail/off/"} {
		if !strings.HasPrefix(l.header.Get(name), want) {
			t.Errorf("%s: %q", name, l.header.Get(name))
		}
	}
}

// Rights and choices count as they are when a mail is sent.
func TestMailThatIsNotSent(t *testing.T) {
	o := newPostOffice(t)
	ctx, cli := context.Background(), store.Actor{From: "cli"}
	for _, tt := range []struct {
		want  string
		alter func(t *testing.T, w *world, u account.User)
	}{
		{"sent", func(*testing.T, *world, account.User) {}},
		{"dropped:disabled", func(t *testing.T, w *world, u account.User) { must(t, w.store.Disable(ctx, cli, u.Login)) }},
		{"dropped:no_address", func(t *testing.T, w *world, u account.User) { must(t, w.store.SetMailAddress(ctx, cli, u.ID, "")) }},
		{"dropped:refused", func(t *testing.T, w *world, u account.User) {
			must(t, w.store.RefuseMail(ctx, cli, u.ID, mail.Returned))
		}},
		{"dropped:no_right", func(t *testing.T, w *world, u account.User) {
			must(t, w.store.UpdateUser(ctx, cli, u.ID, u.Version, u.Name, []account.Grant{{Role: account.Official, Unit: "ngoquyen"}}))
		}},
	} {
		w := newWorld(t, o.config())
		w.address("can_bo")
		w.queue("can_bo", returned("1"))
		u, err := w.store.UserByID(ctx, w.id("can_bo"))
		must(t, err)
		before := len(o.letters())
		tt.alter(t, w, u)
		must(t, w.server.doMail(ctx))
		if got := w.mailStates(); got != tt.want {
			t.Errorf("%s: %s", tt.want, got)
		}
		if sent := len(o.letters()) - before; (sent == 1) != (tt.want == "sent") || sent > 1 {
			t.Errorf("%s: %d letters", tt.want, sent)
		}
	}
}

// What the mail server answers decides what becomes of a mail.
func TestMailServerAnswers(t *testing.T) {
	for _, tt := range []struct {
		name, rcpt, end string
		want            string // state after the first attempt
		then            string // state a minute later, when all is well again
		letters         int
	}{
		{"taken", "", "", "sent", "sent", 1},
		{"come back later", "451 4.2.1 busy", "", "waiting", "sent", 1},
		{"no such mailbox", "550 5.1.1 unknown", "", "failed", "failed", 0},
		{"the letter is refused", "", "554 5.7.1 spam", "failed", "failed", 0},
		{"no room for the letter", "", "452 4.3.1 full", "waiting", "sent", 1},
		{"the line is cut before the answer", "", "cut", "uncertain", "uncertain", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newPostOffice(t)
			w := newWorld(t, o.config())
			w.address("can_bo")
			w.queue("can_bo", returned("1"))
			o.answers(tt.rcpt, tt.end)
			must(t, w.server.doMail(context.Background()))
			if got := w.mailStates(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			o.answers("", "")
			w.offset.Add(3 * 60)
			must(t, w.server.doMail(context.Background()))
			if got := w.mailStates(); got != tt.then || len(o.letters()) != tt.letters {
				t.Errorf("then %s, %d letters, want %s, %d", got, len(o.letters()), tt.then, tt.letters)
			}
		})
	}
}

// Where no mail server answers, mails wait and nothing else suffers.
func TestMailServerAway(t *testing.T) {
	o := newPostOffice(t)
	config := o.config()
	must(t, o.listen.Close())
	w := newWorld(t, config)
	w.address("can_bo")
	w.queue("can_bo", returned("1"))
	must(t, w.server.doMail(context.Background()))
	if got := w.mailStates(); got != "waiting" {
		t.Errorf("%s", got)
	}
	if a := w.as("can_bo").get("/units/lechan/summary?period=2022"); a.status != 200 {
		t.Errorf("a page: %d", a.status)
	}
}

// A server is lost while the mail server has the letter in hand; another takes
// over. Nobody sends it again.
func TestServerLostWhileSending(t *testing.T) {
	o := newPostOffice(t)
	o.held = make(chan struct{})
	w := newWorld(t, o.config())
	w.address("can_bo")
	w.queue("can_bo", returned("1"))
	ended := make(chan error)
	go func() { ended <- w.server.doMail(context.Background()) }()
	for w.mailStates() != "sending" {
		time.Sleep(time.Millisecond)
	}
	other, err := New(Options{Store: w.store, Now: w.server.now, Zone: w.server.zone, Config: o.config()})
	must(t, err)
	for _, step := range []struct {
		pass int64
		want string
	}{{60, "sending"}, {int64(store.MailLease / time.Second), "uncertain"}, {3600, "uncertain"}} {
		w.offset.Add(step.pass)
		must(t, other.doMail(context.Background()))
		if got := w.mailStates(); got != step.want || len(o.letters()) != 0 {
			t.Errorf("%d s later: %s, %d letters, want %s", step.pass, got, len(o.letters()), step.want)
		}
	}
	close(o.held)
	must(t, <-ended)
	if got := w.mailStates(); got != "sent" || len(o.letters()) != 1 {
		t.Errorf("it was only slow: %s, %d letters", got, len(o.letters()))
	}
}

// The database does not take that a mail was sent: it is tried again, and as
// long as it is not written the mail is not sent again.
func TestDatabaseFaultAfterSending(t *testing.T) {
	for _, tt := range []struct {
		name   string
		pauses int // after which the database is well again
		want   string
	}{{"for a moment", 2, "sent"}, {"for long", 100, "sending"}} {
		o := newPostOffice(t)
		w := newEmptyWorld(t, o.config())
		storetest.Fill(t, w.store)
		w.add("can_bo", "official@lechan")
		w.address("can_bo")
		w.queue("can_bo", returned("1"))
		raw := storetest.Raw(t, store.Options{DataDir: w.dir})
		_, err := raw.Exec("CREATE TRIGGER full BEFORE UPDATE ON mail WHEN NEW.state = 'sent' BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
		must(t, err)
		n := 0
		w.server.wait = func(time.Duration) {
			if n++; n == tt.pauses {
				_, err := raw.Exec("DROP TRIGGER full")
				must(t, err)
			}
		}
		if err := w.server.doMail(context.Background()); (err == nil) != (tt.want == "sent") {
			t.Errorf("%s: %v", tt.name, err)
		}
		w.offset.Add(60)
		must(t, w.server.doMail(context.Background()))
		if got := w.mailStates(); got != tt.want || len(o.letters()) != 1 {
			t.Errorf("%s: %s, %d letters, want %s, 1", tt.name, got, len(o.letters()), tt.want)
		}
	}
}

// Two servers on one database send each mail once.
func TestTwoServersSendOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, options store.Options) {
		o, ctx := newPostOffice(t), context.Background()
		options.Now = time.Now
		first := storetest.Open(t, options)
		storetest.Fill(t, first)
		u, err := first.AddUser(ctx, storetest.CLI, store.NewUser{Login: "can_bo", Name: "Lan", Email: "lan@x.vn", Grants: []account.Grant{{Role: account.Official, Unit: "lechan"}}})
		must(t, err)
		const n = 25
		for i := range n {
			m := returned(fmt.Sprint(i))
			m.UserID = u.ID
			_, err := first.QueueMail(ctx, m)
			must(t, err)
		}
		ended := make(chan error)
		for _, st := range []*store.Store{first, storetest.Open(t, options)} {
			s, err := New(Options{Store: st, Now: time.Now, Zone: storetest.Zone, Config: o.config()})
			must(t, err)
			go func() { ended <- s.doMail(ctx) }()
		}
		for range 2 {
			must(t, <-ended)
		}
		seen := map[string]int{}
		for _, l := range o.letters() {
			seen[l.header.Get("Message-Id")]++
		}
		for id, times := range seen {
			if times > 1 {
				t.Errorf("%s was sent %d times", id, times)
			}
		}
		if len(seen) != n {
			t.Errorf("%d letters, want %d", len(seen), n)
		}
	})
}
