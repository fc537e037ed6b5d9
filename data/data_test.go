package data

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestFilesAreExchangeFiles(t *testing.T) {
	for _, name := range files(t) {
		header := lines(t, name)[0]
		if kindOf(header) == "" {
			t.Errorf("%s: header %q is of no kind", name, strings.Join(header, ","))
		}
		content, err := Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.HasPrefix(content, []byte("\ufeff")) || bytes.Contains(content, []byte("\r")) || !bytes.HasSuffix(content, []byte("\n")) {
			t.Errorf("%s: want UTF-8 without mark, lines ended by LF", name)
		}
		for n, line := range lines(t, name) {
			for _, cell := range line {
				if cell != strings.TrimSpace(cell) || strings.HasPrefix(cell, "'") {
					t.Errorf("%s:%d: stray space or apostrophe in %q", name, n+1, cell)
				}
			}
		}
	}
}

func TestKeysAreWellFormed(t *testing.T) {
	shape := regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)
	for kind, column := range map[string]string{"units": "unit", "indicators": "code", "levels": "level"} {
		for _, r := range read(t, kind) {
			if !shape.MatchString(r[column]) {
				t.Errorf("%s: key %q", r.at(), r[column])
			}
		}
	}
}

func TestNoRowTwice(t *testing.T) {
	keys := map[string][]string{
		"units": {"unit", "valid_from"}, "successions": {"from", "to", "date"}, "levels": {"level"}, "terms": {"sort", "vi"},
		"indicators": {"code"}, "sets": {"unit", "year", "indicator"}, "tiles": {"unit"},
		"plans": {"unit", "indicator", "year", "level"}, "figures": {"unit", "indicator", "period", "as_of"},
	}
	for kind, columns := range keys {
		seen := map[string]string{}
		for _, r := range read(t, kind) {
			k := r.key(columns...)
			if first, twice := seen[k]; twice {
				t.Errorf("%s: %s %s already stands at %s", r.at(), kind, k, first)
			}
			seen[k] = r.at()
		}
	}
}

func TestSetsCountTheirRows(t *testing.T) {
	next := map[string]int{}
	for _, r := range read(t, "sets") {
		k := r.key("unit", "year")
		next[k]++
		if r["position"] != strconv.Itoa(next[k]) {
			t.Errorf("%s: position %s, want %d", r.at(), r["position"], next[k])
		}
	}
}

func TestReferencesResolve(t *testing.T) {
	// A reference is from a column of one kind to a column of another; empty
	// ones are passed over.
	references := []struct{ kind, column, toKind, toColumn string }{
		{"units", "parent", "units", "unit"}, {"successions", "from", "units", "unit"}, {"successions", "to", "units", "unit"},
		{"tiles", "unit", "units", "unit"},
		{"indicators", "numerator", "indicators", "code"}, {"indicators", "denominator", "indicators", "code"},
		{"indicators", "parent", "indicators", "code"}, {"indicators", "growth_from", "indicators", "code"},
		{"sets", "unit", "units", "unit"}, {"sets", "indicator", "indicators", "code"}, {"sets", "judging_level", "levels", "level"},
		{"plans", "unit", "units", "unit"}, {"plans", "indicator", "indicators", "code"}, {"plans", "level", "levels", "level"},
		{"figures", "unit", "units", "unit"}, {"figures", "indicator", "indicators", "code"},
	}
	for _, ref := range references {
		known := by(read(t, ref.toKind), ref.toColumn)
		for _, r := range read(t, ref.kind) {
			if v := r[ref.column]; v != "" && known[v] == nil {
				t.Errorf("%s: %s %q is not among the %s", r.at(), ref.column, v, ref.toKind)
			}
		}
	}
}

func TestWordsHaveEnglish(t *testing.T) {
	words := map[string]string{}
	for _, r := range read(t, "terms") {
		words[r.key("sort", "vi")] = r["en"]
		if (r["sort"] == "measure") != (r["factor"] != "") || (r["factor"] != "") != (r["dimension"] != "") {
			t.Errorf("%s: dimension and factor belong to measures, and to all of them", r.at())
		}
	}
	for _, use := range []struct{ kind, column string }{{"indicators", "measure"}, {"indicators", "group"}, {"indicators", "agency"}, {"units", "kind"}} {
		for _, r := range read(t, use.kind) {
			if words[use.column+" "+r[use.column]] == "" {
				t.Errorf("%s: no English for the %s %q", r.at(), use.column, r[use.column])
			}
		}
	}
}

func TestWordsOfLevelsAndIndicatorsAreComplete(t *testing.T) {
	for _, r := range read(t, "levels") {
		if !strings.HasPrefix(r["phrase_vi"], "kế hoạch ") || !strings.Contains(r["phrase_en"], "plan") || r["name_vi"] == "" || r["name_en"] == "" {
			t.Errorf("%s: words of level %s: %v", r.at(), r["level"], r)
		}
	}
	for _, r := range read(t, "indicators") {
		if r["name_vi"] == "" || r["name_en"] == "" {
			t.Errorf("%s: %s has no name in one language", r.at(), r["code"])
		}
	}
}

func TestIndicatorsAreSound(t *testing.T) {
	indicators := by(read(t, "indicators"), "code")
	for code, r := range indicators {
		ratio := r["over_units"] == "ratio"
		if ratio != (r["numerator"] != "") || ratio != (r["denominator"] != "") || ratio != (r["scale"] != "") {
			t.Errorf("%s: %s: a ratio over units has numerator, denominator and scale, others have none", r.at(), code)
		}
		if p := indicators[r["parent"]]; p != nil && p.key("measure", "decimals", "over_time") != r.key("measure", "decimals", "over_time") {
			t.Errorf("%s: %s differs from the whole it is a part of", r.at(), code)
		}
		if g := indicators[r["growth_from"]]; g != nil && !strings.HasPrefix(g["price_basis"], "constant:") {
			t.Errorf("%s: growth of %s comes from %s, which is not at constant prices", r.at(), code, g["code"])
		}
		if r["shown_decimals"] > r["decimals"] {
			t.Errorf("%s: %s prints %s decimals and stores %s", r.at(), code, r["shown_decimals"], r["decimals"])
		}
	}
}

func TestUnitsDoNotOverlap(t *testing.T) {
	overlap := func(a, b record) bool {
		before := func(x, y record) bool {
			return x["valid_to"] != "" && y["valid_from"] != "" && x["valid_to"] < y["valid_from"]
		}
		return !before(a, b) && !before(b, a)
	}
	units := read(t, "units")
	for i, a := range units {
		for _, b := range units[:i] {
			same := a["unit"] == b["unit"] || a["code"] != "" && a["code"] == b["code"]
			if same && overlap(a, b) {
				t.Errorf("%s and %s: %s and %s share key or code at one time", a.at(), b.at(), a["unit"], b["unit"])
			}
		}
	}
	for key, want := range map[string]int{"haiphong": 15, "lechan": 15} {
		got := 0
		for _, u := range units {
			if u["parent"] == key && u["valid_from"] == "" {
				got++
			}
		}
		if got != want {
			t.Errorf("%d units below %s in 2022, want %d", got, key, want)
		}
	}
}

func TestNewWardsAreNotTheOldUnits(t *testing.T) {
	for _, r := range read(t, "units") {
		if strings.HasPrefix(r["unit"], "p-") != (r["valid_from"] == "2025-07-01") {
			t.Errorf("%s: %s from %s: the wards of 2025-07-01 have keys of their own", r.at(), r["unit"], r["valid_from"])
		}
	}
	for _, s := range read(t, "successions") {
		if s["from"] == "lechan" || s["share"] != "whole" && s["share"] != "part" || s["document"] == "" {
			t.Errorf("%s: %s into %s, %s, %q", s.at(), s["from"], s["to"], s["share"], s["document"])
		}
	}
}

func TestTilesStandApart(t *testing.T) {
	parent := map[string]string{}
	for _, u := range read(t, "units") {
		parent[u["unit"]] = u["parent"]
	}
	taken := map[string]string{}
	count := map[string]int{}
	for _, r := range read(t, "tiles") {
		place := parent[r["unit"]] + " " + r.key("column", "row")
		if other := taken[place]; other != "" {
			t.Errorf("%s: %s lies on %s", r.at(), r["unit"], other)
		}
		taken[place] = r["unit"]
		count[parent[r["unit"]]]++
	}
	if count["haiphong"] != 15 || count["lechan"] != 15 {
		t.Errorf("%d districts and %d wards have a place, want 15 and 15", count["haiphong"], count["lechan"])
	}
}
