package server

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Anyone can check a report, and learns nothing else.
func TestVerify(t *testing.T) {
	w := newWorld(t, Config{})
	reviewer := w.as("nguoi_soat")
	id := w.issueAs(reviewer, nil)
	pdf := reviewer.get("/units/lechan/summary/issued/" + id + "/pdf?period=2022").body
	sum := sha256.Sum256([]byte(pdf))
	hash := hex.EncodeToString(sum[:])

	b := w.browser()
	a := b.get("/verify/" + id)
	doc := a.page(t)
	if got := words(doc.Find(".Notice--done")); a.status != http.StatusOK || got != "Báo cáo mã "+id+" đã được phát hành từ hệ thống này." {
		t.Errorf("%d %q", a.status, got)
	}
	facts := words(doc.Find(".Facts"))
	for _, want := range []string{id, "Quận Lê Chân", "năm 2022"} {
		if !strings.Contains(facts, want) {
			t.Errorf("%q lacks %q", facts, want)
		}
	}
	if doc.Find("[data-sha256='"+hash+"']").Length() != 1 {
		t.Error("the hash of the PDF is not listed")
	}
	for _, secret := range []string{"27.037", "bán lẻ", "nguoi_soat", "Người nguoi_soat", "16/16", "/units/"} {
		if strings.Contains(a.body, secret) {
			t.Errorf("the public page shows %q", secret)
		}
	}
	tests := []struct {
		name, path string
		status     int
		location   string
		result     string
	}{
		{"a code as typed", "/verify?code=" + url.QueryEscape(strings.ToLower(id)), 303, "/verify/" + id, ""},
		{"without the line", "/verify?code=" + strings.ReplaceAll(id, "-", ""), 303, "/verify/" + id, ""},
		{"another code on its page", "/verify/" + id + "?code=2222-2222", 303, "/verify/2222-2222", ""},
		{"the hash of a file", "/verify?code=" + hash, 303, "/verify/" + id + "?code=" + hash, ""},
		{"compared", "/verify/" + id + "?code=" + strings.ToUpper(hash), 200, "", "Tệp đúng là tệp đã phát hành của báo cáo " + id + ", không có thay đổi."},
		{"another file", "/verify/" + id + "?code=" + strings.Repeat("0", 64), 200, "", "Tệp không phải là tệp đã phát hành của báo cáo " + id + ", hoặc đã bị thay đổi."},
		{"a file nobody issued", "/verify?code=" + strings.Repeat("a", 64), 404, "", "Không có báo cáo nào đã phát hành chứa tệp này."},
		{"a code nobody issued", "/verify/2345-6789", 404, "", "Không có báo cáo nào được phát hành với mã này. Kiểm tra lại mã in trên báo cáo."},
		{"no code at all", "/verify/%27%20OR%201=1", 404, "", "Không có báo cáo nào được phát hành với mã này. Kiểm tra lại mã in trên báo cáo."},
		{"the form", "/verify", 200, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := b.get(tt.path)
			if a.status != tt.status || a.location() != tt.location {
				t.Errorf("%d to %q, want %d to %q", a.status, a.location(), tt.status, tt.location)
			}
			if got := words(a.page(t).Find(".Notice")); got != tt.result {
				t.Errorf("result %q, want %q", got, tt.result)
			}
		})
	}
	if n := b.get("/verify/" + id + "?code=" + hash).page(t).Find(".Hashes-match").Length(); n != 1 {
		t.Errorf("%d files are marked as the same, want 1", n)
	}
}

func TestVerifyInEnglishAndIncomplete(t *testing.T) {
	w := newWorld(t, Config{})
	w.enter("ban_le", "")
	id := w.issueAs(w.as("nguoi_soat"), url.Values{"know": {"1"}})
	b := w.browser()
	b.post("/preference", url.Values{"lang": {"en"}})
	if got := words(b.get("/verify/" + id).page(t).Find(".Facts")); !strings.Contains(got, "Lê Chân district") || !strings.Contains(got, "issued while figures were missing") {
		t.Errorf("facts %q", got)
	}
}

// Nobody tries codes out.
func TestVerifyIsLimited(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	b := w.browser()
	last := 0
	for range verifyRate + 1 {
		last = b.get("/verify/2345-6789").status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("check %d: %d, want 429", verifyRate+1, last)
	}
	if a := b.get("/verify?code=2345-6789"); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
		t.Errorf("by the form: %d, Retry-After %q", a.status, a.header.Get("Retry-After"))
	}
	w.offset.Add(60)
	if a := b.get("/verify/2345-6789"); a.status != http.StatusNotFound {
		t.Errorf("a minute later: %d, want 404", a.status)
	}
}
