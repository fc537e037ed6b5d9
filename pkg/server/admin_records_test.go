package server

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/mail"
	"muctieu/pkg/store"
)

// Records of sign-ins go out as the audit does: by the filters of the page, as
// text and as a workbook, and only to who may see the page.
func TestSignInFiles(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	wrong := w.browser()
	wrong.header.Set("User-Agent", "=cmd()")
	wrong.post("/login", url.Values{"login": {"can_bo"}, "password": {"sai mat khau roi"}})
	for query, want := range map[string]int{"": 2, "outcome=refused": 1, "login=can_bo": 1, "login=khong_co": 0, "until=2000-01-01": 0} {
		records, err := csv.NewReader(strings.NewReader(b.get("/admin/sign-ins.csv?" + query).body)).ReadAll()
		must(t, err)
		f, err := excelize.OpenReader(strings.NewReader(b.get("/admin/sign-ins.xlsx?" + query).body))
		must(t, err)
		rows, err := f.GetRows(f.GetSheetName(0))
		must(t, err)
		if len(records) != want+1 || len(rows) != want+1 || strings.Join(records[0], " ") != strings.Join(signInColumns, " ") {
			t.Errorf("%q: %d rows as text, %d in the workbook, want %d and a head", query, len(records), len(rows), want)
		}
		must(t, f.Close())
	}
	a := b.get("/admin/sign-ins.csv?outcome=refused")
	if !strings.Contains(a.body, ",can_bo,password,password,127.0.0.1,'=cmd()") || !strings.Contains(a.header.Get("Content-Disposition"), `filename="sign-ins.csv"`) {
		t.Errorf("%q sent as %q", a.body, a.header.Get("Content-Disposition"))
	}
	if a := b.get("/admin/sign-ins.xlsx?from=x"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none: %d", a.status)
	}
	page := b.get("/admin/sign-ins?outcome=refused&below=99").page(t)
	for _, kind := range []string{"csv", "xlsx"} {
		if href, _ := page.Find(`a[href^="/admin/sign-ins.` + kind + `"]`).Attr("href"); href != "/admin/sign-ins."+kind+"?outcome=refused" {
			t.Errorf("the page leads to %q", href)
		}
	}
	if a := w.as("quan_tri_q").get("/admin/sign-ins.csv"); a.status == http.StatusOK {
		t.Errorf("the administrator of one unit: %d", a.status)
	}
}

// Sign-ins and mails are kept equally long, and the page says so.
func TestOldRecordsGo(t *testing.T) {
	w := newWorld(t, Config{})
	ctx := context.Background()
	if text := w.as("quan_tri").get("/admin/security").page(t).Find("main").Text(); !strings.Contains(text, "Nhật ký thư") {
		t.Errorf("the page of logs: %.300s", text)
	}
	_, err := w.store.QueueMail(ctx, store.NewMail{Kind: mail.Digest, UserID: w.id("can_bo"), About: "2026-W01"})
	must(t, err)
	m, err := w.store.ClaimMail(ctx, "x")
	must(t, err)
	must(t, w.store.MailDropped(ctx, m, "test"))
	left := func() (signIns, mails int) {
		s, err := w.store.SignIns(ctx, store.SignInFilter{})
		must(t, err)
		m, err := w.store.Mails(ctx, store.MailFilter{})
		must(t, err)
		return len(s), len(m)
	}
	for _, step := range []struct {
		months         int64
		signIns, mails int
	}{{11, 1, 1}, {2, 0, 0}} {
		w.offset.Add(step.months * 30 * 86400)
		must(t, w.server.pruneRecords(ctx))
		if s, m := left(); s != step.signIns || m != step.mails {
			t.Errorf("%d months on: %d sign-ins and %d mails, want %d and %d", step.months, s, m, step.signIns, step.mails)
		}
	}
}

// Whoever holds a report reads the page that checks it in the language of the
// browser, unless a session or a choice says otherwise.
func TestLanguageOfVerify(t *testing.T) {
	w := newWorld(t, Config{})
	english, session := w.browser(), w.as("can_bo")
	tests := []struct {
		name, path, accept string
		b                  *browser
		want               string
	}{
		{"English first", "/verify", "en-GB,en;q=0.9,vi;q=0.5", english, "en"},
		{"a report", "/verify/AAAA-BBBB", "en", english, "en"},
		{"Vietnamese first", "/verify", "vi-VN,en;q=0.5", english, "vi"},
		{"another language", "/verify", "fr", english, "vi"},
		{"nothing", "/verify", "", english, "vi"},
		{"another page", "/login", "en", english, "vi"},
		{"a session with a language", "/verify", "en", session, "vi"},
	}
	must(t, w.store.SetLang(context.Background(), w.id("can_bo"), "vi"))
	for _, tt := range tests {
		tt.b.header.Set("Accept-Language", tt.accept)
		a := tt.b.get(tt.path)
		if lang := a.page(t).Find("html").AttrOr("lang", ""); lang != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, lang, tt.want)
		}
		if tt.path != "/login" && !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Accept-Language") {
			t.Errorf("%s: Vary %q", tt.name, a.header.Values("Vary"))
		}
	}
	english.header.Set("Accept-Language", "en")
	english.post("/preference", url.Values{"lang": {"vi"}})
	if lang := english.get("/verify").page(t).Find("html").AttrOr("lang", ""); lang != "vi" {
		t.Errorf("after a choice: %q", lang)
	}
}
