package browser

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/mail"
	"muctieu/pkg/period"
	"muctieu/pkg/server"
	"muctieu/pkg/store"
)

// The pages of mail, where it is set up: the administrator's page, what a mail
// says, a person's choices, and the reminder of what is missing.
func TestMailPages(t *testing.T) {
	w := newSite(t)
	handler, err := server.New(server.Options{Store: w.store, Now: time.Now, Zone: zone, Config: server.Config{Mail: server.MailServer{
		Host: "mail.haiphong.gov.vn", Port: 587, TLS: server.MailStartTLS, User: "muctieu", From: "Mục tiêu <muctieu@haiphong.gov.vn>", Base: "https://kpi.haiphong.gov.vn",
	}}})
	if err != nil {
		t.Fatal(err)
	}
	w.http = httptest.NewServer(handler)
	t.Cleanup(w.http.Close)
	fillMail(t, w.store)
	for login, list := range map[string][][2]string{
		"tuan": {{"mail-admin", "/admin/mail"}, {"mail-preview", "/admin/mail/preview?kind=digest&lang=vi"}, {"mail-account", "/account"}},
		"hanh": {{"mail-remind", "/units/lechan/summary?period=2022"}},
	} {
		v := w.visit(1440)
		v.login(login)
		for _, p := range list {
			v.look(p[0], p[1], "vi")
		}
		if login == "hanh" && !strings.Contains(v.text("#remind"), "trang") {
			t.Errorf("the reminder names nobody: %q", v.text("#remind"))
		}
	}
}

// fillMail gives two people addresses, takes a figure back so that something
// is missing, and leaves mails of several states.
func fillMail(t *testing.T, s *store.Store) {
	t.Helper()
	ctx, by := context.Background(), store.Actor{From: "cli"}
	year, note := period.Period{Year: 2022}, "nhập nhầm"
	versions, err := s.Versions(ctx, indicator.CellKey{Unit: "lechan", Indicator: "thu_ns", Period: year})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.SaveFigures(ctx, by, "lechan", year, []store.CellSave{{Indicator: "thu_ns", Status: indicator.Withdrawn, Note: &note, Version: len(versions)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, login := range []string{"trang", "tuan"} {
		a, err := s.UserByLogin(ctx, login)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SetMailAddress(ctx, by, a.ID, login+"@haiphong.gov.vn"); err != nil {
			t.Fatal(err)
		}
		for _, about := range []string{"1", "2", "3"} {
			if _, err := s.QueueMail(ctx, store.NewMail{Kind: mail.Before, UserID: a.ID, Unit: "lechan", Period: year, About: about}); err != nil {
				t.Fatal(err)
			}
		}
	}
	sent, err := s.ClaimMail(ctx, "w")
	if err == nil {
		err = s.MailDone(ctx, sent, "trang@haiphong.gov.vn", mail.Letter{Subject: "Sắp đến hạn báo cáo năm 2022 của Quận Lê Chân: 31/12/2022"})
	}
	if err != nil {
		t.Fatal(err)
	}
	failed, err := s.ClaimMail(ctx, "w")
	if err == nil {
		_, err = s.MailFailed(ctx, failed, "550 5.1.1 mailbox unavailable", true)
	}
	if err != nil {
		t.Fatal(err)
	}
}
