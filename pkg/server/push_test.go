package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A pair is a ward's installation and the one above, which has other figures.
type pair struct {
	below, above *world
	pusher       Pusher
}

var pushYear = period.MustParse("2022")

// newPair makes both installations. Below, Lê Chân's year is approved with
// three figures changed; above it stands as it was.
func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{below: newWorld(t, Config{}), above: newWorld(t, Config{})}
	p.below.type2022("gtsx_cn", "423.4")
	p.below.type2022("thu_ns", "941.5")
	p.below.approve2022()
	p.pusher = Pusher{Store: p.below.store, Now: p.below.server.now, To: PushTo{Address: p.above.http.URL, Unit: "lechan",
		Token: p.above.token("can_bo", store.Token{Role: "official", Unit: "lechan"})}}
	return p
}

// type2022 saves one official figure of Lê Chân.
func (w *world) type2022(code indicator.Code, value string) {
	w.t.Helper()
	body := `{"cells":[{"indicator":"` + string(code) + `","value":"` + value + `","status":"estimate","version":` + w.version2022(code) + `}]}`
	b := w.as("can_bo")
	if a := b.send(put, "/api/v1/units/lechan/periods/2022/figures", "application/json", strings.NewReader(body)); a.status != http.StatusOK {
		w.t.Fatalf("saving %s: %d %s", code, a.status, a.body)
	}
}

// note2022 saves another note of a figure of Lê Chân.
func (w *world) note2022(code indicator.Code, note string) {
	w.t.Helper()
	f := w.newest2022(code)
	_, err := w.store.SaveFigures(context.Background(), store.Actor{Login: "can_bo"}, "lechan", pushYear,
		[]store.CellSave{{Indicator: code, Value: f.Value, Status: f.Status, Note: &note, Version: f.Version}})
	must(w.t, err)
}

func (w *world) version2022(code indicator.Code) string {
	w.t.Helper()
	versions, err := w.store.Versions(context.Background(), indicator.CellKey{Unit: "lechan", Indicator: code, Period: pushYear})
	must(w.t, err)
	return string(rune('0' + len(versions)))
}

// newest2022 is the newest figure of Lê Chân.
func (w *world) newest2022(code indicator.Code) indicator.Figure {
	w.t.Helper()
	versions, err := w.store.Versions(context.Background(), indicator.CellKey{Unit: "lechan", Indicator: code, Period: pushYear})
	must(w.t, err)
	if len(versions) == 0 {
		return indicator.Figure{}
	}
	return versions[len(versions)-1]
}

func (w *world) approve2022() {
	w.t.Helper()
	ctx := context.Background()
	sub, err := w.store.Submission(ctx, "lechan", pushYear)
	must(w.t, err)
	wish := store.StepWish{Unit: "lechan", Period: pushYear, Request: workflow.Request{Action: workflow.Submit, Version: sub.Version}}
	sub, err = w.store.TakeStep(ctx, store.Actor{Login: "can_bo"}, wish)
	must(w.t, err)
	seen, err := w.store.Current(ctx, "lechan", pushYear)
	must(w.t, err)
	wish.Request = workflow.Request{Action: workflow.Approve, Version: sub.Version, Seen: seen}
	_, err = w.store.TakeStep(ctx, store.Actor{Login: "nguoi_soat"}, wish)
	must(w.t, err)
}

// send sends now and expects so many periods to be asked about.
func (p *pair) send(t *testing.T, want int) []store.PushEntry {
	t.Helper()
	entries, err := p.pusher.Send(context.Background(), 0)
	if err != nil || len(entries) != want {
		t.Fatalf("sent %+v, %v; want %d periods", entries, err, want)
	}
	return entries
}

func (p *pair) waiting(t *testing.T) []store.Proposal {
	t.Helper()
	all, err := p.above.store.Proposals(context.Background(), "lechan", pushYear)
	must(t, err)
	return all
}

// What is approved below waits above as a proposal, is shown beside what is
// there, becomes figures of the person who accepts it, and the sender is told.
func TestPushAndAccept(t *testing.T) {
	p := newPair(t)
	before := p.above.newest2022("thu_ns")
	e := p.send(t, 1)[0]
	if e.State != store.ProposalWaiting || e.Differs != 2 || !strings.Contains(e.Words, "thu_ns: 940.133 → 941.5") || !strings.Contains(e.Words, "gtsx_cn: 423.2 → 423.4") {
		t.Errorf("the answer: %+v", e)
	}
	if got := p.above.newest2022("thu_ns"); got.Version != before.Version {
		t.Errorf("a proposal wrote version %d of a figure", got.Version)
	}
	p.send(t, 1)
	if all := p.waiting(t); len(all) != 1 {
		t.Fatalf("sent twice: %d proposals, want 1", len(all))
	}
	reviewer := p.above.as("nguoi_soat")
	if href := reviewer.get("/work").page(t).Find(`main a[href*="/incoming"]`).AttrOr("href", ""); href != "/units/lechan/incoming?period=2022" {
		t.Errorf("the page of what waits leads to %q", href)
	}
	doc := reviewer.get("/units/lechan/incoming?period=2022").page(t)
	if n := doc.Find("main tbody tr").Length(); n != 2 {
		t.Errorf("%d rows differ, want 2", n)
	}
	if text := doc.Find("main").Text(); !strings.Contains(text, "Người can_bo") {
		t.Errorf("the sender is not named: %.300s", text)
	}
	form := hiddenOf(doc)
	form.Set("action", "all")
	if a := reviewer.post("/units/lechan/incoming?period=2022", form); a.status != http.StatusSeeOther {
		t.Fatalf("accepting: %d %s", a.status, a.page(t).Find(".Notice").Text())
	}
	got := p.above.newest2022("thu_ns")
	if got.Value.String() != "941.5" || got.By != "nguoi_soat" || !strings.HasPrefix(got.Source, "Người can_bo") {
		t.Errorf("accepted: %s by %s from %q", got.Value, got.By, got.Source)
	}
	if e := p.send(t, 1)[0]; e.State != store.ProposalAccepted || e.Differs != 0 {
		t.Errorf("the sender is told %+v", e)
	}
	p.send(t, 0)
	log := p.below.as("quan_tri").get("/admin/push").page(t).Find("main table").Text()
	for _, words := range []string{"Chờ nhận", "Đã nhận", "Quận Lê Chân", "năm 2022", "423,2 → 423,4; Thu ngân sách", ": 940,133 → 941,5"} {
		if !strings.Contains(log, words) {
			t.Errorf("the log does not say %q: %s", words, log)
		}
	}
	if strings.Contains(log, "thu_ns") || strings.Contains(log, "lechan") {
		t.Errorf("the log names codes: %s", log)
	}
}

func hiddenOf(doc *goquery.Document) url.Values {
	form := url.Values{}
	doc.Find(`main form input[type="hidden"]`).Each(func(_ int, s *goquery.Selection) { form.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	return form
}

// A note alone is a difference by the same rule on both pages, in the store
// and for the sender; a note that is not given is none.
func TestPushOfANoteAlone(t *testing.T) {
	p := &pair{below: newWorld(t, Config{}), above: newWorld(t, Config{})}
	p.below.note2022("thu_ns", "Kho bạc đã đối chiếu")
	p.above.note2022("thu_ns", "Ước lần đầu")
	p.below.note2022("gtsx_cn", "")
	p.above.note2022("gtsx_cn", "Cục Thống kê")
	p.below.approve2022()
	p.pusher = Pusher{Store: p.below.store, Now: p.below.server.now, To: PushTo{Address: p.above.http.URL, Unit: "lechan",
		Token: p.above.token("can_bo", store.Token{Role: "official", Unit: "lechan"})}}
	if e := p.send(t, 1)[0]; e.State != store.ProposalWaiting || e.Differs != 1 || e.Words != "thu_ns: 940.133 → 940.133" {
		t.Errorf("the answer: %+v", e)
	}
	if log := p.below.as("quan_tri").get("/admin/push").page(t).Find("main table").Text(); !strings.Contains(log, "khác tình trạng số liệu hoặc ghi chú") {
		t.Errorf("the log: %s", log)
	}
	reviewer := p.above.as("nguoi_soat")
	doc := reviewer.get("/units/lechan/incoming?period=2022").page(t)
	rows := doc.Find("main tbody tr")
	if text := rows.Text(); rows.Length() != 1 || !strings.Contains(text, "Kho bạc đã đối chiếu") || !strings.Contains(text, "Đang có: Ước lần đầu") {
		t.Errorf("%d rows: %s", rows.Length(), text)
	}
	before := p.above.newest2022("gtsx_cn")
	form := hiddenOf(doc)
	form.Set("action", "all")
	if a := reviewer.post("/units/lechan/incoming?period=2022", form); a.status != http.StatusSeeOther {
		t.Fatalf("accepting: %d %s", a.status, a.page(t).Find(".Notice").Text())
	}
	if got := p.above.newest2022("thu_ns"); got.Note != "Kho bạc đã đối chiếu" || got.By != "nguoi_soat" {
		t.Errorf("accepted: %q by %s", got.Note, got.By)
	}
	if got := p.above.newest2022("gtsx_cn"); got.Version != before.Version || got.Note != "Cục Thống kê" {
		t.Errorf("a figure sent without a note: version %d, note %q; want %d as it was", got.Version, got.Note, before.Version)
	}
	if e := p.send(t, 1)[0]; e.State != store.ProposalAccepted || e.Differs != 0 {
		t.Errorf("the sender is told %+v", e)
	}
}

func TestPushWords(t *testing.T) {
	known := indicator.Indicator{NameVi: "Thu ngân sách", Decimals: 3, ShownDecimals: 1}
	for rest, want := range map[string]string{
		"940.133 → 941.5":    "940,133 → 941,5",
		"– → 7450":           "– → 7.450,0",
		"withdrawn → 1":      "đã rút → 1,0",
		"1 → not_applicable": "1,0 → không áp dụng",
		"1.23456 → 2":        "1.23456 → 2,0",
		"không phải số":      "không phải số",
	} {
		if got := pushLine(i18n.For(i18n.Vi), known, rest); got != "Thu ngân sách: "+want {
			t.Errorf("%q: %q, want %q", rest, got, want)
		}
	}
	raw := `{"detail":"Dữ liệu sai","errors":[{"location":"body.cells[1]","message":"quá lớn"},{"location":"x","message":"y"}]}`
	sent := []indicator.Figure{{}, {CellKey: indicator.CellKey{Indicator: "thu_ns"}}}
	if got := refusalWords(422, []byte(raw), sent); got != "Dữ liệu sai\nthu_ns: quá lớn\nx: y" {
		t.Errorf("a refusal: %q", got)
	}
}

// Cells that are not ticked are refused, which needs a reason; the sender sees
// it, and newer figures make a proposal of their own.
func TestPushPartly(t *testing.T) {
	p := newPair(t)
	p.send(t, 1)
	reviewer := p.above.as("nguoi_soat")
	form := hiddenOf(reviewer.get("/units/lechan/incoming?period=2022").page(t))
	form.Set("action", "some")
	form.Set("cell", "gtsx_cn")
	if a := reviewer.post("/units/lechan/incoming?period=2022", form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("refusing without a reason: %d", a.status)
	}
	if p.above.newest2022("gtsx_cn").Value.String() != "423.2" {
		t.Error("a decision that was refused wrote a figure")
	}
	form.Set("reason", "Thu ngân sách lấy theo Kho bạc.")
	if a := reviewer.post("/units/lechan/incoming?period=2022", form); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.page(t).Find(".Notice").Text())
	}
	if a := reviewer.post("/units/lechan/incoming?period=2022", form); a.status != http.StatusConflict {
		t.Errorf("deciding twice: %d", a.status)
	}
	if p.above.newest2022("gtsx_cn").Value.String() != "423.4" || p.above.newest2022("thu_ns").Value.String() != "940.133" {
		t.Error("not exactly the ticked cell was taken")
	}
	if e := p.send(t, 1)[0]; e.State != store.ProposalPartly || !strings.Contains(e.Words, "Kho bạc") {
		t.Errorf("the sender is told %+v", e)
	}
}

// A connection that breaks before or after the figures are taken loses
// nothing and doubles nothing.
func TestPushOverABrokenConnection(t *testing.T) {
	p := newPair(t)
	broken := 0
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken++; broken == 1 {
			panic(http.ErrAbortHandler) // before anything is read
		}
		if broken == 2 {
			p.above.server.ServeHTTP(httptest.NewRecorder(), r) // taken, and the answer is lost
			panic(http.ErrAbortHandler)
		}
		p.above.server.ServeHTTP(w, r)
	}))
	defer cut.Close()
	p.pusher.To.Address = cut.URL
	for i := range 2 {
		if _, err := p.pusher.Send(context.Background(), 0); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("cut %d: %v, want Unavailable", i, err)
		}
	}
	if entries, err := p.pusher.Send(context.Background(), time.Hour); err != nil || len(entries) != 0 {
		t.Errorf("it does not wait after a failure: %+v, %v", entries, err)
	}
	if e := p.send(t, 1)[0]; e.State != store.ProposalWaiting {
		t.Errorf("gone on with: %+v", e)
	}
	if all := p.waiting(t); len(all) != 1 || len(all[0].Cells) != len(mustApproved(t, p).Figures) {
		t.Errorf("%d proposals above, want one whole", len(all))
	}
}

func mustApproved(t *testing.T, p *pair) store.Approved {
	t.Helper()
	a, err := p.below.store.ApprovedFigures(context.Background(), "lechan", pushYear)
	must(t, err)
	return a
}

// A token that was revoked, or is for another unit, and a body that was
// changed on the way, add nothing.
func TestPushRefused(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	good := p.pusher.To.Token
	p.pusher.To.Token = p.above.token("nguoi_la", store.Token{})
	if e := p.send(t, 1)[0]; e.State != "" || !strings.Contains(e.Words, "đơn vị") {
		t.Errorf("a token of another unit: %+v", e)
	}
	p.pusher.To.Token = good
	tampering := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := strings.NewReader(`{"cells":[{"indicator":"thu_ns","value":"1","status":"estimate"}]}`)
		changed, err := http.NewRequest(r.Method, r.URL.String(), body)
		if err != nil {
			t.Error(err)
			return
		}
		changed.Header, changed.RequestURI, changed.RemoteAddr = r.Header, r.RequestURI, r.RemoteAddr
		p.above.server.ServeHTTP(w, changed)
	}))
	defer tampering.Close()
	p.pusher.To.Address = tampering.URL
	if e := p.send(t, 1)[0]; e.State != "" || !strings.Contains(e.Words, "Chữ ký") {
		t.Errorf("a changed body: %+v", e)
	}
	p.pusher.To.Address = p.above.http.URL
	u, err := p.above.store.UserByLogin(ctx, "can_bo")
	must(t, err)
	tokens, err := p.above.store.Tokens(ctx, u.ID)
	must(t, err)
	must(t, p.above.store.RevokeToken(ctx, store.Actor{From: "cli"}, u.ID, tokens[0].ID))
	if _, err := p.pusher.Send(ctx, 0); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a revoked token: %v, want Unavailable", err)
	}
	if all := p.waiting(t); len(all) != 0 {
		t.Errorf("%d proposals above, want none", len(all))
	}
}

// All that is wrong is named, and nothing is kept.
func TestProposalNamesFaults(t *testing.T) {
	w := newWorld(t, Config{})
	word := w.token("can_bo", store.Token{})
	body := `{"cells":[{"indicator":"khong_co","value":"1","status":"estimate"},{"indicator":"thu_ns","value":"1,5","status":"estimate"},{"indicator":"gtsx_cn","value":"1","status":"estimate"}]}`
	b := w.browser()
	b.header.Set("Authorization", "Bearer "+word)
	b.header.Set(signatureHeader, signatureOf(word, []byte(body)))
	a := b.send(put, "/api/v1/units/lechan/periods/2022/proposal", "application/json", strings.NewReader(body))
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "cells[0]") || !strings.Contains(a.body, "cells[1]") || strings.Contains(a.body, "cells[2]") || !strings.Contains(a.body, "khong_co") {
		t.Errorf("%d %s", a.status, a.body)
	}
	if all, err := w.store.WaitingProposals(context.Background()); err != nil || len(all) != 0 {
		t.Errorf("%d proposals, %v", len(all), err)
	}
}
