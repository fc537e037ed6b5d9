package check

import (
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

// random gives the same numbers in every run.
func random() *rand.Rand { return rand.New(rand.NewSource(2022)) }

// positive gives an amount above zero with up to nine digits before and three
// behind the point.
func positive(r *rand.Rand) string {
	most := []int{10, 1000, 100_000, 1_000_000_000}[r.Intn(4)]
	return fmt.Sprintf("%d.%03d", 1+r.Intn(most), r.Intn(1000))
}

// A slip is what lies within five times of 10^3, 10^6 or 10^9, or of their
// inverse: worked out here by multiplication alone.
func TestSlipProperty(t *testing.T) {
	r := random()
	for range 3000 {
		v, against := rat(t, positive(r)), rat(t, positive(r))
		want := 0
		for _, power := range []int{3, 6, 9} {
			scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(power)), nil))
			if near(v, new(big.Rat).Mul(against, scale)) {
				want = power
			}
			if near(new(big.Rat).Mul(v, scale), against) {
				want = -power
			}
		}
		if got := Slip(v, against, slipSpread); got != want {
			t.Errorf("Slip(%s, %s) = %d, want %d", v.FloatString(3), against.FloatString(3), got, want)
		}
	}
}

// near reports whether neither is more than five times the other.
func near(a, b *big.Rat) bool {
	five := big.NewRat(5, 1)
	return a.Cmp(new(big.Rat).Mul(five, b)) <= 0 && b.Cmp(new(big.Rat).Mul(five, a)) <= 0
}

// A figure is out of line when twice its distance from last year's is more
// than last year's, unless it is a slip: then that is said instead.
func TestOutOfLineProperty(t *testing.T) {
	r := random()
	for range 500 {
		before, now := positive(r), positive(r)
		b := book(t, []string{"thu 2021 " + before, "thu 2022 " + now}, nil)
		v, p := rat(t, now), rat(t, before)
		apart := new(big.Rat).Sub(v, p)
		apart.Abs(apart).Mul(apart, big.NewRat(2, 1))
		want := ""
		switch {
		case Slip(v, p, slipSpread) != 0:
			want = "thu:factor_1000"
		case apart.Cmp(p) > 0:
			want = "thu:out_of_line"
		}
		found := slices.DeleteFunc(Check(b, "lechan", period.MustParse("2022"), nil), func(f Finding) bool { return f.Rule == Unchanged })
		if got := brief(found); got != want {
			t.Errorf("%s after %s: %q, want %q", now, before, got, want)
		}
		complete(t, b, found)
	}
}

// A typed quarter differs from its months exactly when their sum says so.
func TestSumOfMonthsProperty(t *testing.T) {
	r := random()
	for range 300 {
		sum, figures := new(big.Rat), []string{}
		for m := 4; m <= 6; m++ {
			v := fmt.Sprintf("%d.%03d", r.Intn(100), r.Intn(1000))
			figures = append(figures, fmt.Sprintf("thu 2022-M%02d %s", m, v))
			sum.Add(sum, rat(t, v))
		}
		typed := new(big.Rat).Add(sum, big.NewRat(int64(r.Intn(3)-1), 1000))
		figures = append(figures, "thu 2022-Q2 "+number.Round(typed, 3))
		got := brief(Check(book(t, figures, nil), "lechan", period.MustParse("2022-Q2"), Settings{"thu": {Unchanged: {Off: true}}}))
		want := ""
		if typed.Cmp(sum) != 0 {
			want = "thu:sum_of_months"
		}
		if got != want {
			t.Errorf("%v: %q, want %q", figures, got, want)
		}
	}
}

// What the program prints can be pasted back without a question.
func TestReadsWhatIsPrinted(t *testing.T) {
	r := random()
	for range 2000 {
		e := entry(t, "thu")
		a := *amount(t, positive(r), 3)
		e.Previous = &a
		text := number.Vietnamese.Amount(a, 1)
		if r.Intn(2) == 0 {
			text = exact(i18n.For(i18n.Vi), terms, e.Indicator, a, e.Indicator.Measure)
		}
		reading, doubts := e.Read(text)
		if len(doubts) > 0 || reading.Amount.Cmp(a) != 0 {
			t.Errorf("Read(%q) = %s with %d doubts, want %s", text, reading.Amount, len(doubts), a)
		}
	}
}

// Whatever is found in a whole set is found while the cell is typed, too.
func TestCellsFindWhatTheSetDoes(t *testing.T) {
	r := random()
	for range 100 {
		var figures []string
		for _, code := range []string{"thu", "thu_thue", "thu_phi", "ban_le", "bhyt"} {
			for _, p := range []string{"2021", "2022", "2022-YTD09"} {
				if r.Intn(4) > 0 {
					figures = append(figures, fmt.Sprintf("%s %s %d.5 estimate", code, p, 100+r.Intn(3)))
				}
			}
		}
		b := book(t, figures, []string{"thu 2022 city 101.5"})
		for _, f := range Check(b, "lechan", period.MustParse("2022"), nil) {
			cell := indicator.CellKey{Unit: f.Unit, Indicator: f.Indicator, Period: f.Period}
			same := func(other Finding) bool { return other.Rule == f.Rule }
			if alone := CheckCell(b, b.Figures[cell], nil); !slices.ContainsFunc(alone, same) {
				t.Errorf("%v: the set finds %s:%s, the cell %q", figures, f.Indicator, f.Rule, brief(alone))
			}
		}
	}
}

// Findings come in the same order every time, though books are maps.
func TestCheckIsSteady(t *testing.T) {
	b := book(t, []string{"thu 2022 100", "thu_thue 2022 423.2", "thu_phi 2022 423.2", "ban_le 2022 423.2", "bhyt 2022 101", "ho 2022 4", "ho_ngheo 2022 5"}, nil)
	first := brief(Check(b, "lechan", period.MustParse("2022"), nil))
	for range 20 {
		if got := brief(Check(b, "lechan", period.MustParse("2022"), nil)); got != first {
			t.Fatalf("Check() = %q, then %q", first, got)
		}
	}
}
