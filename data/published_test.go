package data

import (
	"math/big"
	"slices"
	"testing"
)

// The words the files carry for their origin.
const (
	report = "Báo cáo của UBND quận Lê Chân ngày 09/12/2022"
	ratios = "suy ra từ tỷ lệ công bố"
)

// published are the results of 2022 as the district published them: a value,
// its percent of plans by level, and either growth on 2021 or ratio to it.
var published = []struct {
	code, value   string
	percent       map[string]string
	growth, ratio string
}{
	{"gtsx_cn", "423.2", map[string]string{"city": "100"}, "4", ""},
	{"ban_le", "27037", map[string]string{"city": "110.6"}, "15.9", ""},
	{"dv_luu_tru", "4187.9", map[string]string{"city": "100.5"}, "17.2", ""},
	{"thu_ns", "940.133", map[string]string{"city": "100", "council": "89"}, "", "61"},
}

// targets are the main targets of 2023 as proposed by the district.
var targets = []struct{ code, value, direction string }{
	{"gtsx_cn", "438.9", "higher"}, {"ban_le", "31362.92", "higher"}, {"dv_luu_tru", "4794.12", "higher"},
	{"thu_ns", "919.5", "higher"}, {"chi_ns", "595.598", "neutral"}, {"viec_lam", "7500", "higher"},
	{"ho_ngheo", "0", "lower"}, {"ho_can_ngheo", "0.28", "lower"}, {"bhyt", "93.1", "higher"},
	{"nha_van_hoa", "8", "higher"}, {"giao_quan", "100", "maintain"}, {"nuoc_sach", "100", "maintain"},
	{"chat_thai", "100", "maintain"},
}

func TestResultsAsPublished(t *testing.T) {
	for _, p := range published {
		r, ok := newest(t, "lechan", p.code, "2022")
		if !ok || r["value"] != p.value || r["status"] != "estimate" || r["origin"] != "" || r["source"] != report {
			t.Errorf("%s of 2022: %v, want %s as published", p.code, r, p.value)
		}
	}
}

func TestTargetsAsPublished(t *testing.T) {
	indicators := by(read(t, "indicators"), "code")
	plans := by(where(read(t, "plans"), "unit", "lechan", "year", "2023", "level", "council"), "indicator")
	for _, want := range targets {
		r := plans[want.code]
		if r["low"] != want.value || r["operator"] != "" || r["basis"] != "proposed" || r["origin"] != "" || r["source"] != report {
			t.Errorf("%s: target %v, want %s proposed", want.code, r, want.value)
		}
		if got := indicators[want.code]["direction"]; got != want.direction {
			t.Errorf("%s: direction %s, want %s", want.code, got, want.direction)
		}
	}
}

// central gives the value that a published percentage of it implies, rounded
// once to the indicator's decimals.
func central(t *testing.T, value, percent string, decimals int) string {
	t.Helper()
	x := new(big.Rat).Mul(rat(t, value), big.NewRat(100, 1))
	return x.Quo(x, rat(t, percent)).FloatString(decimals)
}

func decimalsOf(t *testing.T, code string) int {
	t.Helper()
	return int(by(read(t, "indicators"), "code")[code]["decimals"][0] - '0')
}

func TestPlansAndPastFollowFromPercentages(t *testing.T) {
	for _, p := range published {
		decimals := decimalsOf(t, p.code)
		for level, percent := range p.percent {
			want := central(t, p.value, percent, decimals)
			plans := where(read(t, "plans"), "unit", "lechan", "indicator", p.code, "year", "2022", "level", level)
			if len(plans) != 1 {
				t.Fatalf("%s: %d plans of 2022 on level %s", p.code, len(plans), level)
			}
			r := plans[0]
			if rat(t, r["low"]).Cmp(rat(t, want)) != 0 || r["origin"] != "derived" || r["source"] != ratios || r["basis"] != "unknown" {
				t.Errorf("%s: %s plan %v, want %s derived", p.code, level, r, want)
			}
		}
		of := p.ratio
		if of == "" {
			of = new(big.Rat).Add(rat(t, p.growth), big.NewRat(100, 1)).FloatString(1)
		}
		r, _ := newest(t, "lechan", p.code, "2021")
		if want := central(t, p.value, of, decimals); rat(t, r["value"]).Cmp(rat(t, want)) != 0 || r["origin"] != "derived" || r["source"] != ratios {
			t.Errorf("%s of 2021: %v, want %s derived", p.code, r, want)
		}
	}
}

// The rounded plans and values of last year still give what was published.
func TestPercentagesComeOut(t *testing.T) {
	percent := func(a, b string) *big.Rat {
		x := new(big.Rat).Quo(rat(t, a), rat(t, b))
		return x.Mul(x, big.NewRat(100, 1))
	}
	same := func(code string, got *big.Rat, want string) {
		if rat(t, got.FloatString(1)).Cmp(rat(t, want)) != 0 {
			t.Errorf("%s: %s %%, want %s", code, got.FloatString(3), want)
		}
	}
	for _, p := range published {
		for _, r := range where(read(t, "plans"), "unit", "lechan", "indicator", p.code, "year", "2022") {
			same(p.code, percent(p.value, r["low"]), p.percent[r["level"]])
		}
		past, _ := newest(t, "lechan", p.code, "2021")
		ratio := percent(p.value, past["value"])
		if p.ratio != "" {
			same(p.code, ratio, p.ratio)
		} else {
			same(p.code, ratio.Sub(ratio, big.NewRat(100, 1)), p.growth)
		}
	}
}

func TestSetOfLeChan(t *testing.T) {
	indicators := by(read(t, "indicators"), "code")
	sets := where(read(t, "sets"), "unit", "lechan")
	for _, tt := range []struct{ year, level string }{{"2018", "city"}, {"2021", "city"}, {"2022", "city"}, {"2023", "council"}} {
		judged, neutral := 0, []string{}
		rows := where(sets, "year", tt.year)
		for _, r := range rows {
			if r["judging_level"] != tt.level || (r["fall"] == "ratio") != (r["indicator"] == "thu_ns") {
				t.Errorf("%s: %v", r.at(), r)
			}
			if indicators[r["indicator"]]["direction"] == "neutral" {
				neutral = append(neutral, r["indicator"])
			} else {
				judged++
			}
		}
		if judged != 16 || !slices.Equal(neutral, []string{"chi_ns"}) {
			t.Errorf("%s: %d judged rows and %v beside them, want 16 and chi_ns", tt.year, judged, neutral)
		}
		held := by(rows, "indicator")
		for _, want := range targets {
			if held[want.code] == nil {
				t.Errorf("%s: %s is not in the set", tt.year, want.code)
			}
		}
	}
}

// On the city's plans of 2022 sixteen of sixteen are met, five of them
// exceeded; on the council's, budget revenue is not.
func TestVerdictsOf2022(t *testing.T) {
	indicators := by(read(t, "indicators"), "code")
	exceeded := []string{}
	for _, p := range where(read(t, "plans"), "unit", "lechan", "year", "2022") {
		r, _ := newest(t, "lechan", p["indicator"], "2022")
		c := rat(t, r["value"]).Cmp(rat(t, p["low"]))
		direction := indicators[p["indicator"]]["direction"]
		if direction == "lower" {
			c = -c
		}
		switch {
		case direction == "neutral":
		case c < 0 != (p["level"] == "council"):
			t.Errorf("%s: %s against %s %s", p["indicator"], r["value"], p["level"], p["low"])
		case c > 0:
			exceeded = append(exceeded, p["indicator"])
		}
	}
	if want := []string{"ban_le", "dv_luu_tru", "viec_lam", "ho_can_ngheo", "bhyt"}; !slices.Equal(exceeded, want) {
		t.Errorf("exceeded: %v, want %v", exceeded, want)
	}
}

// Nothing that was not published passes for it.
func TestOriginsAreTold(t *testing.T) {
	official := map[string]bool{}
	for _, p := range published {
		official["lechan "+p.code+" 2022 "+p.value] = true
	}
	for _, p := range targets {
		official["lechan "+p.code+" 2023 "+p.value] = true
	}
	derived := map[string]bool{"gtsx_cn": true, "ban_le": true, "dv_luu_tru": true, "thu_ns": true}
	check := func(r record, year, value string) {
		key := r.key("unit", "indicator") + " " + year + " " + value
		switch r["origin"] {
		case "":
			if !official[key] {
				t.Errorf("%s: %s was never published", r.at(), key)
			}
		case "derived":
			if r["unit"] != "lechan" || !derived[r["indicator"]] || year != "2021" && year != "2022" || r["source"] == "" {
				t.Errorf("%s: %s follows from nothing published", r.at(), key)
			}
		case "illustrative":
			if official[key] || r["source"] != "" {
				t.Errorf("%s: %s has a source and is not made up", r.at(), key)
			}
		default:
			t.Errorf("%s: origin %q", r.at(), r["origin"])
		}
	}
	for _, r := range read(t, "figures") {
		check(r, r["period"], r["value"])
	}
	for _, r := range read(t, "plans") {
		check(r, r["year"], r["low"])
	}
}
