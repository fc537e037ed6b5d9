package number_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
)

// wantError checks that err is Invalid with the given key and has exactly the
// named arguments, in any order.
func wantError(t *testing.T, err error, key string, args ...string) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) {
		t.Errorf("error = %v, want %s", err, key)
		return
	}
	if errs.KindOf(err) != errs.Invalid || e.Key != key {
		t.Errorf("error = %v of kind %v, want %s, invalid", err, errs.KindOf(err), key)
	}
	want := map[string]any{}
	for i := 0; i < len(args); i += 2 {
		want[args[i]] = args[i+1]
	}
	got := map[string]any{}
	for name, value := range e.Args {
		got[name] = fmt.Sprint(value)
	}
	if len(args) > 0 && !maps.Equal(got, want) {
		t.Errorf("%s has arguments %v, want %v", key, got, want)
	}
}

// plain reads an amount for a table.
func plain(t *testing.T, s string, decimals int) number.Amount {
	t.Helper()
	a, err := number.ParsePlain(s, decimals)
	if err != nil {
		t.Fatalf("ParsePlain(%q, %d): %v", s, decimals, err)
	}
	return a
}

// random returns a source that gives the same values in each run.
func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2022)) }

// anyAmount returns an amount of any size, the extremes more often than chance.
func anyAmount(r *rand.Rand) number.Amount {
	counts := []int64{0, 1, -1, 9, 10, 999, 1000, math.MaxInt64, math.MinInt64, math.MaxInt64 / 10, math.MinInt64 / 10}
	count := counts[r.IntN(len(counts))]
	if r.IntN(4) > 0 {
		count = int64(r.Uint64()) >> r.IntN(64)
	}
	return number.New(count, r.IntN(number.MaxDecimals+1))
}

// exact returns count x 10^-decimals, without using the package's own Rat.
func exact(a number.Amount) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(a.Decimals())), nil)
	return new(big.Rat).SetFrac(big.NewInt(a.Count()), unit)
}

func TestZeroAmount(t *testing.T) {
	var a number.Amount
	if a.String() != "0" || a.Sign() != 0 || a.Decimals() != 0 || a.Cmp(number.New(0, 9)) != 0 {
		t.Errorf("zero Amount = %s with %d decimals, sign %d", a, a.Decimals(), a.Sign())
	}
}

func TestNewPanicsOnImpossibleDecimals(t *testing.T) {
	for _, decimals := range []int{-1, number.MaxDecimals + 1, 1 << 20} {
		for name, f := range map[string]func(){
			"New":        func() { number.New(1, decimals) },
			"Rescale":    func() { _, _ = number.New(1, 0).Rescale(decimals) },
			"ParsePlain": func() { _, _ = number.ParsePlain("1", decimals) },
			"Parse":      func() { _, _ = number.Typed{Decimals: decimals}.Parse("1") },
		} {
			if !panics(f) {
				t.Errorf("%s with %d decimals did not panic", name, decimals)
			}
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestAmountString(t *testing.T) {
	tests := []struct {
		name     string
		count    int64
		decimals int
		want     string
	}{
		{"budget of the district", 940133, 3, "940.133"},
		{"trailing zeros go", 270370, 1, "27037"},
		{"some trailing zeros go", -3500, 3, "-3.5"},
		{"less than one", 7, 3, "0.007"},
		{"less than minus nothing", -7, 3, "-0.007"},
		{"whole", 7500, 0, "7500"},
		{"zeros before the point stay", 1000, 0, "1000"},
		{"nothing with decimals", 0, 9, "0"},
		{"largest", math.MaxInt64, 0, "9223372036854775807"},
		{"smallest", math.MinInt64, 9, "-9223372036.854775808"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := number.New(tt.count, tt.decimals)
			if got := a.String(); got != tt.want {
				t.Errorf("New(%d, %d).String() = %q, want %q", tt.count, tt.decimals, got, tt.want)
			}
			if a.Count() != tt.count || a.Decimals() != tt.decimals {
				t.Errorf("New(%d, %d) holds %d, %d", tt.count, tt.decimals, a.Count(), a.Decimals())
			}
		})
	}
}

func TestSign(t *testing.T) {
	for count, want := range map[int64]int{math.MinInt64: -1, -1: -1, 0: 0, 1: 1, math.MaxInt64: 1} {
		if got := number.New(count, 9).Sign(); got != want {
			t.Errorf("New(%d, 9).Sign() = %d, want %d", count, got, want)
		}
	}
}

func TestRescale(t *testing.T) {
	tests := []struct {
		name           string
		count          int64
		from, to       int
		want           int64
		key, max, text string
	}{
		{name: "decimals grow", count: 4232, from: 1, to: 3, want: 423200},
		{name: "zeros may go", count: 423200, from: 3, to: 1, want: 4232},
		{name: "same decimals", count: -5, from: 2, to: 2, want: -5},
		{name: "zero shrinks", count: 0, from: 9, to: 0, want: 0},
		{name: "a digit would be lost", count: 940133, from: 3, to: 2, key: "number.too_many_decimals", max: "2", text: "940.133"},
		{name: "a negative digit would be lost", count: -1, from: 1, to: 0, key: "number.too_many_decimals", max: "0", text: "-0.1"},
		{name: "just fits", count: math.MaxInt64 / 10, from: 0, to: 1, want: math.MaxInt64 / 10 * 10},
		{name: "too large", count: math.MaxInt64/10 + 1, from: 0, to: 1, key: "number.too_large", text: "922337203685477581"},
		{name: "negative just fits", count: math.MinInt64 / 10, from: 0, to: 1, want: math.MinInt64 / 10 * 10},
		{name: "negative too large", count: math.MinInt64/10 - 1, from: 0, to: 1, key: "number.too_large", text: "-922337203685477581"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := number.New(tt.count, tt.from).Rescale(tt.to)
			switch {
			case tt.max != "":
				wantError(t, err, tt.key, "max", tt.max, "text", tt.text)
			case tt.key != "":
				wantError(t, err, tt.key, "text", tt.text)
			case err != nil || got.Count() != tt.want || got.Decimals() != tt.to:
				t.Errorf("Rescale(%d) = %d, %v, want %d", tt.to, got.Count(), err, tt.want)
			}
		})
	}
}

func TestAddAndSub(t *testing.T) {
	tests := []struct {
		name            string
		a, b            number.Amount
		sum, difference string // empty: too large
	}{
		{"same decimals", number.New(4232, 1), number.New(68, 1), "430", "416.4"},
		{"larger decimals win", number.New(1, 0), number.New(133, 3), "1.133", "0.867"},
		{"below zero", number.New(2, 0), number.New(5, 0), "7", "-3"},
		{"sum too large", number.New(math.MaxInt64, 0), number.New(1, 0), "", "9223372036854775806"},
		{"difference too large", number.New(math.MinInt64, 0), number.New(1, 0), "-9223372036854775807", ""},
		{"minus the smallest", number.New(0, 0), number.New(math.MinInt64, 0), "-9223372036854775808", ""},
		{"smallest minus itself", number.New(math.MinInt64, 0), number.New(math.MinInt64, 0), "", "0"},
		{"left does not fit the decimals", number.New(math.MaxInt64, 0), number.New(1, 1), "", ""},
		{"right does not fit the decimals", number.New(1, 1), number.New(math.MaxInt64, 0), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sum, err := tt.a.Add(tt.b)
			checkExact(t, "Add", sum, err, tt.sum)
			difference, err := tt.a.Sub(tt.b)
			checkExact(t, "Sub", difference, err, tt.difference)
		})
	}
}

func checkExact(t *testing.T, what string, got number.Amount, err error, want string) {
	t.Helper()
	if want == "" {
		wantError(t, err, "number.too_large")
		return
	}
	if err != nil || got.String() != want {
		t.Errorf("%s = %s, %v, want %s", what, got, err, want)
	}
}

// TestArithmeticAgainstBig holds every operation against math/big: the result
// is exact, or refused if and only if it does not fit.
func TestArithmeticAgainstBig(t *testing.T) {
	r := random(1)
	for range 20_000 {
		a, b := anyAmount(r), anyAmount(r)
		if a.Rat().Cmp(exact(a)) != 0 {
			t.Fatalf("%d of %d decimals: Rat() = %s", a.Count(), a.Decimals(), a.Rat())
		}
		if got, want := a.Cmp(b), exact(a).Cmp(exact(b)); got != want {
			t.Fatalf("%s.Cmp(%s) = %d, want %d", a, b, got, want)
		}
		decimals := max(a.Decimals(), b.Decimals())
		fits := fitsIn(exact(a), decimals) && fitsIn(exact(b), decimals)
		sum, err := a.Add(b)
		checkAgainst(t, fmt.Sprintf("%s + %s", a, b), sum, err, new(big.Rat).Add(exact(a), exact(b)), decimals, fits)
		difference, err := a.Sub(b)
		checkAgainst(t, fmt.Sprintf("%s - %s", a, b), difference, err, new(big.Rat).Sub(exact(a), exact(b)), decimals, fits)
		to := r.IntN(number.MaxDecimals + 1)
		scaled, err := a.Rescale(to)
		checkAgainst(t, fmt.Sprintf("%s to %d decimals", a, to), scaled, err, exact(a), to, true)
	}
}

func checkAgainst(t *testing.T, what string, got number.Amount, err error, want *big.Rat, decimals int, operandsFit bool) {
	t.Helper()
	if fits := operandsFit && fitsIn(want, decimals); fits != (err == nil) {
		t.Fatalf("%s: error %v, but it fits: %t", what, err, fits)
	}
	if err == nil && (exact(got).Cmp(want) != 0 || got.Decimals() != decimals) {
		t.Fatalf("%s = %s with %d decimals, want %s with %d", what, got, got.Decimals(), want, decimals)
	}
	if err != nil && errs.KindOf(err) != errs.Invalid {
		t.Fatalf("%s: %v is not invalid", what, err)
	}
}

// fitsIn says whether r is an int64 count of 10^-decimals.
func fitsIn(r *big.Rat, decimals int) bool {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	count := new(big.Rat).Mul(r, new(big.Rat).SetInt(unit))
	return count.IsInt() && count.Num().IsInt64()
}

func TestSame(t *testing.T) {
	one, alike, other := number.New(10, 1), number.New(1, 0), number.New(2, 0)
	for _, tt := range []struct {
		a, b *number.Amount
		want bool
	}{{nil, nil, true}, {&one, nil, false}, {nil, &one, false}, {&one, &alike, true}, {&one, &other, false}} {
		if got := number.Same(tt.a, tt.b); got != tt.want {
			t.Errorf("Same(%v, %v) = %t", tt.a, tt.b, got)
		}
	}
}
