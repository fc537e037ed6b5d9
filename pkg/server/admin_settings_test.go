package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/check"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

func TestSwitches(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	page := b.get("/admin/settings").page(t)
	for _, name := range []string{store.LockAfterDue, store.OwnApproval} {
		form := page.Find(`form[action="/admin/settings"]:has([value="` + name + `"])`)
		values := fields(form)
		if a := b.post("/admin/settings", values); a.location() != "/admin/settings?done=1" {
			t.Fatalf("%s: %d to %q", name, a.status, a.location())
		}
		if got, _, err := w.store.Setting(context.Background(), name); err != nil || got != "on" {
			t.Errorf("%s is %q, %v; want on", name, got, err)
		}
		if a := b.post("/admin/settings", values); a.status != http.StatusConflict {
			t.Errorf("%s switched by a page out of date: %d", name, a.status)
		}
	}
	if got := textOf(b.get("/admin/settings").page(t).Find("main")); strings.Count(got, "Đang bật.") != 2 {
		t.Errorf("the page does not say that both are on: %s", got)
	}
	for _, form := range []url.Values{{"name": {"other"}, "value": {"on"}}, {"name": {store.OwnApproval}, "value": {"maybe"}}} {
		if a := b.post("/admin/settings", form); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", form, a.status)
		}
	}
}

// Where periods lock after their due day, an exception opens one unit's period
// until a day, and no longer.
func TestExtensions(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	must(t, w.store.SaveSetting(context.Background(), store.Actor{From: "cli"}, store.LockAfterDue, "on", 0))
	editable := func() bool {
		return w.as("can_bo").get(entryAddress).page(t).Find(".js-field").Length() > 0
	}
	if editable() {
		t.Fatal("an overdue period takes figures though the switch is on")
	}
	until := w.server.today().Format(time.DateOnly)
	for _, tt := range []struct {
		name, unit, until, reason string
		status                    int
	}{
		{"no reason", "lechan", until, "", 422},
		{"a day that has passed", "lechan", "2022-12-31", "x", 422},
		{"no day", "lechan", "", "x", 422},
		{"no such unit", "khong_co", until, "x", 404},
		{"another unit", "ngoquyen", until, "chờ số thống kê", 303},
	} {
		a := b.post("/admin/periods/2022/exceptions", url.Values{"unit": {tt.unit}, "until": {tt.until}, "reason": {tt.reason}})
		if a.status != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, a.status, tt.status)
		}
	}
	if editable() {
		t.Fatal("another unit's exception opened the period")
	}
	if a := b.post("/admin/periods/2022/exceptions", url.Values{"unit": {"lechan"}, "until": {until}, "reason": {"chờ số kho bạc"}}); a.location() != "/admin/periods/2022?done=1" {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	if !editable() {
		t.Error("the exception did not open the period")
	}
	for _, path := range []string{"/admin/settings", "/admin/periods/2022"} {
		if got := textOf(b.get(path).page(t).Find("#exceptions tbody tr").First()); !strings.Contains(got, "Quận Lê Chân") || !strings.Contains(got, "chờ số kho bạc") {
			t.Errorf("%s lists %q", path, got)
		}
	}
	if a := b.post("/admin/periods/2022-Q9/exceptions", url.Values{}); a.status != http.StatusNotFound {
		t.Errorf("no such period: %d", a.status)
	}
}

func TestChecksOfAnIndicator(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	address := "/admin/checks/thu_ns"
	form := fields(b.get(address).page(t).Find(`form[action="` + address + `"]`))
	if got := form.Get("on.equals_plan"); got != "on" {
		t.Fatalf("the rule is %q at first", got)
	}
	form.Del("on.equals_plan")
	form.Set("threshold.out_of_line", "12,5")
	if a := b.post(address, form); a.location() != address+"?done=1" {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	settings, err := w.store.CheckSettings(context.Background())
	must(t, err)
	rules := settings["thu_ns"]
	if len(rules) != 2 || !rules[check.EqualsPlan].Off || rules[check.OutOfLine].Threshold != "12.5" {
		t.Errorf("stored %+v", rules)
	}
	if got := textOf(b.get("/admin/checks?q=thu_ns").page(t).Find("tbody tr").First()); !strings.Contains(got, "Số ước bằng đúng kế hoạch: tắt") || !strings.Contains(got, "12,5") {
		t.Errorf("the list says %q", got)
	}
	if got := textOf(w.as("can_bo").get(submitAddress).page(t).Find("main")); strings.Contains(got, "940,133 tỷ đồng bằng đúng kế hoạch") {
		t.Error("the rule still speaks")
	}
	form.Set("threshold.out_of_line", "nhiều")
	form.Del("on.unchanged")
	a := b.post(address, form)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(textOf(a.page(t).Find(".Notice--fault")), "nhiều") {
		t.Errorf("a threshold that is no number: %d, %q", a.status, textOf(a.page(t).Find(".Notice--fault")))
	}
	if again, err := w.store.CheckSettings(context.Background()); err != nil || again["thu_ns"][check.Unchanged].Off {
		t.Errorf("half of it was saved: %+v, %v", again["thu_ns"], err)
	}
	if got := a.page(t).Find(`[name="threshold.out_of_line"]`).AttrOr("value", ""); got != "nhiều" {
		t.Errorf("what was typed became %q", got)
	}
	for _, path := range []string{"/admin/checks/khong_co"} {
		if a := b.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// The audit says steps as people know them.
func TestAuditOfSteps(t *testing.T) {
	w := newWorld(t, Config{})
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	w.step("nguoi_soat", workflow.Request{Action: workflow.Return, Reason: "thiếu căn cứ", Remarks: []workflow.Remark{{Indicator: "thu_ns", Text: "ghi nguồn"}}})
	rows := w.as("quan_tri").get("/admin/audit?action=submission.").page(t).Find("tbody tr")
	if rows.Length() != 2 {
		t.Fatalf("%d rows, want 2", rows.Length())
	}
	returned, sent := textOf(rows.First()), textOf(rows.Last())
	for _, want := range []string{"Người nguoi_soat", "Trả lại hồ sơ", "Quận Lê Chân, năm 2022", "Chờ duyệt → Trả lại", "Thu ngân sách nhà nước trên địa bàn: ghi nguồn", "thiếu căn cứ"} {
		if !strings.Contains(returned, want) {
			t.Errorf("the return lacks %q: %s", want, returned)
		}
	}
	if !strings.Contains(sent, "Bản nháp → Chờ duyệt; 24 số") || strings.Contains(sent, "Version") {
		t.Errorf("the submission: %s", sent)
	}
}

func TestEntryLeadsToSubmitting(t *testing.T) {
	w := newWorld(t, Config{})
	link := `a.btn-primary[href="` + submitAddress + `"]`
	if n := w.as("can_bo").get(entryAddress).page(t).Find(link).Length(); n != 1 {
		t.Errorf("%d ways to submit for who may", n)
	}
	if n := w.as("tai_chinh").get(entryAddress).page(t).Find(link).Length(); n != 0 {
		t.Errorf("%d ways to submit for who may not", n)
	}
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	if got := textOf(w.as("tai_chinh").get(entryAddress).page(t).Find(".History")); !strings.Contains(got, "Gửi duyệt Người can_bo") {
		t.Errorf("the history on the page of entering: %q", got)
	}
}
