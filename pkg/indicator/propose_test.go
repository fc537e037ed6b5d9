package indicator

import (
	"math"
	"math/big"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
)

func TestPropose(t *testing.T) {
	tests := []struct {
		name, value, growth string
		decimals            int
		want                string
	}{
		{"five percent more", "940.133", "5", 3, "987.14"}, // 987.13965
		{"rounded once, halves away from zero", "0.5", "0", 0, "1"},
		{"from the unrounded value", "1/3", "50", 3, "0.5"},
		{"nothing changes", "27037", "0", 2, "27037"},
		{"less", "100", "-12.5", 1, "87.5"},
		{"a growth with decimals", "423.2", "3.71", 1, "438.9"}, // 438.90072
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Propose(mustRat(t, tt.value), mustRat(t, tt.growth), tt.decimals)
			if err != nil || got.String() != tt.want {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
	if _, err := Propose(new(big.Rat).SetInt64(math.MaxInt64), big.NewRat(1, 1), 0); errs.KindOf(err) != errs.Invalid {
		t.Errorf("past what can be stored: %v", err)
	}
}

func mustRat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

func TestAllocate(t *testing.T) {
	plan := func(op Operator, count int64) *Target { return &Target{Operator: op, Low: number.New(count, 1)} }
	parts := []number.Amount{number.New(1000, 1), number.New(4055, 2)}
	tests := []struct {
		name      string
		total     *Target
		parts     []number.Amount
		sum, rest string // empty: none
	}{
		{"some is left", plan(Equal, 1500), parts, "140.55", "9.45"},
		{"too much was assigned", plan(Equal, 1400), parts, "140.55", "-0.55"},
		{"all of it", plan(Equal, 1000), parts[:1], "100", "0"},
		{"nothing yet", plan(About, 1000), nil, "0", "100"},
		{"a bound cannot be handed down", plan(AtMost, 1000), parts[:1], "100", ""},
		{"no plan", nil, parts, "140.55", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := Allocate(tt.total, tt.parts)
			rest := ""
			if a.Rest != nil {
				rest = a.Rest.String()
			}
			if err != nil || a.Sum.String() != tt.sum || rest != tt.rest {
				t.Errorf("sum %s, rest %q, %v; want %s, %q", a.Sum, rest, err, tt.sum, tt.rest)
			}
		})
	}
	if _, err := Allocate(nil, []number.Amount{number.New(math.MaxInt64, 0), number.New(1, 0)}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("past what can be stored: %v", err)
	}
}
