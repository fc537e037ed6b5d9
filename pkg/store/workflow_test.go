package store_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
	"muctieu/pkg/workflow"
)

var year2022 = period.MustParse("2022")

func opened(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	s.UseKey(sealKey)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	storetest.Fill(t, s)
	return s
}

// enter saves thousandths of thu_ns at lechan over version.
func enter(s *store.Store, by store.Actor, count int64, version int) error {
	v := number.New(count, 3)
	_, err := s.SaveFigures(ctx, by, "lechan", year2022,
		[]store.CellSave{{Indicator: "thu_ns", Value: &v, Status: indicator.Estimate, Version: version}})
	return err
}

func step(s *store.Store, by store.Actor, r workflow.Request) (workflow.Submission, error) {
	return s.TakeStep(ctx, by, store.StepWish{Request: r, Unit: "lechan", Period: year2022})
}

func current(t *testing.T, s *store.Store) []workflow.Covered {
	t.Helper()
	covers, err := s.Current(ctx, "lechan", year2022)
	if err != nil {
		t.Fatal(err)
	}
	return covers
}

func TestASubmissionGoesItsWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		if err := enter(s, storetest.Lan, 938750, 0); err != nil {
			t.Fatal(err)
		}
		must := func(by store.Actor, r workflow.Request) {
			t.Helper()
			if _, err := step(s, by, r); err != nil {
				t.Fatal(err)
			}
		}
		must(storetest.Lan, workflow.Request{Action: workflow.Submit})
		must(storetest.Minh, workflow.Request{Action: workflow.Return, Version: 1, Remarks: []workflow.Remark{{Indicator: "thu_ns", Text: "bổ sung tháng 11"}}})
		if err := enter(s, storetest.Lan, 940133, 1); err != nil {
			t.Fatal(err)
		}
		must(storetest.Lan, workflow.Request{Action: workflow.Submit, Version: 2})
		if _, err := step(s, storetest.Lan, workflow.Request{Action: workflow.Approve, Version: 3, Seen: current(t, s)}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("approving own figures: %v; want Forbidden", err)
		}
		must(storetest.Minh, workflow.Request{Action: workflow.Approve, Version: 3, Seen: current(t, s)})
		if err := enter(s, storetest.Lan, 1, 2); errs.KindOf(err) != errs.Locked {
			t.Errorf("saving into an approved period: %v; want Locked", err)
		}
		must(storetest.Minh, workflow.Request{Action: workflow.Reopen, Version: 4, Reason: "cập nhật số Kho bạc"})
		if err := enter(s, storetest.Lan, 941000, 2); err != nil {
			t.Errorf("saving into a reopened period: %v", err)
		}
		got, err := s.Submission(ctx, "lechan", year2022)
		if err != nil {
			t.Fatal(err)
		}
		if got.State != workflow.Reopened || len(got.Steps) != 5 {
			t.Fatalf("state %s with %d steps; want reopened with 5", got.State, len(got.Steps))
		}
		if r := got.Steps[1].Remarks; len(r) != 1 || r[0].Text != "bổ sung tháng 11" {
			t.Errorf("remarks %v", r)
		}
		if approved, _ := got.Last(workflow.Approve); len(approved.Covers) != 1 || approved.Covers[0].Version != 2 || approved.By != "minh" {
			t.Errorf("the approval %+v; want version 2 by minh", approved)
		}
		if n, err := s.VerifyAudit(ctx); err != nil || n == 0 {
			t.Errorf("VerifyAudit = %d, %v", n, err)
		}
	})
}

func TestOfficesOfOne(t *testing.T) {
	s := opened(t, storetest.SQLite(t))
	if err := s.SaveSetting(ctx, storetest.CLI, store.OwnApproval, "on", 0); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveSetting(ctx, storetest.CLI, store.OwnApproval, "off", 0); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a setting changed meanwhile: %v; want Conflict", err)
	}
	if err := enter(s, storetest.Lan, 1, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := step(s, storetest.Lan, workflow.Request{Action: workflow.Submit}); err != nil {
		t.Fatal(err)
	}
	if _, err := step(s, storetest.Lan, workflow.Request{Action: workflow.Approve, Version: 1, Seen: current(t, s)}); err != nil {
		t.Errorf("an office of one cannot approve: %v", err)
	}
}

// TestSaveAgainstApprove lets a save and an approval race. Whoever wins, no
// approved submission may hold a version that the reviewer did not see.
func TestSaveAgainstApprove(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		if err := enter(s, storetest.Lan, 1, 0); err != nil {
			t.Fatal(err)
		}
		var approvals, saves atomic.Int64
		for round := range 100 {
			raceOnce(t, s, int64(round), &approvals, &saves)
		}
		if approvals.Load() == 0 || saves.Load() == 0 {
			t.Errorf("%d approvals and %d saves won; want some of each", approvals.Load(), saves.Load())
		}
	})
}

func raceOnce(t *testing.T, s *store.Store, round int64, approvals, saves *atomic.Int64) {
	t.Helper()
	sub, err := s.Submission(ctx, "lechan", year2022)
	if err != nil {
		t.Fatal(err)
	}
	if sub.State == workflow.Approved {
		if sub, err = step(s, storetest.Minh, workflow.Request{Action: workflow.Reopen, Version: sub.Version, Reason: "vòng sau"}); err != nil {
			t.Fatal(err)
		}
	}
	if sub.State != workflow.Submitted {
		if sub, err = step(s, storetest.Lan, workflow.Request{Action: workflow.Submit, Version: sub.Version}); err != nil {
			t.Fatal(err)
		}
	}
	seen := current(t, s)
	var both sync.WaitGroup
	both.Go(func() {
		if enter(s, storetest.Lan, 1000+round, seen[0].Version) == nil {
			saves.Add(1)
		}
	})
	both.Go(func() {
		if _, err := step(s, storetest.Minh, workflow.Request{Action: workflow.Approve, Version: sub.Version, Seen: seen}); err == nil {
			approvals.Add(1)
		}
	})
	both.Wait()
	after, err := s.Submission(ctx, "lechan", year2022)
	if err != nil {
		t.Fatal(err)
	}
	if now := current(t, s); after.Locked() && !workflow.SameVersions(seen, now) {
		t.Fatalf("round %d: approved with %v, but the reviewer saw %v", round, now, seen)
	}
}

func TestDueDayLocksWhenAskedTo(t *testing.T) {
	s := opened(t, storetest.SQLite(t))
	if err := enter(s, storetest.Lan, 1, 0); err != nil {
		t.Fatalf("late but not locked: %v", err)
	}
	if err := s.SaveSetting(ctx, storetest.CLI, store.LockAfterDue, "on", 0); err != nil {
		t.Fatal(err)
	}
	if err := enter(s, storetest.Lan, 2, 1); errs.KindOf(err) != errs.Locked {
		t.Errorf("after the due day: %v; want Locked", err)
	}
	more := workflow.Exception{Unit: "lechan", Period: year2022, Until: storetest.Day(2026, 11, 30), Reason: "chờ số Kho bạc"}
	if err := s.AllowUntil(ctx, storetest.CLI, more); err != nil {
		t.Fatal(err)
	}
	if err := enter(s, storetest.Lan, 2, 1); err != nil {
		t.Errorf("within the exception: %v", err)
	}
	more.Until = storetest.Day(2020, 1, 1)
	if err := s.AllowUntil(ctx, storetest.CLI, more); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an exception in the past: %v; want Invalid", err)
	}
}

func TestWindow(t *testing.T) {
	s := opened(t, storetest.SQLite(t))
	days, version, err := s.Window(ctx, year2022)
	if err != nil || version != 0 || days != period.Default(year2022) {
		t.Fatalf("Window = %v, %d, %v; want the usual days", days, version, err)
	}
	days.Due = storetest.Day(2022, 12, 8)
	days.CutOff = storetest.Day(2022, 12, 5)
	if err := s.SaveWindow(ctx, storetest.CLI, year2022, days, 0); err != nil {
		t.Fatal(err)
	}
	got, version, err := s.Window(ctx, year2022)
	if err != nil || version != 1 || got != days {
		t.Errorf("Window = %v, %d, %v; want %v, 1", got, version, err, days)
	}
	if err := s.SaveWindow(ctx, storetest.CLI, year2022, days, 0); errs.KindOf(err) != errs.Conflict {
		t.Errorf("over a version not seen: %v; want Conflict", err)
	}
	days.Due = storetest.Day(2022, 12, 1)
	if err := s.SaveWindow(ctx, storetest.CLI, year2022, days, 1); errs.KindOf(err) != errs.Invalid {
		t.Errorf("due before the cut-off: %v; want Invalid", err)
	}
	if d, err := s.Deadline(ctx, "lechan", year2022); err != nil || !d.Due.Equal(storetest.Day(2022, 12, 8)) {
		t.Errorf("Deadline = %v, %v", d.Due, err)
	}
}

func TestQuestionsOnRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		q := workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: year2022, Text: "  Vì sao chưa đạt?  ", Due: storetest.Day(2022, 12, 9)}
		id, err := s.Ask(ctx, storetest.Minh, q)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(ctx, storetest.Lan, id, "Chờ tiền sử dụng đất.", false); err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(ctx, storetest.Lan, id, "Đã thu đủ.", true); err != nil {
			t.Fatal(err)
		}
		got, err := s.Questions(ctx, "lechan", year2022)
		if err != nil || len(got) != 1 {
			t.Fatalf("%d questions, %v", len(got), err)
		}
		if g := got[0]; g.Text != "Vì sao chưa đạt?" || len(g.Answers) != 2 || g.Answers[1].Text != "Đã thu đủ." || !g.InReport || !g.Due.Equal(q.Due) {
			t.Errorf("the question is %+v", g)
		}
		if other, err := s.Questions(ctx, "ngoquyen", period.Period{}); err != nil || len(other) != 0 {
			t.Errorf("another unit's questions: %v, %v", other, err)
		}
		for name, err := range map[string]error{
			"no text":              second(s.Ask(ctx, storetest.Minh, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: year2022, Text: " "})),
			"too long":             second(s.Ask(ctx, storetest.Minh, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: year2022, Text: strings.Repeat("a", 20001)})),
			"no such indicator":    second(s.Ask(ctx, storetest.Minh, workflow.Question{Unit: "lechan", Indicator: "no", Period: year2022, Text: "?"})),
			"no such question":     s.Answer(ctx, storetest.Lan, id+99, "x", false),
			"question of no place": second(s.Question(ctx, id+99)),
		} {
			if k := errs.KindOf(err); k != errs.Invalid && k != errs.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestProseKeepsEveryVersion(t *testing.T) {
	s := opened(t, storetest.SQLite(t))
	part := store.Prose{Unit: "lechan", Period: year2022, Section: "limits", Text: "Tồn tại."}
	if err := s.SaveProse(ctx, storetest.Lan, part); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveProse(ctx, storetest.Lan, part); err != nil {
		t.Errorf("the same text again: %v", err)
	}
	part.Text = "Của người khác."
	if err := s.SaveProse(ctx, storetest.Minh, part); errs.KindOf(err) != errs.Conflict {
		t.Errorf("over a version not seen: %v; want Conflict", err)
	}
	part.Version = 1
	if err := s.SaveProse(ctx, storetest.Minh, part); err != nil {
		t.Fatal(err)
	}
	got, err := s.ProseOf(ctx, "lechan", year2022)
	if err != nil || got["limits"].Version != 2 || got["limits"].Text != "Của người khác." || got["limits"].By != "minh" {
		t.Errorf("ProseOf = %+v, %v", got, err)
	}
}

func TestIssuedReportsAreFrozen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		docx := []byte("PK\x03\x04 a file\x00\xff")
		r := store.Issued{ID: "7F3K-Q2MD", Unit: "lechan", Period: year2022, Lang: i18n.Vi, Decimals: 1, Summary: `{"a":1}`, Prose: `{}`,
			Files: []store.IssuedFile{{Format: "docx", Name: "bao-cao.docx", Content: docx}, {Format: "csv", Name: "bao-cao.csv", Content: []byte{}}}}
		if err := s.Issue(ctx, storetest.Minh, r); err != nil {
			t.Fatal(err)
		}
		if err := s.Issue(ctx, storetest.Minh, r); errs.KindOf(err) != errs.Conflict {
			t.Errorf("the same id twice: %v; want Conflict", err)
		}
		got, err := s.IssuedReport(ctx, r.ID)
		if err != nil || got.Summary != r.Summary || got.Hash != store.HashOf(r.Summary, r.Prose) || len(got.Files) != 2 || got.By != "minh" {
			t.Errorf("IssuedReport = %+v, %v", got, err)
		}
		file, err := s.IssuedFile(ctx, r.ID, "docx")
		if err != nil || string(file.Content) != string(docx) {
			t.Errorf("the file is %q, %v", file.Content, err)
		}
		if _, err := s.IssuedFile(ctx, r.ID, "pdf"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a file that was not issued: %v; want NotFound", err)
		}
		list, err := s.IssuedReports(ctx, "lechan", period.Period{})
		if err != nil || len(list) != 1 || list[0].Summary != "" {
			t.Errorf("IssuedReports = %+v, %v; want one without its summary", list, err)
		}
		if n, err := s.VerifyIssued(ctx); err != nil || n != 1 {
			t.Errorf("VerifyIssued = %d, %v", n, err)
		}
	})
}

func TestSubmissionsOfAll(t *testing.T) {
	s := opened(t, storetest.SQLite(t))
	if list, err := s.Submissions(ctx); err != nil || len(list) != 0 {
		t.Errorf("nothing touched, yet %v, %v", list, err)
	}
	if _, err := step(s, storetest.Lan, workflow.Request{Action: workflow.Submit}); !errors.As(err, new(*errs.Error)) {
		t.Errorf("submitting nothing: %v", err)
	}
	if err := enter(s, storetest.Lan, 1, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := step(s, storetest.Lan, workflow.Request{Action: workflow.Submit}); err != nil {
		t.Fatal(err)
	}
	list, err := s.Submissions(ctx)
	if err != nil || len(list) != 1 || list[0].State != workflow.Submitted || !list[0].Steps[0].At.Equal(storetest.Now().Truncate(time.Second)) {
		t.Errorf("Submissions = %+v, %v", list, err)
	}
}
