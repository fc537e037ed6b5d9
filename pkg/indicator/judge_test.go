package indicator_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	. "muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

func target(t testing.TB, op Operator, low, high string) Target {
	t.Helper()
	a, err := number.ParsePlain(low, 4)
	if err != nil {
		t.Fatal(err)
	}
	target := Target{Operator: op, Low: a}
	if high != "" {
		b, err := number.ParsePlain(high, 4)
		if err != nil {
			t.Fatal(err)
		}
		target.High = &b
	}
	return target
}

func TestVerdict(t *testing.T) {
	tests := []struct {
		name      string
		actual    string
		op        Operator
		low, high string
		direction Direction
		want      Verdict
	}{
		{"higher: above", "100.0001", Equal, "100", "", Higher, Exceeded},
		{"higher: equal", "100", Equal, "100", "", Higher, Met},
		{"higher: a hair short, unrounded", "99.9999", Equal, "100", "", Higher, NotMet},
		{"lower: below", "0.25", Equal, "0.28", "", Lower, Exceeded},
		{"lower: equal", "0.28", Equal, "0.28", "", Lower, Met},
		{"lower: above", "0.29", Equal, "0.28", "", Lower, NotMet},
		{"lower: plan 0 reached", "0", Equal, "0", "", Lower, Met},
		{"lower: plan 0 missed", "0.01", Equal, "0", "", Lower, NotMet},
		{"maintain: above is met, never exceeded", "101", Equal, "100", "", Maintain, Met},
		{"maintain: equal", "100", Equal, "100", "", Maintain, Met},
		{"maintain: below", "99.99", Equal, "100", "", Maintain, NotMet},
		{"neutral", "200", Equal, "100", "", Neutral, NotJudged},
		{"negative growth above a negative plan", "-1", Equal, "-2", "", Higher, Exceeded},
		{"opposite signs", "-4.13", Equal, "2.28", "", Higher, NotMet},
		{"about is a plain number", "4.1", About, "4", "", Higher, Exceeded},
		{"about: equal", "4", About, "4", "", Higher, Met},
		{"about: below", "3.9", About, "4", "", Higher, NotMet},
		{"range: inside", "6.7", Range, "6.6", "6.8", Higher, Met},
		{"range: on the low end", "6.6", Range, "6.6", "6.8", Higher, Met},
		{"range: on the high end", "6.8", Range, "6.6", "6.8", Higher, Met},
		{"range, higher: past the good end", "6.9", Range, "6.6", "6.8", Higher, Exceeded},
		{"range, higher: past the bad end", "6.5", Range, "6.6", "6.8", Higher, NotMet},
		{"range, lower: past the good end", "6.5", Range, "6.6", "6.8", Lower, Exceeded},
		{"range, lower: past the bad end", "6.9", Range, "6.6", "6.8", Lower, NotMet},
		{"range, maintain: above is met", "6.9", Range, "6.6", "6.8", Maintain, Met},
		{"range, neutral", "6.9", Range, "6.6", "6.8", Neutral, NotJudged},
		{"range without upper end is a number", "6.6", Range, "6.6", "", Higher, Met},
		{"below: strictly", "3.9999", Less, "4", "", Lower, Met},
		{"below: the bound itself misses", "4", Less, "4", "", Lower, NotMet},
		{"at most: the bound itself", "4", AtMost, "4", "", Lower, Met},
		{"at most: above", "4.0001", AtMost, "4", "", Lower, NotMet},
		{"over: strictly", "87.0001", More, "87", "", Higher, Met},
		{"over: the bound itself misses", "87", More, "87", "", Higher, NotMet},
		{"at least: the bound itself", "87", AtLeast, "87", "", Higher, Met},
		{"at least: below", "86", AtLeast, "87", "", Higher, NotMet},
		{"a bound is never exceeded", "99", AtLeast, "87", "", Higher, Met},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Judge(rat(t, tt.actual), target(t, tt.op, tt.low, tt.high), tt.direction); got != tt.want {
				t.Errorf("Judge(%s, %s %s %s, %s) = %s, want %s", tt.actual, tt.op, tt.low, tt.high, tt.direction, got, tt.want)
			}
		})
	}
}

func TestGap(t *testing.T) {
	tests := []struct {
		name, actual string
		op           Operator
		low, high    string
		want         string
	}{
		{"number", "940.133", Equal, "1056.329", "", "-116.196"},
		{"range, inside", "6.7", Range, "6.6", "6.8", "0"},
		{"range, below: to the low end", "6.5", Range, "6.6", "6.8", "-0.1"},
		{"range, above: to the high end", "7", Range, "6.6", "6.8", "0.2"},
		{"bound", "3.5", Less, "4", "", "-0.5"},
		{"range without upper end", "6.5", Range, "6.6", "", "-0.1"},
	}
	for _, tt := range tests {
		if got := shown(Gap(rat(t, tt.actual), target(t, tt.op, tt.low, tt.high))); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestPercent(t *testing.T) {
	tests := []struct {
		name, actual string
		method       Method
		op           Operator
		low, high    string
		want, reason string
	}{
		{"ratio", "110", Ratio, Equal, "80", "", "137.5", ""},
		{"exact, not rounded", "1", Ratio, Equal, "3", "", "100/3", ""},
		{"actual 0 is 0 percent", "0", Ratio, Equal, "80", "", "0", ""},
		{"inverse ratio: lower is better", "3.6", InverseRatio, Equal, "4.5", "", "125", ""},
		{"inverse ratio: actual 0", "0", InverseRatio, Equal, "4.5", "", "–", "reason.actual_zero"},
		{"inverse ratio: actual below 0", "-1", InverseRatio, Equal, "4.5", "", "–", "reason.actual_negative"},
		{"plan 0 is never 0, 100 or infinite percent", "5", Ratio, Equal, "0", "", "–", "reason.plan_zero"},
		{"plan 0, actual 0", "0", Ratio, Equal, "0", "", "–", "reason.plan_zero"},
		{"plan below 0", "5", Ratio, Equal, "-2", "", "–", "reason.plan_negative"},
		{"actual below 0", "-4.13", Ratio, Equal, "2.28", "", "–", "reason.actual_negative"},
		{"points have no percent", "93", Points, Equal, "92", "", "–", ""},
		{"method none", "100", NoPercent, Equal, "100", "", "–", ""},
		{"range", "6.7", Ratio, Range, "6.6", "6.8", "–", ""},
		{"bound", "3", Ratio, Less, "4", "", "–", ""},
		{"about counts as a number", "5", Ratio, About, "4", "", "125", ""},
	}
	for _, tt := range tests {
		got, why := Percent(rat(t, tt.actual), target(t, tt.op, tt.low, tt.high), tt.method)
		if shown(got) != tt.want || key(why) != tt.reason {
			t.Errorf("%s: got %s (%s), want %s (%s)", tt.name, shown(got), key(why), tt.want, tt.reason)
		}
	}
}

func TestGrowth(t *testing.T) {
	tests := []struct{ name, actual, previous, growth, ratio, reason string }{
		{"up", "125", "100", "25", "125", ""},
		{"a fall of 39 is a ratio of 61", "61", "100", "-39", "61", ""},
		{"unchanged", "7", "7", "0", "100", ""},
		{"down to nothing", "0", "7", "-100", "0", ""},
		{"nothing before", "7", "0", "–", "–", "reason.previous_zero"},
		{"nothing before and now", "0", "0", "–", "–", "reason.previous_zero"},
		{"below 0 before", "7", "-3", "–", "–", "reason.previous_negative"},
		{"below 0 now", "-7", "3", "–", "–", "reason.actual_negative"},
	}
	for _, tt := range tests {
		g, r, why := Growth(rat(t, tt.actual), rat(t, tt.previous))
		if shown(g) != tt.growth || shown(r) != tt.ratio || key(why) != tt.reason {
			t.Errorf("%s: got %s, %s (%s), want %s, %s (%s)", tt.name, shown(g), shown(r), key(why), tt.growth, tt.ratio, tt.reason)
		}
	}
}

// percentByHand computes a/p x 100 with plain integers, rounded half away from
// zero to one decimal: another way than the code's.
func percentByHand(a, p int64) string {
	tenths := (2*1000*a + p) / (2 * p) // a, p > 0: half up
	if tenths%10 == 0 {
		return fmt.Sprint(tenths / 10)
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// The percentage agrees with integer arithmetic, with the identity
// A/V = (P/V) x (A/P), and with the verdict.
func TestPercentProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(2022, 12))
	for range 20_000 {
		a, p, v := 1+random.Int64N(5_000_000), 1+random.Int64N(5_000_000), 1+random.Int64N(5_000_000)
		actual, plan, before := big.NewRat(a, 100), Target{Operator: Equal, Low: number.New(p, 2)}, big.NewRat(v, 100)
		percent, _ := Percent(actual, plan, Ratio)
		if got, want := number.Round(percent, 1), percentByHand(a, p); got != want {
			t.Fatalf("%d of %d: got %s, want %s", a, p, got, want)
		}
		verdict := Judge(actual, plan, Higher)
		if c := percent.Cmp(big.NewRat(100, 1)); (c > 0) != (verdict == Exceeded) || (c == 0) != (verdict == Met) {
			t.Fatalf("%d of %d is %s percent and %s", a, p, shown(percent), verdict)
		}
		growth, ratio, _ := Growth(actual, before)
		if new(big.Rat).Sub(ratio, growth).Cmp(big.NewRat(100, 1)) != 0 {
			t.Fatalf("%d on %d: ratio %s, growth %s", a, v, shown(ratio), shown(growth))
		}
		planned, _, _ := Growth(plan.Low.Rat(), before)
		product := new(big.Rat).Mul(new(big.Rat).Add(planned, big.NewRat(100, 1)), percent)
		if product.Cmp(new(big.Rat).Mul(ratio, big.NewRat(100, 1))) != 0 {
			t.Fatalf("A/V is not P/V x A/P for %d, %d, %d", a, p, v)
		}
		inverse, _ := Percent(actual, plan, InverseRatio)
		if new(big.Rat).Mul(inverse, percent).Cmp(big.NewRat(10_000, 1)) != 0 {
			t.Fatalf("P/A is not the inverse of A/P for %d, %d", a, p)
		}
	}
}

// Higher and lower mirror each other for every number, range and bound.
func TestVerdictMirrors(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 5_000 {
		a, low, width := random.Int64N(200)-100, random.Int64N(200)-100, random.Int64N(50)
		high, mirrorHigh := number.New(low+width, 1), number.New(-low, 1)
		for _, op := range []Operator{Equal, About, Range} {
			x := Target{Operator: op, Low: number.New(low, 1)}
			y := Target{Operator: op, Low: number.New(-low, 1)}
			if op == Range {
				x.High = &high
				y.Low, y.High = number.New(-low-width, 1), &mirrorHigh
			}
			got, mirrored := Judge(big.NewRat(a, 10), x, Higher), Judge(big.NewRat(-a, 10), y, Lower)
			if got != mirrored {
				t.Fatalf("%d against %s %d +%d: higher %s, mirrored lower %s", a, op, low, width, got, mirrored)
			}
			if m := Judge(big.NewRat(a, 10), x, Maintain); m.Achieved() != got.Achieved() || m == Exceeded {
				t.Fatalf("maintain: %s where higher is %s", m, got)
			}
		}
	}
}
