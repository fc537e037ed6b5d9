package server

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func (w *world) backups() []store.BackupFile {
	w.t.Helper()
	files, err := w.store.BackupFiles()
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

func TestBackupNowAndDownload(t *testing.T) {
	w := newWorld(t, Config{Version: "9.9", SessionLifetime: 240 * time.Hour})
	b := w.as("quan_tri")
	if text := b.get("/admin").page(t).Find("#backup").Text(); !strings.Contains(text, "Chưa có bản sao lưu") {
		t.Errorf("before the first backup: %q", text)
	}
	if a := b.post("/admin/backups", nil); a.status != http.StatusSeeOther {
		t.Fatalf("back up now: %d %s", a.status, a.body)
	}
	page := b.get("/admin/backups")
	link, _ := page.page(t).Find(`table a`).Attr("href")
	if len(w.backups()) != 1 || link != "/admin/backups/"+w.backups()[0].Name {
		t.Fatalf("%d backups, link %q", len(w.backups()), link)
	}
	file := b.get(link)
	if file.status != http.StatusOK || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") || file.header.Get("Cache-Control") != "no-store" {
		t.Errorf("download: %d %v", file.status, file.header)
	}
	into := storetest.New(t)
	if _, err := into.Restore(context.Background(), bytes.NewReader([]byte(file.body)), int64(len(file.body))); err != nil {
		t.Errorf("what was downloaded: %v", err)
	}
	rows, err := w.store.Audit(context.Background(), store.AuditFilter{Action: "archive."})
	must(t, err)
	if len(rows) != 2 || rows[0].Action != "archive.download" || rows[1].Action != "archive.take" || rows[0].Login != "quan_tri" {
		t.Errorf("audit %+v", rows)
	}
	if text := b.get("/admin").page(t).Find("#backup").Text(); !strings.Contains(text, "Đã sao lưu") {
		t.Errorf("after the first backup: %q", text)
	}
	w.offset.Add(3*24*3600 + 60)
	if text := w.as("quan_tri").get("/admin").page(t).Find("#backup").Text(); !strings.Contains(text, "đã cũ") || !strings.Contains(text, "3 ngày") {
		t.Errorf("three days later: %q", text)
	}
}

func TestBackupNamesFromOutside(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	for _, name := range []string{"muctieu.db", "..%2Fmuctieu.db", "muctieu-20200101-000000.muctieu"} {
		if a := b.get("/admin/backups/" + name); a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", name, a.status)
		}
	}
	must(t, func() error { _, err := w.store.TakeBackup(context.Background(), "x"); return err }())
	for login, want := range map[string]int{"quan_tri_q": http.StatusForbidden, "can_bo": http.StatusForbidden} {
		if a := w.as(login).get("/admin/backups/" + w.backups()[0].Name); a.status != want {
			t.Errorf("%s: %d, want %d", login, a.status, want)
		}
	}
}

func TestBackupPlanOfThePage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	plan := func(state, hour, keep string) answer {
		return edit(t, b, "/admin/backups", `form[action="/admin/backups/plan"]`, func(f url.Values) {
			f.Set("state", state)
			f.Set("hour", hour)
			f.Set("keep", keep)
		})
	}
	tests := []struct {
		state, hour, keep string
		status            int
		want              string
	}{
		{"daily", "3", "5", http.StatusSeeOther, "3 5"},
		{"daily", "24", "5", http.StatusUnprocessableEntity, "3 5"},
		{"daily", "3", "0", http.StatusUnprocessableEntity, "3 5"},
		{"daily", "ba", "1", http.StatusUnprocessableEntity, "3 5"},
		{"off", "3", "5", http.StatusSeeOther, "off"},
	}
	for _, tt := range tests {
		if a := plan(tt.state, tt.hour, tt.keep); a.status != tt.status {
			t.Errorf("%v: %d, want %d", tt, a.status, tt.status)
		}
		if got, _, err := w.store.Setting(context.Background(), store.BackupPlanSetting); err != nil || got != tt.want {
			t.Errorf("%v: stored %q, %v", tt, got, err)
		}
	}
}

// The schedule is kept by whichever server runs when something is due.
func TestScheduledBackups(t *testing.T) {
	w := newWorld(t, Config{})
	ctx := context.Background()
	due := func() int {
		t.Helper()
		must(t, w.server.backupWhenDue(ctx))
		return len(w.backups())
	}
	must(t, w.store.SaveSetting(ctx, store.Actor{From: "cli"}, store.BackupPlanSetting, "2 2", 0))
	for i, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {time.Minute, 1}, {25 * time.Hour, 2}, {0, 2}, {25 * time.Hour, 2}, {25 * time.Hour, 2}} {
		w.offset.Add(int64(step.after / time.Second))
		if got := due(); got != step.want {
			t.Errorf("step %d: %d backups, want %d", i, got, step.want)
		}
	}
	must(t, w.store.SaveSetting(ctx, store.Actor{From: "cli"}, store.BackupPlanSetting, "off", 1))
	newest := w.backups()[0].Name
	w.offset.Add(50 * 3600)
	if due(); w.backups()[0].Name != newest {
		t.Error("a backup was taken though the schedule is off")
	}
}

// A server that serves does what is due, and ends only when that is done.
func TestJobsWhileServing(t *testing.T) {
	w := newWorld(t, Config{})
	w.server.jobs = true
	ctx, stop := context.WithCancel(context.Background())
	wait := w.server.work(ctx)
	for start := time.Now(); len(w.backups()) == 0 && time.Since(start) < 20*time.Second; {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	wait()
	if len(w.backups()) != 1 {
		t.Errorf("%d backups, want 1", len(w.backups()))
	}
}
