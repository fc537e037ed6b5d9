package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muctieu/pkg/store"
)

const proseOf2022 = "/units/lechan/summary/prose?period=2022"

func proseForm(section, version, text string) url.Values {
	return url.Values{"section": {section}, "version": {version}, "text": {text}}
}

func TestSaveProse(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	a := b.post(proseOf2022, proseForm("causes", "0", "  Giá nguyên liệu tăng.\r\nMưa nhiều.  "))
	if a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "#edit-causes") {
		t.Fatalf("save: %d to %q", a.status, a.location())
	}
	doc := b.get(a.location()).page(t)
	if got := doc.Find("#edit-causes-text").Text(); got != "Giá nguyên liệu tăng.\nMưa nhiều." {
		t.Errorf("stored %q", got)
	}
	if got := doc.Find("#edit-causes input[name=version]").AttrOr("value", ""); got != "1" {
		t.Errorf("version %q, want 1", got)
	}
	if got := words(doc.Find(".Notice--done")); got != "Đã lưu phần viết." {
		t.Errorf("notice %q", got)
	}
	if got := words(doc.Find(".Tabs [aria-current]")); got != "Phần viết (1)" {
		t.Errorf("tab %q", got)
	}
}

// Of two who save at once the second sees both texts and loses none.
func TestProseConflict(t *testing.T) {
	w := newWorld(t, Config{})
	w.writes("2022", "causes", "Bản của người thứ nhất.")
	b := w.as("nguoi_soat")
	a := b.post(proseOf2022, proseForm("causes", "0", "Bản của người thứ hai."))
	if a.status != http.StatusConflict {
		t.Fatalf("status %d, want 409", a.status)
	}
	doc := a.page(t)
	if got := doc.Find("#edit-causes-text").Text(); got != "Bản của người thứ hai." {
		t.Errorf("the field holds %q: what was typed is lost", got)
	}
	if got := words(doc.Find("#edit-causes .Prose-theirs")); got != "Bản của người thứ nhất." {
		t.Errorf("theirs: %q", got)
	}
	if got := words(doc.Find("#edit-causes .Notice")); !strings.Contains(got, "Người can_bo viết") {
		t.Errorf("who saved it is not said: %q", got)
	}
	version := doc.Find("#edit-causes input[name=version]").AttrOr("value", "")
	if a := b.post(proseOf2022, proseForm("causes", version, "Bản chung.")); a.status != http.StatusSeeOther {
		t.Errorf("saving over it: %d", a.status)
	}
	if a := b.post(proseOf2022, proseForm("causes", "0", "Bản chung.")); a.status != http.StatusSeeOther {
		t.Errorf("the stored text once more, from an old page: %d, want 303", a.status)
	}
}

func TestProseIsRefused(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	tests := []struct {
		name, path string
		form       url.Values
		status     int
	}{
		{"no such part", proseOf2022, proseForm("nothing", "0", "x"), 404},
		{"a computed part", proseOf2022, proseForm("tally", "0", "x"), 404},
		{"no version", proseOf2022, proseForm("causes", "", "x"), 422},
		{"no period", "/units/lechan/summary/prose", proseForm("causes", "0", "x"), 422},
		{"a part of other periods", "/units/lechan/summary/prose?period=2022-Q1", proseForm("next_theme", "0", "x"), 404},
		{"another unit", "/units/haiphong/summary/prose?period=2022", proseForm("causes", "0", "x"), 404},
	}
	for _, tt := range tests {
		if a := b.post(tt.path, tt.form); a.status != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, a.status, tt.status)
		}
	}
	if a := w.as("lanh_dao").post(proseOf2022, proseForm("causes", "0", "x")); a.status != http.StatusForbidden {
		t.Errorf("a leader: %d, want 403", a.status)
	}
	long := strings.Repeat("dài ", 60000)
	a := b.post(proseOf2022, proseForm("causes", "0", long))
	if a.status != http.StatusUnprocessableEntity || a.page(t).Find("#edit-causes-text").Text() != strings.TrimSpace(long) {
		t.Errorf("a text that is too long: %d, or it is not shown again", a.status)
	}
}

// Last period's texts come into the parts that are empty, and into no others.
func TestAdoptProse(t *testing.T) {
	w := newWorld(t, Config{})
	w.writes("2021", "causes", "Nguyên nhân năm trước.")
	w.writes("2021", "limits", "Hạn chế năm trước.")
	w.writes("2022", "causes", "Nguyên nhân năm nay.")
	b := w.as("can_bo")
	doc := b.get(summaryOf2022 + "&tab=prose").page(t)
	if got := words(doc.Find("#edit-causes .Prose-before .Written-text")); got != "Nguyên nhân năm trước." {
		t.Errorf("last period's text %q", got)
	}
	if n := doc.Find("form[action*='adopt']").Length(); n != 2 {
		t.Errorf("%d offers to take over, want one for all and one for the empty part", n)
	}
	const adopt = "/units/lechan/summary/prose/adopt?period=2022"
	if a := b.post(adopt, url.Values{}); a.status != http.StatusSeeOther {
		t.Fatalf("status %d", a.status)
	}
	doc = b.get(summaryOf2022 + "&tab=prose").page(t)
	for id, want := range map[string]string{"#edit-causes-text": "Nguyên nhân năm nay.", "#edit-limits-text": "Hạn chế năm trước.", "#edit-lessons-text": ""} {
		if got := doc.Find(id).Text(); got != want {
			t.Errorf("%s holds %q, want %q", id, got, want)
		}
	}
	for name, a := range map[string]answer{
		"one part":     b.post(adopt, url.Values{"section": {"limits"}}),
		"unknown part": b.post(adopt, url.Values{"section": {"x"}}),
		"no period":    b.post("/units/lechan/summary/prose/adopt", url.Values{}),
	} {
		if want := map[string]int{"one part": 303, "unknown part": 404, "no period": 422}[name]; a.status != want {
			t.Errorf("%s: %d, want %d", name, a.status, want)
		}
	}
}

// An indicator is also known by a short name, and by the name it has in the
// unit's own tables.
func TestProseByOtherNames(t *testing.T) {
	w := newWorld(t, Config{})
	err := w.store.SaveTableAliases(t.Context(), store.Actor{Login: "can_bo"}, "lechan", []store.TableAlias{{Sort: store.AliasIndicator, Text: "so thu vao kho bac", Target: "thu_ns"}})
	if err != nil {
		t.Fatal(err)
	}
	w.writes("2022", "causes", "Thu ngân sách đạt 999 tỷ đồng.\nSố thu vào kho bạc đạt 888 tỷ đồng.")
	got := words(w.as("can_bo").get("/units/lechan/summary?period=2022").page(t).Find("body"))
	for _, quote := range []string{"999 tỷ đồng", "888 tỷ đồng"} {
		if !strings.Contains(got, "\""+quote+"\"") && !strings.Contains(got, "“"+quote+"”") {
			t.Errorf("%s is not found wrong", quote)
		}
	}
}
