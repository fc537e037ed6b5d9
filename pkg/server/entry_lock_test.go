package server

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// An official of one agency types its indicators alone; the others say whose
// they are, and are refused if sent all the same.
func TestEntryOfOneAgency(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("tai_chinh")
	page, form := b.open(entryAddress)
	if form.Has("value.ban_le") || !form.Has("value.thu_ns") {
		t.Fatal("fields of other agencies than the own")
	}
	if got := textOf(page.Find("#row-ban_le .Entry-save")); got != "Phòng Kinh tế nhập" {
		t.Errorf("the row of another agency says %q", got)
	}
	form.Set("value.ban_le", "1.000")
	if a := b.post(entryAddress, form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("sent all the same: %d", a.status)
	}
	if got := valueText(w.newest("ban_le")); got != "27037" {
		t.Errorf("ban_le is %s", got)
	}
}

// Sums and ratios are not typed where they are computed.
func TestEntryOfComputedRows(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("ca_thanh_pho", "official@haiphong+below")
	b := w.as("ca_thanh_pho")
	page, form := b.open("/units/haiphong/entry?period=2022")
	if form.Has("value.ban_le") {
		t.Error("a sum of the units below has a field")
	}
	if got := textOf(page.Find("#row-ban_le .Entry-save")); !strings.HasPrefix(got, "Tổng hợp từ các đơn vị bên dưới") {
		t.Errorf("it says %q", got)
	}
	page, form = b.open("/units/lechan-catdai/entry?period=2022")
	if form.Has("value.ho_ngheo") || !form.Has("value.so_ho") {
		t.Error("a ratio whose operands are in has a field, or they have none")
	}
	if got := textOf(page.Find("#row-ho_ngheo .Entry-save")); got != `Tính từ "Số hộ nghèo" và "Tổng số hộ dân"` {
		t.Errorf("it says %q", got)
	}
}

// A cumulative figure that follows from its months shows what they give.
func TestEntryDerivedFromMonths(t *testing.T) {
	w := newWorld(t, Config{})
	page, form := w.as("can_bo").open("/units/lechan/entry?period=2022-Q1")
	row := page.Find("#row-gtsx_cn")
	if got := textOf(row.Find(".Entry-save")); got != "Tính từ các tháng" {
		t.Errorf("it says %q", got)
	}
	if got := row.Find("input.Grid-field").AttrOr("placeholder", ""); got == "" || form.Get("value.gtsx_cn") != "" {
		t.Errorf("hint %q, value %q", got, form.Get("value.gtsx_cn"))
	}
}

func TestEntryLockedByApproval(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	_, form := b.open(entryAddress)
	approve(t, w)
	page, empty := b.open(entryAddress)
	if empty.Has("value.ban_le") || page.Find(".Entry-actions").Length() != 0 {
		t.Error("an approved period has fields")
	}
	if got := textOf(page.Find("main > .Notice")); !strings.Contains(got, "Người nguoi_soat đã duyệt số liệu lúc") {
		t.Errorf("it says %q", got)
	}
	form.Set("value.ban_le", "27.500,0")
	a := b.post(entryAddress, form)
	if a.status != http.StatusLocked {
		t.Fatalf("sent all the same: %d, want 423", a.status)
	}
	if got := fields(a.page(t).Find("form.js-entry")).Get("value.ban_le"); got != "27.500,0" {
		t.Errorf("what was typed came back as %q", got)
	}
}

// approve takes Lê Chân's 2022 through submission and approval.
func approve(t *testing.T, w *world) {
	t.Helper()
	ctx, at := context.Background(), period.MustParse("2022")
	covers, err := w.store.Current(ctx, "lechan", at)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		login  string
		action workflow.Action
	}{{"can_bo", workflow.Submit}, {"nguoi_soat", workflow.Approve}} {
		u, err := w.store.UserByLogin(ctx, step.login)
		if err != nil {
			t.Fatal(err)
		}
		wish := store.StepWish{Unit: "lechan", Period: at, Request: workflow.Request{Action: step.action, Version: i, Seen: covers}}
		if _, err := w.store.TakeStep(ctx, store.Actor{UserID: u.ID, Login: u.Login, Name: u.Name}, wish); err != nil {
			t.Fatal(err)
		}
	}
}
