package data

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestNumbersFitTheirIndicators(t *testing.T) {
	plain := regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	indicators := by(read(t, "indicators"), "code")
	check := func(r record, text string) {
		if !plain.MatchString(text) {
			t.Errorf("%s: %q is no plain number", r.at(), text)
			return
		}
		_, fraction, _ := strings.Cut(text, ".")
		if limit, _ := strconv.Atoi(indicators[r["indicator"]]["decimals"]); len(fraction) > limit {
			t.Errorf("%s: %s has more than %d decimals", r.at(), text, limit)
		}
		if measure := indicators[r["indicator"]]["measure"]; measure == "%" && (rat(t, text).Sign() < 0 || rat(t, text).Cmp(big.NewRat(100, 1)) > 0) {
			t.Errorf("%s: %s %%", r.at(), text)
		}
	}
	for _, r := range read(t, "figures") {
		if valueless := r["status"] == "withdrawn" || r["status"] == "not_applicable"; valueless != (r["value"] == "") {
			t.Errorf("%s: value %q with status %s", r.at(), r["value"], r["status"])
		} else if !valueless {
			check(r, r["value"])
		}
	}
	for _, r := range read(t, "plans") {
		check(r, r["low"])
		if (r["operator"] == "range") != (r["high"] != "") {
			t.Errorf("%s: operator %q with high %q", r.at(), r["operator"], r["high"])
		}
		if r["document"] != "" || r["document_date"] != "" {
			t.Errorf("%s: no document of a plan is known, %q stands there", r.at(), r["document"])
		}
	}
}

func TestVersionsAreInOrder(t *testing.T) {
	last := map[string]string{}
	for _, r := range read(t, "figures") {
		k := r.key("unit", "indicator", "period")
		if r["as_of"] == "" || r["as_of"] <= last[k] {
			t.Errorf("%s: as of %q after %q", r.at(), r["as_of"], last[k])
		}
		last[k] = r["as_of"]
	}
}

func TestPartsAddUpToBudgetRevenue(t *testing.T) {
	for year := 2018; year <= 2022; year++ {
		y := strconv.Itoa(year)
		sum := new(big.Rat)
		for _, part := range where(read(t, "indicators"), "parent", "thu_ns") {
			r, ok := newest(t, "lechan", part["code"], y)
			if !ok {
				t.Fatalf("no %s of %s", part["code"], y)
			}
			sum.Add(sum, rat(t, r["value"]))
		}
		if whole, _ := newest(t, "lechan", "thu_ns", y); sum.Cmp(rat(t, whole["value"])) != 0 {
			t.Errorf("%s: parts of budget revenue give %s, want %s", y, sum.FloatString(3), whole["value"])
		}
	}
}

func TestMonthsOf2021GiveTheYear(t *testing.T) {
	figures := where(read(t, "figures"), "unit", "lechan")
	for _, code := range []string{"gtsx_cn", "ban_le", "dv_luu_tru", "thu_ns", "chi_ns", "von_dtpt", "viec_lam"} {
		sums := map[string]*big.Rat{"2021": new(big.Rat), "2022": new(big.Rat)}
		count := map[string]int{}
		for _, r := range where(figures, "indicator", code) {
			if year, _, month := strings.Cut(r["period"], "-M"); month {
				sums[year].Add(sums[year], rat(t, r["value"]))
				count[year]++
			}
		}
		last, _ := newest(t, "lechan", code, "2021")
		this, _ := newest(t, "lechan", code, "2022")
		if count["2021"] != 12 || sums["2021"].Cmp(rat(t, last["value"])) != 0 {
			t.Errorf("%s: %d months of 2021 give %s, want %s", code, count["2021"], sums["2021"].FloatString(3), last["value"])
		}
		if count["2022"] != 11 || sums["2022"].Cmp(rat(t, this["value"])) >= 0 {
			t.Errorf("%s: %d months of 2022 give %s of the year's %s", code, count["2022"], sums["2022"].FloatString(3), this["value"])
		}
	}
}

// What wards report in full agrees with what the district itself entered.
func TestWardsAgreeWithTheDistrict(t *testing.T) {
	wards := by(where(read(t, "units"), "parent", "lechan", "valid_from", ""), "unit")
	total := func(code, year string) *big.Rat {
		sum := new(big.Rat)
		for _, r := range where(read(t, "figures"), "indicator", code, "period", year) {
			if wards[r["unit"]] != nil {
				sum.Add(sum, rat(t, r["value"]))
			}
		}
		return sum
	}
	for _, year := range []string{"2021", "2022"} {
		for _, code := range []string{"viec_lam", "nha_van_hoa"} {
			own, _ := newest(t, "lechan", code, year)
			if got := total(code, year); got.Cmp(rat(t, own["value"])) != 0 {
				t.Errorf("%s of %s: wards give %s, the district %s", code, year, got.FloatString(0), own["value"])
			}
		}
		poor, _ := newest(t, "lechan", "ho_ngheo", year)
		rate := new(big.Rat).Quo(total("so_ho_ngheo", year), total("so_ho", year))
		if rate.Mul(rate, big.NewRat(100, 1)).Cmp(rat(t, poor["value"])) != 0 {
			t.Errorf("poor households of %s: wards give %s %%, the district %s", year, rate.FloatString(4), poor["value"])
		}
	}
}

// The screens need units of every state to compare.
func TestComparisonHasGaps(t *testing.T) {
	figures, plans := map[string]bool{}, map[string]bool{}
	statuses := map[string]int{}
	for _, r := range read(t, "figures") {
		figures[r.key("unit", "indicator", "period")] = true
		statuses[r["status"]]++
	}
	for _, r := range read(t, "plans") {
		plans[r.key("unit", "indicator", "year", "level")] = true
	}
	indicators := by(read(t, "indicators"), "code")
	noData, noPlan := map[string]int{}, map[string]int{}
	for _, r := range where(read(t, "sets"), "year", "2022", "source", "entered") {
		i := indicators[r["indicator"]]
		if i["direction"] == "neutral" {
			continue
		}
		kind, _, _ := strings.Cut(r["unit"], "-") // "lechan" also for its wards
		if i["over_units"] != "ratio" && !figures[r.key("unit", "indicator", "year")] {
			noData[kind]++
		}
		if !plans[r.key("unit", "indicator", "year", "judging_level")] {
			noPlan[kind]++
		}
	}
	if noData["lechan"] == 0 || len(noData) < 4 || noPlan["lechan"] == 0 || len(noPlan) < 4 {
		t.Errorf("gaps by unit: figures %v, plans %v", noData, noPlan)
	}
	for _, s := range []string{"estimate", "preliminary", "official", "withdrawn", "not_applicable"} {
		if statuses[s] == 0 {
			t.Errorf("no figure of status %s", s)
		}
	}
}
