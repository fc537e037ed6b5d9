package server

import (
	"context"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// marks are the rows of a board that say they have changed since approval.
func (w *world) marks(query string) string {
	w.t.Helper()
	var codes []string
	for _, row := range w.as("lanh_dao").get("/units/lechan/board?period=2022" + query).page(w.t).Find(".Board-row").EachIter() {
		if strings.Contains(textOf(row.Find(".Col-state")), "Đổi sau duyệt") {
			id, _ := row.Attr("id")
			codes = append(codes, strings.TrimPrefix(id, "row-"))
		}
	}
	return strings.Join(codes, " ")
}

// A row says so when it no longer shows what was approved: its figure has
// another version after the period was reopened, or its plan has changed.
func TestBoardMarksWhatChangedAfterApproval(t *testing.T) {
	w := newWorld(t, Config{})
	if got := w.marks(""); got != "" {
		t.Errorf("before any approval: %q", got)
	}
	w.approved()
	if got := w.marks(""); got != "" {
		t.Errorf("just approved: %q", got)
	}
	low := number.New(950000, 3)
	plan := indicator.Plan{PlanKey: indicator.PlanKey{Unit: "lechan", Indicator: "thu_ns", Year: 2022, Level: "city"}, Target: indicator.Target{Operator: indicator.Equal, Low: low},
		Basis: indicator.Decided, Decision: indicator.Decision{Number: "99/QĐ-UBND", Date: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}, Dated: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}
	must(t, w.store.Change(context.Background(), store.Actor{From: "cli"}, func(*indicator.State) (indicator.Change, error) {
		return indicator.Change{Plans: []indicator.Plan{plan}}, nil
	}))
	if got := w.marks(""); got != "thu_ns" {
		t.Errorf("another plan: %q, want thu_ns", got)
	}
	w.step("nguoi_soat", workflow.Request{Action: workflow.Reopen, Reason: "Sửa số"})
	value := number.New(4250, 1)
	cell := store.CellSave{Indicator: "gtsx_cn", Value: &value, Status: indicator.Estimate, Version: w.newest("gtsx_cn").Version}
	_, err := w.store.SaveFigures(context.Background(), store.Actor{From: "cli"}, "lechan", period.MustParse("2022"), []store.CellSave{cell})
	must(t, err)
	if got := w.marks(""); got != "gtsx_cn" {
		t.Errorf("another figure while it is open again: %q, want gtsx_cn", got)
	}
	if got := w.marks("&as_of=2022-12-31"); got != "" {
		t.Errorf("as of an earlier day: %q", got)
	}
}

// Two taps from the board: the whole board as of an earlier day, and the
// percentages that a revised base would change.
func TestBoardLeadsToEarlierDaysAndRevisions(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	board := b.get("/units/lechan/board?period=2022").page(t)
	earlier, ok := board.Find(`.Context a[href*="as_of="]`).Last().Attr("href")
	if !ok {
		t.Fatal("the board offers no earlier day")
	}
	then := b.get(earlier).page(t)
	if now, was := textOf(board.Find("#row-thu_ns .Col-actual")), textOf(then.Find("#row-thu_ns .Col-actual")); now == was {
		t.Errorf("as of the first day the board still shows %q", was)
	}
	link, ok := board.Find(`.Board-tools a[href*="/revisions"]`).Attr("href")
	if !ok {
		t.Fatal("the board does not lead to what has changed")
	}
	base := number.New(1600000, 3)
	cell := store.CellSave{Indicator: "thu_ns", Value: &base, Status: indicator.Final, Version: 1}
	_, err := w.store.SaveFigures(context.Background(), store.Actor{From: "cli"}, "lechan", period.MustParse("2021"), []store.CellSave{cell})
	must(t, err)
	if got := textOf(b.get(link).page(t).Find("main")); !strings.Contains(got, "Tỷ lệ đã công bố sẽ khác do số cùng kỳ điều chỉnh") {
		t.Errorf("a revised base changes no published percentage: %s", got)
	}
}

// Who may ask finds the form from each row; others are not shown it.
func TestBoardRowsLeadToAsking(t *testing.T) {
	w := newWorld(t, Config{})
	for login, want := range map[string]int{"lanh_dao": 17, "can_bo": 0} {
		rows := w.as(login).get("/units/lechan/board?period=2022").page(t).Find(`.Board-ask[href$="#ask-text"]`)
		if got := rows.Length(); got != want {
			t.Errorf("%s: %d rows lead to asking, want %d", login, got, want)
		}
	}
}
