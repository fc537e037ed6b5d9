package server

import (
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/i18n"
	"muctieu/web"
)

var helpKey = regexp.MustCompile(`\{([^}]*)\}`)

func mustManuals(t *testing.T) map[i18n.Lang]manual {
	t.Helper()
	manuals, err := readManuals(web.Help())
	if err != nil {
		t.Fatal(err)
	}
	return manuals
}

// texts are all sentences of a task.
func (task manualTask) texts() []string {
	return append(append([]string{task.Intro}, task.Steps...), task.Notes...)
}

// The manual says the same in both languages, in short tasks, and its buttons
// are words of the program.
func TestManual(t *testing.T) {
	manuals := mustManuals(t)
	for lang, parts := range manuals {
		for i, part := range parts {
			if part.Title == "" || part.Lead == "" || len(part.Tasks) == 0 {
				t.Errorf("%s/%s: title, lead or tasks are missing", lang, part.ID)
			}
			other := manuals[i18n.Vi][i]
			if len(other.Tasks) != len(part.Tasks) {
				t.Fatalf("%s/%s: %d tasks, in Vietnamese %d", lang, part.ID, len(part.Tasks), len(other.Tasks))
			}
			for j, task := range part.Tasks {
				checkTask(t, lang, part.ID, task, other.Tasks[j])
			}
		}
	}
}

func checkTask(t *testing.T, lang i18n.Lang, part string, task, vi manualTask) {
	t.Helper()
	place := string(lang) + "/" + part + "#" + task.ID
	if task.ID != vi.ID || task.Picture != vi.Picture || len(task.Steps) != len(vi.Steps) || len(task.Notes) != len(vi.Notes) {
		t.Errorf("%s differs from the Vietnamese one in id, picture, steps or notes", place)
	}
	if len(task.Steps) < 1 || len(task.Steps) > 10 || task.Title == "" {
		t.Errorf("%s: %d steps, want 1 to 10", place, len(task.Steps))
	}
	if (task.Picture == "") != (task.Alt == "") {
		t.Errorf("%s: a picture and its words belong together", place)
	}
	for _, text := range task.texts() {
		for _, key := range helpKey.FindAllStringSubmatch(text, -1) {
			if words := i18n.For(lang).T(key[1]); words == key[1] || words == "" || strings.Contains(words, "<no value>") {
				t.Errorf("%s quotes %s, which is no word of the program", place, key[1])
			}
		}
		if strings.Count(text, "{") != strings.Count(text, "}") || strings.Contains(text, "!") {
			t.Errorf("%s: a brace too many, or an exclamation mark: %s", place, text)
		}
	}
}

// Every page has its place in the manual.
func TestEveryPageLeadsToTheManual(t *testing.T) {
	manuals := mustManuals(t)
	there := map[string]bool{}
	for _, part := range manuals[i18n.Vi] {
		for _, task := range part.Tasks {
			there["/help/"+part.ID+"#"+task.ID] = true
		}
	}
	for _, r := range routes {
		if path := helpPath(r.path); r.method == get && !there[path] {
			t.Errorf("%s leads to %s, which is not in the manual", r.path, path)
		}
		if r.method == get && strings.HasPrefix(r.path, "/units/:unit/") && helpPath(r.path) == helpPath("/") {
			t.Errorf("%s has no place of its own in the manual: add one to helpPlaces", r.path)
		}
	}
	for begin, place := range helpPlaces {
		if !there["/help/"+place] {
			t.Errorf("%s leads to %s, which is not in the manual", begin, place)
		}
	}
}

// Each task is reached from the contents, and every picture is there.
func TestHelpPages(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	b := w.browser()
	contents := b.get("/help").page(t)
	for _, part := range w.server.manuals[i18n.Vi] {
		doc := b.get("/help/" + part.ID).page(t)
		for _, task := range part.Tasks {
			if contents.Find(`main a[href="/help/`+part.ID+`#`+task.ID+`"]`).Length() != 1 {
				t.Errorf("the contents do not lead to %s#%s", part.ID, task.ID)
			}
			if doc.Find("#"+task.ID+" li").Length() < len(task.Steps) {
				t.Errorf("%s#%s: not all steps are shown", part.ID, task.ID)
			}
		}
	}
	if got := b.get("/help/start").page(t).Find("#login li b").First().Text(); got != "Đặt mật khẩu và đăng nhập" {
		t.Errorf("the button is called %q", got)
	}
	whole := b.get("/help/all").page(t)
	whole.Find("img").Each(func(_ int, img *goquery.Selection) {
		if a := b.get(img.AttrOr("src", "")); a.status != http.StatusOK || a.header.Get("Content-Type") != "image/webp" || img.AttrOr("alt", "") == "" {
			t.Errorf("picture %s: %d %s", img.AttrOr("src", ""), a.status, a.header.Get("Content-Type"))
		}
	})
	if whole.Find("img").Length() == 0 {
		t.Error("the manual has no pictures")
	}
	if a := b.get("/help/khong-co"); a.status != http.StatusNotFound {
		t.Errorf("an unknown part: %d", a.status)
	}
	if href := b.get("/login").page(t).Find(".Head-help").AttrOr("href", ""); href != "/help/start#login" {
		t.Errorf("the login page leads to %q", href)
	}
}

// The pictures stay small: they are part of the program.
func TestHelpPicturesAreSmall(t *testing.T) {
	var total int64
	err := fs.WalkDir(web.Static(), "help", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		total += info.Size()
		return err
	})
	if err != nil || total > 2<<20 {
		t.Errorf("%d bytes of pictures, want at most 2 MB; %v", total, err)
	}
}

func TestReadManualsRefusesBrokenOnes(t *testing.T) {
	files := fstest.MapFS{}
	if _, err := readManuals(files); err == nil {
		t.Error("no manual: no error")
	}
	files["vi/start.toml"] = &fstest.MapFile{Data: []byte("title = ")}
	if _, err := readManuals(files); err == nil || !strings.Contains(err.Error(), "vi/start.toml") {
		t.Errorf("a broken manual: %v", err)
	}
}
