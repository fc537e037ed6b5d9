package number_test

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"muctieu/pkg/number"
)

// rat reads a fraction for a table: "169/400", "57.846".
func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("no fraction: %q", s)
	}
	return r
}

func TestRound(t *testing.T) {
	tests := []struct {
		name     string
		r        string
		decimals int
		want     string
	}{
		{"half goes up", "42.25", 1, "42.3"},
		{"half goes up, not to even", "2.5", 0, "3"},
		{"half goes away from zero below zero", "-2.5", 0, "-3"},
		{"half of the last digit", "0.05", 1, "0.1"},
		{"just under the half", "42.2499999999999999999", 1, "42.2"},
		{"trap 11: rounded once, not 57.85 first and 57.9 then", "57.846", 1, "57.8"},
		{"trap 11: rounded, not truncated", "39.78", 1, "39.8"},
		{"trap 11: one third of a percent", "200/3", 1, "66.7"},
		{"trailing zeros are dropped", "100", 1, "100"},
		{"trailing zeros after rounding are dropped", "99.96", 1, "100"},
		{"no decimals", "110.6", 0, "111"},
		{"three decimals", "110.59999", 3, "110.6"},
		{"never minus nothing", "-0.04", 1, "0"},
		{"never minus nothing without decimals", "-0.4", 0, "0"},
		{"nothing", "0", 3, "0"},
		{"decimals below none are none", "12.7", -3, "13"},
		{"beyond 64 bits", "123456789012345678901234567890.55", 1, "123456789012345678901234567890.6"},
		{"retail of 2022 against the plan implied", "2703700000/24445750", 1, "110.6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := number.Round(rat(t, tt.r), tt.decimals); got != tt.want {
				t.Errorf("Round(%s, %d) = %q, want %q", tt.r, tt.decimals, got, tt.want)
			}
		})
	}
}

func TestRoundBeside(t *testing.T) {
	tests := []struct {
		name     string
		r, bound string
		decimals int
		want     string
	}{
		{"just short of the plan is not 100", "99.96", "100", 1, "99.96"},
		{"just over the plan is not 100", "100.01", "100", 1, "100.01"},
		{"exactly the plan is 100", "100", "100", 1, "100"},
		{"as many decimals as it takes", "99.99996", "100", 1, "99.99996"},
		{"rounded where it first stands apart", "99.999964", "100", 1, "99.99996"},
		{"no more decimals than needed", "99.94", "100", 1, "99.9"},
		{"an endless quotient", "29999/300", "100", 1, "99.997"},
		{"without decimals", "99.6", "100", 0, "99.6"},
		{"far away nothing is added", "110.56", "100", 1, "110.6"},
		{"the bound itself has decimals", "6.61", "6.6", 1, "6.61"},
		{"equal to a bound that needs more decimals", "99.95", "99.95", 1, "99.95"},
		{"below a bound below zero", "-4.14", "-4.13", 1, "-4.14"},
		{"equal to a bound without finite decimals", "1/3", "1/3", 1, "0.3"},
		{"beside a bound without finite decimals", "0.3333", "1/3", 1, "0.3"},
		{"decimals below none are none", "99.6", "100", -1, "99.6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := number.RoundBeside(rat(t, tt.r), rat(t, tt.bound), tt.decimals); got != tt.want {
				t.Errorf("RoundBeside(%s, %s, %d) = %q, want %q", tt.r, tt.bound, tt.decimals, got, tt.want)
			}
		})
	}
}

func TestRoundBesideSeveralBounds(t *testing.T) {
	got := number.RoundBeside(rat(t, "6.7996"), rat(t, "6.6"), 1, rat(t, "6.8"), rat(t, "6.79958"))
	if got != "6.7996" {
		t.Errorf("between two ends of a range: got %q, want 6.7996", got)
	}
}

func TestRoundNonZero(t *testing.T) {
	tests := []struct {
		name     string
		r        string
		decimals int
		want     string
	}{
		{"a small change is not nothing", "0.04", 1, "0.04"},
		{"a small fall is not nothing", "-0.004", 1, "-0.004"},
		{"rounded where it first shows", "0.00046", 1, "0.0005"},
		{"nothing is nothing", "0", 1, "0"},
		{"others are rounded as usual", "-39.04", 1, "-39"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := number.RoundNonZero(rat(t, tt.r), tt.decimals); got != tt.want {
				t.Errorf("RoundNonZero(%s, %d) = %q, want %q", tt.r, tt.decimals, got, tt.want)
			}
		})
	}
}

// anyRat returns a quotient as they occur: of two amounts, often near 1, often a
// half of the last digit.
func anyRat(r *rand.Rand) *big.Rat {
	switch r.IntN(3) {
	case 0: // k and a half, in some decimal
		return big.NewRat(2*(r.Int64N(2_000_000)-1_000_000)+1, 2*[]int64{1, 10, 100, 1000}[r.IntN(4)])
	case 1: // close to 100
		d := 1 + r.Int64N(1_000_000_000)
		return new(big.Rat).Mul(big.NewRat(100, 1), big.NewRat(d+r.Int64N(5)-2, d))
	}
	return big.NewRat(int64(r.Uint64())>>r.IntN(60), 1+r.Int64()>>r.IntN(60))
}

// TestRoundAgainstBig computes the rounding anew in whole numbers: the count of
// the last digit is floor(|r| x 10^d + 1/2).
func TestRoundAgainstBig(t *testing.T) {
	r := random(3)
	for range 20_000 {
		x, d := anyRat(r), r.IntN(5)
		unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d)), nil))
		scaled := new(big.Rat).Mul(new(big.Rat).Abs(x), unit)
		scaled.Add(scaled, big.NewRat(1, 2))
		count := new(big.Int).Quo(scaled.Num(), scaled.Denom())
		want := new(big.Rat).Quo(new(big.Rat).SetInt(count), unit)
		if x.Sign() < 0 {
			want.Neg(want)
		}
		got := number.Round(x, d)
		if rat(t, got).Cmp(want) != 0 {
			t.Fatalf("Round(%s, %d) = %s, want %s", x, d, got, want)
		}
		checkShortest(t, got)
	}
}

// checkShortest checks the form: no trailing zeros, no "-0".
func checkShortest(t *testing.T, s string) {
	t.Helper()
	if !plainForm.MatchString(s) || s == "-0" || strings.Contains(s, ".") && strings.HasSuffix(s, "0") {
		t.Fatalf("%q is not the shortest plain form", s)
	}
}

// TestRoundBesideNeverContradicts: the text stands on its side of every bound,
// with the fewest decimals from the wanted ones on that do so.
func TestRoundBesideNeverContradicts(t *testing.T) {
	r := random(4)
	hundred, zero := big.NewRat(100, 1), new(big.Rat)
	for range 20_000 {
		x, d := anyRat(r), r.IntN(4)
		got := number.RoundBeside(x, hundred, d, zero)
		checkShortest(t, got)
		printed := rat(t, got)
		if printed.Cmp(hundred) != x.Cmp(hundred) || printed.Sign() != x.Sign() {
			t.Fatalf("RoundBeside(%s, 100, %d, 0) = %s, on the wrong side", x, d, got)
		}
		for fewer := d; ; fewer++ {
			s := number.Round(x, fewer)
			if s == got {
				break
			}
			if y := rat(t, s); y.Cmp(hundred) == x.Cmp(hundred) && y.Sign() == x.Sign() {
				t.Fatalf("RoundBeside(%s, 100, %d, 0) = %s, but %s would do", x, d, got, s)
			}
		}
	}
}
