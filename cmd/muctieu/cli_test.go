package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"muctieu/data"
	"muctieu/pkg/exchange"
)

// A cli is an installation that tests work on from the outside.
type cli struct {
	t    *testing.T
	data string // its data folder
	dir  string // for files
	env  map[string]string
}

func newCLI(t *testing.T) *cli {
	t.Helper()
	dir := t.TempDir()
	return &cli{t, filepath.Join(dir, "data"), dir, map[string]string{}}
}

// A result is what one run has left.
type result struct {
	code           int
	stdout, stderr string
}

// run runs a command with text on its standard input.
func (c *cli) run(stdin string, args ...string) result {
	c.t.Helper()
	var out, errs bytes.Buffer
	args = append(args, "--data-dir", c.data)
	code := run(context.Background(), args, func(name string) string { return c.env[name] }, strings.NewReader(stdin), &out, &errs)
	return result{code, out.String(), errs.String()}
}

// must runs a command that has to succeed and gives what it prints.
func (c *cli) must(args ...string) string {
	c.t.Helper()
	r := c.run("", args...)
	if r.code != exitDone {
		c.t.Fatalf("%s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// refused runs a command that has to end with code and say words.
func (c *cli) refused(code int, words string, args ...string) {
	c.t.Helper()
	r := c.run("", args...)
	if r.code != code || !strings.Contains(r.stderr, words) || strings.Contains(r.stderr, "goroutine") {
		c.t.Errorf("%s: exit %d, stderr %q; want %d and %q", strings.Join(args, " "), r.code, r.stderr, code, words)
	}
}

func (c *cli) file(name, content string) string {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return path
}

// seeded is an installation with the data that comes with the program.
func seeded(t *testing.T) *cli {
	t.Helper()
	c := newCLI(t)
	args := []string{"import"}
	err := fs.WalkDir(data.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := data.Files.ReadFile(path)
		args = append(args, c.file(filepath.Base(path), string(content)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c.must(args...)
	return c
}

const figuresHeader = "unit,indicator,period,value,status,source,note\n"

func TestUsage(t *testing.T) {
	c := newCLI(t)
	for _, args := range [][]string{
		{}, {"destroy"}, {"import"}, {"import", "x.csv", "--force"}, {"export", "everything"}, {"export", "units", "--format", "pdf"},
		{"summary", "--unit", "lechan"}, {"summary", "--unit", "lechan", "--period", "2022-YTD13"}, {"summary", "--unit", "lechan", "--period", "2022", "--decimals", "4"},
		{"summary", "--unit", "lechan", "--period", "2022", "--as-of", "yesterday"}, {"summary", "--unit", "lechan", "--period", "2022", "--format", "odt"},
		{"verify", "--zone", "Mars"}, {"verify", "--database", "mysql://x"}, {"verify", "--lang", "fr"}, {"serve", "--listen", "nowhere"}, {"demo", "--origin", "x"},
		{"workbook", "--unit", "lechan", "--period", "2022"}, {"verify", "--config", "none.json"},
	} {
		if r := c.run("", args...); r.code != exitUsage || r.stderr == "" {
			t.Errorf("%q: exit %d, stderr %q; want %d", args, r.code, r.stderr, exitUsage)
		}
	}
	if _, err := os.Stat(c.data); err == nil {
		t.Error("a wrong command made a data folder")
	}
}

func TestHelpInBothLanguages(t *testing.T) {
	c := newCLI(t)
	for lang, want := range map[string]string{"vi": "Chạy máy chủ.", "en": "Run the server."} {
		for _, args := range [][]string{{"--help", "--lang", lang}, {"--lang=" + lang, "--help"}} {
			if r := c.run("", args...); r.code != exitDone || !strings.Contains(r.stdout, want) || strings.Contains(r.stdout, "cli.") || strings.Contains(r.stdout, "${") {
				t.Errorf("%q: exit %d, %q", args, r.code, r.stdout)
			}
		}
	}
	c.env["MUCTIEU_LANG"] = "en"
	c.refused(exitUsage, "The command is wrong", "destroy")
}

func TestVersion(t *testing.T) {
	if got := newCLI(t).must("version"); !strings.HasPrefix(got, "muctieu dev (go") {
		t.Errorf("version prints %q", got)
	}
}

func TestImportSaysWhatItDoes(t *testing.T) {
	c := seeded(t)
	good := c.file("good.csv", figuresHeader+"lechan,thu_ns,2022,777,official,,\nlechan,gtsx_cn,2022,423.2,estimate,,\n")
	before := c.must("export", "figures")
	trial := c.must("import", "--dry-run", good)
	if !strings.Contains(trial, "figures: 0 mới, 1 thay đổi, 1 giữ nguyên") || !strings.Contains(trial, "chưa ghi") {
		t.Errorf("the trial says %q", trial)
	}
	if c.must("export", "figures") != before {
		t.Error("the trial changed figures")
	}
	if got := c.must("import", good, "--lang", "en"); !strings.Contains(got, "figures: 0 new, 1 changed, 1 unchanged") || !strings.Contains(got, "Imported.") {
		t.Errorf("the import says %q", got)
	}
	if got := c.must("import", good); !strings.Contains(got, "Không có gì thay đổi") {
		t.Errorf("the second says %q", got)
	}
}

func TestImportRefusesWhole(t *testing.T) {
	c := seeded(t)
	before := c.must("export", "figures")
	good := c.file("good.csv", figuresHeader+"lechan,thu_ns,2022,777,official,,\n")
	bad1 := c.file("bad1.csv", figuresHeader+"lechan,no_such,2022,1,official,,\nlechan,thu_ns,2022,1e5,official,,\n")
	bad2 := c.file("bad2.csv", figuresHeader+"nowhere,thu_ns,2022,1,official,,\n")
	r := c.run("", "import", good, bad1, bad2)
	want := []string{"bad1.csv:2: ", "bad1.csv:3: ", "bad2.csv:2: "}
	lines := strings.Split(strings.TrimSpace(r.stderr), "\n")
	if r.code != exitRefused || len(lines) != len(want) || !slices.EqualFunc(lines, want, strings.HasPrefix) {
		t.Errorf("exit %d, stderr %q", r.code, r.stderr)
	}
	if c.must("export", "figures") != before {
		t.Error("a refused import changed figures")
	}
	c.refused(exitRefused, "none.csv", "import", good, filepath.Join(c.dir, "none.csv"))
	c.refused(exitRefused, "old.xls", "import", c.file("old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	c.refused(exitRefused, "mayor", "import", "--as", "mayor", good)
}

func TestExportImportsElsewhere(t *testing.T) {
	c := seeded(t)
	for _, format := range exchange.Formats {
		other := newCLI(t)
		args := []string{"import"}
		for _, k := range exchange.Kinds {
			path := filepath.Join(c.dir, string(k)+"."+string(format))
			c.must("export", string(k), "-o", path)
			args = append(args, path)
		}
		other.must(args...)
		for _, k := range exchange.Kinds {
			if c.must("export", string(k)) != other.must("export", string(k)) {
				t.Errorf("%s as %s differ", k, format)
			}
		}
	}
	c.refused(exitRefused, "units.csv", "export", "units", "-o", filepath.Join(c.dir, "none", "units.csv"))
}

func TestSummary(t *testing.T) {
	c := seeded(t)
	text := c.must("summary", "--unit", "lechan", "--period", "2022")
	for _, want := range []string{
		"16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao",
		"Thu ngân sách nhà nước trên địa bàn ước đạt 940,133 tỷ đồng, bằng 100% kế hoạch thành phố giao, bằng 89% kế hoạch HĐND quận giao và bằng 61% so với cùng kỳ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the summary lacks %q", want)
		}
	}
	if got := c.must("summary", "--unit", "lechan", "--period", "2022", "--format", "json", "--lang", "en"); !strings.Contains(got, `"Lê Chân district"`) {
		t.Error("the English JSON does not name the district")
	}
	// The second estimate is of the afternoon of 28 November: that day counts
	// to its end.
	for day, want := range map[string]string{"2022-11-27": "935 tỷ đồng", "2022-11-28": "938,75 tỷ đồng", "2022-11-28T08:29:59Z": "935 tỷ đồng"} {
		if got := c.must("summary", "--unit", "lechan", "--period", "2022", "--as-of", day); !strings.Contains(strings.ReplaceAll(got, "935,0 ", "935 "), "địa bàn ước đạt "+want) {
			t.Errorf("as of %s: no %s in\n%s", day, want, got)
		}
	}
	c.refused(exitRefused, "nowhere", "summary", "--unit", "nowhere", "--period", "2022")
}

func TestWorkbookUntouched(t *testing.T) {
	c := seeded(t)
	path := filepath.Join(c.dir, "nhap.xlsx")
	c.must("workbook", "--unit", "lechan", "--period", "2022", "-o", path)
	if got := c.must("import", path); !strings.Contains(got, "Không có gì thay đổi") {
		t.Errorf("the untouched workbook: %q", got)
	}
	c.refused(exitRefused, "nowhere", "workbook", "--unit", "nowhere", "--period", "2022", "-o", path)
}
