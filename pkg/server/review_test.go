package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// reviewForm opens the page of reviewing and gives its form.
func (b *browser) reviewForm() (page answer, form url.Values) {
	b.w.t.Helper()
	page = b.get(reviewAddress)
	if page.status != http.StatusOK {
		b.w.t.Fatalf("GET %s: %d", reviewAddress, page.status)
	}
	return page, fields(page.page(b.w.t).Find("form.js-review"))
}

// again is Lê Chân in 2022 approved, reopened, changed, and sent again.
func (w *world) again() {
	w.t.Helper()
	w.typeIn("can_bo", "von_dtpt", "1540", "giải ngân đến 30/11")
	w.approved()
	w.step("nguoi_soat", workflow.Request{Action: workflow.Reopen, Reason: "cập nhật số thu"})
	w.typeIn("tai_chinh", "von_dtpt", "1545", "làm tròn theo kế hoạch")
	w.typeIn("can_bo", "ban_le", "27100.5", "")
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
}

func TestReviewShowsOnlyWhatChanged(t *testing.T) {
	w := newWorld(t, Config{})
	w.again()
	a, form := w.as("nguoi_soat").reviewForm()
	page := a.page(t)
	if got := textOf(page.Find("h1")); got != "Quận Lê Chân, năm 2022: 2 số thay đổi từ lần duyệt trước" {
		t.Errorf("heading %q", got)
	}
	if got := textOf(page.Find(".Title .Second")); !strings.Contains(got, "Gửi lần 2") || !strings.Contains(got, "“cập nhật số thu”") {
		t.Errorf("lead %q", got)
	}
	var rows []string
	for _, row := range page.Find(".Review > .Scroll .Diff-row").EachIter() {
		rows = append(rows, row.AttrOr("id", ""))
	}
	if !slices.Equal(rows, []string{"row-von_dtpt", "row-ban_le"}) {
		t.Errorf("rows %v: the one with a warning comes first", rows)
	}
	row := textOf(page.Find("#row-von_dtpt"))
	for _, want := range []string{"1.540,0", "1.545,0", "+5,0", "99,7", "100,0", "Dự kiến đạt", "trước: Dự kiến không đạt", "Người tai_chinh", "“làm tròn theo kế hoạch”", "Cần xem"} {
		if !strings.Contains(row, want) {
			t.Errorf("the row lacks %q: %s", want, row)
		}
	}
	if got := textOf(page.Find("#row-von_dtpt").Next()); !strings.Contains(got, "bằng đúng kế hoạch") {
		t.Errorf("the warning: %q", got)
	}
	if got := textOf(page.Find("#row-ban_le .Diff-by")); !strings.Contains(got, "không có ghi chú") {
		t.Errorf("entered without a note: %q", got)
	}
	if got := textOf(page.Find(".Review-same summary")); !strings.HasPrefix(got, "15 chỉ tiêu không thay đổi") {
		t.Errorf("the rest: %q", got)
	}
	figures := textOf(page.Find(".Figures"))
	if !strings.Contains(figures, "16/16đạt và vượt lần trước 15/16") || !strings.Contains(figures, "1chỉ tiêu") {
		t.Errorf("figures: %s", figures)
	}
	if n := len(strings.Fields(form.Get("seen"))); n != 24 {
		t.Errorf("%d versions seen, want 24", n)
	}
}

func TestReviewOfAFirstSubmission(t *testing.T) {
	w := newWorld(t, Config{})
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	a, _ := w.as("nguoi_soat").reviewForm()
	page := a.page(t)
	if got := textOf(page.Find("h1")); got != "Quận Lê Chân, năm 2022: 17 số, gửi duyệt lần đầu" {
		t.Errorf("heading %q", got)
	}
	if n := page.Find(".Review > .Scroll .Diff-row").Length(); n != 17 {
		t.Errorf("%d rows, want all 17", n)
	}
	if got := textOf(page.Find("#row-ban_le .Col-plan")); got != "–" {
		t.Errorf("what was approved before: %q", got)
	}
}

func TestReviewStep(t *testing.T) {
	tests := []struct {
		name   string
		change func(w *world, form url.Values)
		status int
		state  workflow.State
		says   string // on the page of a refusal
	}{
		{"approved", func(_ *world, f url.Values) { f.Set("action", "approve") }, 303, workflow.Approved, ""},
		{"approved in spite of reasons", func(_ *world, f url.Values) { f.Set("action", "approve"); f.Set("reason", "x") }, 303, workflow.Approved, ""},
		{"returned with a general remark", func(_ *world, f url.Values) { f.Set("action", "return"); f.Set("reason", "thiếu căn cứ") }, 303, workflow.Returned, ""},
		{"returned with a reason on a figure", func(_ *world, f url.Values) { f.Set("action", "return"); f.Set("reason.ban_le", " ghi nguồn ") }, 303, workflow.Returned, ""},
		{"returned without a reason", func(_ *world, f url.Values) { f.Set("action", "return"); f.Set("reason", "  ") }, 422, workflow.Submitted, "Cần ghi lý do."},
		{"a figure changed meanwhile", func(w *world, f url.Values) {
			f.Set("action", "approve")
			w.typeIn("tai_chinh", "thu_ns", "941", "số mới")
		}, 409, workflow.Submitted, "Thu ngân sách nhà nước trên địa bàn: nay là 941,0, Người tai_chinh lưu"},
		{"what was seen is left out", func(_ *world, f url.Values) { f.Set("action", "approve"); f.Set("seen", "") }, 409, workflow.Submitted, "Số liệu đã thay đổi"},
		{"somebody was faster", func(w *world, f url.Values) {
			f.Set("action", "approve")
			w.step("nguoi_soat", workflow.Request{Action: workflow.Return, Reason: "x"})
		}, 409, workflow.Returned, "Hồ sơ đã thay đổi"},
		{"not approved, so not reopened", func(_ *world, f url.Values) { f.Set("action", "reopen"); f.Set("reason", "x") }, 422, workflow.Submitted, "Chỉ mở lại được hồ sơ đã duyệt."},
		{"no such step", func(_ *world, f url.Values) { f.Set("action", "shred") }, 422, workflow.Submitted, "không hợp lệ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, Config{})
			w.step("can_bo", workflow.Request{Action: workflow.Submit})
			b := w.as("nguoi_soat")
			_, form := b.reviewForm()
			tt.change(w, form)
			a := b.post(reviewAddress, form)
			if a.status != tt.status || w.submission().State != tt.state {
				t.Errorf("%d, %s; want %d, %s", a.status, w.submission().State, tt.status, tt.state)
			}
			if tt.says != "" && !strings.Contains(textOf(a.page(t).Find(".Notice--fault")), tt.says) {
				t.Errorf("it says %q, want %q", textOf(a.page(t).Find(".Notice--fault")), tt.says)
			}
		})
	}
}

// What a reviewer typed is still there when the step is refused.
func TestReviewKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t, Config{})
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	b := w.as("nguoi_soat")
	_, form := b.reviewForm()
	form.Set("action", "approve")
	form.Set("reason", "ý kiến chung")
	form.Set("reason.thu_ns", "ghi nguồn số")
	w.typeIn("tai_chinh", "thu_ns", "941", "số mới")
	page := b.post(reviewAddress, form).page(t)
	if got := page.Find("#reason").Text() + "|" + page.Find("#reason-thu_ns").Text(); got != "ý kiến chung|ghi nguồn số" {
		t.Errorf("kept %q", got)
	}
	form = fields(page.Find("form.js-review")) // the page now shows the newest
	form.Set("action", "approve")
	if a := b.post(reviewAddress, form); a.status != http.StatusSeeOther || w.submission().State != workflow.Approved {
		t.Errorf("after a second look: %d, %s", a.status, w.submission().State)
	}
}

func TestReviewReasonsReachTheOfficial(t *testing.T) {
	w := newWorld(t, Config{})
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	b := w.as("nguoi_soat")
	_, form := b.reviewForm()
	form.Set("action", "return")
	form.Set("reason.ban_le", "ghi nguồn <số>")
	if a := b.post(reviewAddress, form); a.location() != reviewAddress+"&done=return" {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	step, _ := w.submission().Last(workflow.Return)
	if len(step.Remarks) != 1 || step.Remarks[0] != (workflow.Remark{Indicator: "ban_le", Text: "ghi nguồn <số>"}) {
		t.Errorf("remarks %+v", step.Remarks)
	}
	for _, path := range []string{"/work", entryAddress, submitAddress} {
		if got := textOf(w.as("can_bo").get(path).page(t).Find("main")); !strings.Contains(got, "Tổng mức bán lẻ hàng hóa: ghi nguồn <số>") {
			t.Errorf("%s does not say why: %.300s", path, got)
		}
	}
}

// Nobody approves or reopens own figures; the page says who can.
func TestReviewOfOwnFigures(t *testing.T) {
	w := newWorld(t, Config{})
	w.typeIn("nguoi_soat", "ban_le", "27100.5", "")
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	b := w.as("nguoi_soat")
	a, form := b.reviewForm()
	page := a.page(t)
	if page.Find("button[value=approve]").Length() != 0 || !strings.Contains(textOf(page.Find(".Review-why")), "Chưa có người duyệt nào khác") {
		t.Errorf("own figures: %q", textOf(page.Find(".Review-why")))
	}
	form.Set("action", "approve")
	if a := b.post(reviewAddress, form); a.status != http.StatusForbidden || w.submission().State != workflow.Submitted {
		t.Errorf("approved all the same: %d, %s", a.status, w.submission().State)
	}
	w.add("nguoi_soat_2", "reviewer@haiphong+below")
	a, _ = b.reviewForm()
	if got := textOf(a.page(t).Find(".Review-why")); !strings.HasSuffix(got, "Người có thể làm: Người nguoi_soat_2.") {
		t.Errorf("who can: %q", got)
	}
	must(t, w.store.SaveSetting(context.Background(), store.Actor{From: "cli"}, store.OwnApproval, "on", 0))
	if a := b.post(reviewAddress, form); a.status != http.StatusSeeOther || w.submission().State != workflow.Approved {
		t.Errorf("an office of one: %d, %s", a.status, w.submission().State)
	}
}

func TestReviewReopens(t *testing.T) {
	w := newWorld(t, Config{})
	w.approved()
	b := w.as("nguoi_soat")
	a, form := b.reviewForm()
	page := a.page(t)
	if page.Find("button[value=approve], button[value=return]").Length() != 0 {
		t.Error("an approved period may be approved or returned")
	}
	if got := textOf(page.Find("h1")); got != "Quận Lê Chân, năm 2022: đã duyệt 24 số" {
		t.Errorf("heading %q", got)
	}
	form.Set("action", "reopen")
	if a := b.post(reviewAddress, form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("reopened without a reason: %d", a.status)
	}
	form.Set("reason", "cập nhật")
	if a := b.post(reviewAddress, form); a.status != http.StatusSeeOther || w.submission().State != workflow.Reopened {
		t.Errorf("reopened: %d, %s", a.status, w.submission().State)
	}
}

// A plan that is changed after the approval does not unlock it, but is said
// with the difference, whatever the date of its document.
func TestChangedAfterApproval(t *testing.T) {
	w := newWorld(t, Config{})
	w.approved()
	state := func() string {
		return textOf(w.as("nguoi_soat").get(reviewAddress).page(t).Find(".Context-end"))
	}
	if got := state(); !strings.HasPrefix(got, "Đã duyệt") {
		t.Fatalf("state %q", got)
	}
	low := number.New(1000000, 3)
	plan := indicator.Plan{PlanKey: indicator.PlanKey{Unit: "lechan", Indicator: "thu_ns", Year: 2022, Level: "city"}, Target: indicator.Target{Operator: indicator.Equal, Low: low},
		Basis: indicator.Decided, Decision: indicator.Decision{Number: "99/QĐ-UBND", Date: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}, Dated: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)}
	must(t, w.store.Change(context.Background(), store.Actor{From: "cli"}, func(*indicator.State) (indicator.Change, error) {
		return indicator.Change{Plans: []indicator.Plan{plan}}, nil
	}))
	if got := state(); got != "Đổi sau duyệt" {
		t.Errorf("state %q", got)
	}
	page := w.as("nguoi_soat").get(reviewAddress).page(t)
	later := textOf(page.Find("#later"))
	for _, want := range []string{"Đã thay đổi sau khi duyệt", "Thu ngân sách nhà nước trên địa bàn", "kế hoạch thành phố", "940,133", "1.000", "Dự kiến đạt → Dự kiến không đạt"} {
		if !strings.Contains(later, want) {
			t.Errorf("the difference lacks %q: %s", want, later)
		}
	}
	if w.submission().State != workflow.Approved {
		t.Error("the plan unlocked the period")
	}
	if got := textOf(w.as("lanh_dao").get("/units/lechan/board?period=2022").page(t).Find(".Context-end")); got != "Đổi sau duyệt" {
		t.Errorf("the board says %q", got)
	}
}

func TestLaterChanges(t *testing.T) {
	p := i18n.For(i18n.Vi)
	value := func(text string) report.Value { return report.Value{Plain: text, Text: text} }
	row := func(judging string, plans ...report.PlanRow) *report.Row {
		r := &report.Row{Plans: plans, Judging: -1}
		r.Result.Row = indicator.SetRow{Judging: judging, Source: indicator.Rollup}
		return r
	}
	city := func(text string) report.PlanRow {
		return report.PlanRow{Level: "city", LevelName: "Thành phố", Text: text}
	}
	council := report.PlanRow{Level: "council", LevelName: "HĐND", Text: "7"}
	was, is := row("city"), row("city")
	was.Actual, was.Previous, is.Actual, is.Previous, is.Status = value("5"), value("3"), value("6"), value("4"), "ước"
	tests := []struct {
		name string
		row  report.RevisionRow
		want string
	}{
		{"nothing", report.RevisionRow{Then: row("city"), Now: row("city")}, ""},
		{"added", report.RevisionRow{Now: row("city"), Differs: []report.Difference{report.Added}}, "thêm vào bộ chỉ tiêu: – → –"},
		{"removed", report.RevisionRow{Then: row("city"), Differs: []report.Difference{report.Removed}}, "bỏ khỏi bộ chỉ tiêu: – → –"},
		{"a plan changed", report.RevisionRow{Then: row("city", city("5")), Now: row("city", city("6")), Differs: []report.Difference{report.PlanDiffers}}, "kế hoạch thành phố: 5 → 6"},
		{"a plan came and another went", report.RevisionRow{Then: row("city", city("5")), Now: row("city", council), Differs: []report.Difference{report.PlanDiffers}}, "kế hoạch HĐND: – → 7; kế hoạch thành phố: 5 → –"},
		{"another level judges", report.RevisionRow{Then: row("city"), Now: row("council")}, "cấp kế hoạch để đánh giá: city → council"},
		{"units below and last year", report.RevisionRow{Then: was, Now: is, Differs: []report.Difference{report.ActualDiffers, report.PreviousDiffers}}, "số tổng hợp: 5 → 6 (ước); số cùng kỳ: 3 → 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range laterChanges(p, report.Revision{Rows: []report.RevisionRow{tt.row}}) {
				got = append(got, l.What+": "+l.Before+" → "+l.After)
			}
			if text := strings.Join(got, "; "); text != tt.want {
				t.Errorf("got %q; want %q", text, tt.want)
			}
		})
	}
}

// What was never sent, or went back, is shown without anything to decide.
func TestReviewOfWhatIsNotWaiting(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	check := func(heading, says string) {
		t.Helper()
		a, _ := b.reviewForm()
		page := a.page(t)
		if got := textOf(page.Find("h1")); !strings.HasPrefix(got, "Quận Lê Chân, năm 2022: "+heading) {
			t.Errorf("heading %q, want %q", got, heading)
		}
		if got := textOf(page.Find(".Empty-text")); got != says {
			t.Errorf("it says %q, want %q", got, says)
		}
		if n := page.Find("main form.js-review button").Length(); n != 0 {
			t.Errorf("%d buttons", n)
		}
	}
	check("chưa gửi duyệt", "Hồ sơ chưa được gửi duyệt.")
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	w.step("nguoi_soat", workflow.Request{Action: workflow.Return, Reason: "x"})
	check("17 số, gửi duyệt lần đầu", "Hồ sơ đã trả lại, chờ người nhập gửi lại.")
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	w.step("nguoi_soat", workflow.Request{Action: workflow.Approve})
	w.step("nguoi_soat", workflow.Request{Action: workflow.Reopen, Reason: "x"})
	check("0 số thay đổi", "Hồ sơ đã mở lại, chờ người nhập gửi lại.")
}

func TestReviewNeighbours(t *testing.T) {
	w := newWorld(t, Config{})
	for _, p := range []string{"2022-Q1", "2022", "2022-YTD09"} {
		form := url.Values{"version": {"0"}}
		if a := w.as("can_bo").post("/units/lechan/submit?period="+p, form); a.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", p, a.status)
		}
		w.later(time.Minute)
	}
	page := w.as("nguoi_soat").get(reviewAddress).page(t)
	before, after := page.Find("a[rel=prev]").AttrOr("href", ""), page.Find("a[rel=next]").AttrOr("href", "")
	if before != "/units/lechan/review?period=2022-Q1" || after != "/units/lechan/review?period=2022-YTD09" {
		t.Errorf("between %q and %q", before, after)
	}
}

func TestVersionsOfAForm(t *testing.T) {
	list := []workflow.Covered{{Indicator: "a", Version: 3}, {Indicator: "b_c", Version: 12}}
	if got := versionsText(list); got != "a:3 b_c:12" {
		t.Errorf("written %q", got)
	}
	if got := parseVersions("a:3 b_c:12"); !slices.Equal(got, list) {
		t.Errorf("read %v", got)
	}
	if got := parseVersions("a:x"); len(got) != 1 || got[0].Version != 0 {
		t.Errorf("a broken word covers %v", got)
	}
}
