package report

import (
	"fmt"
	"math/big"
	"math/rand"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// steady gives the same numbers in every run.
func steady() *rand.Rand { return rand.New(rand.NewSource(2022)) }

// Parts and residual are the total, and the shares of all are 100%.
func TestCompositionAddsUp(t *testing.T) {
	r := steady()
	for range 200 {
		d := revenue(t, fmt.Sprintf("thu %d.%d, thue %d.%d, phi %d.%d", 1+r.Intn(500), r.Intn(10), r.Intn(300), r.Intn(10), r.Intn(300), r.Intn(10)))
		c, ok := Compose(d.input("2022", i18n.Vi), "thu")
		if !ok {
			t.Fatal("no composition")
		}
		sum, shares := new(big.Rat), new(big.Rat)
		for _, p := range c.Parts {
			sum.Add(sum, p.Exact)
			shares.Add(shares, p.Of)
		}
		if c.ResidualExact != nil {
			sum.Add(sum, c.ResidualExact)
			shares.Add(shares, share(c.ResidualExact, c.Exact))
		}
		if sum.Cmp(c.Exact) != 0 || shares.Cmp(hundred) != 0 {
			t.Errorf("%s: parts and rest are %s, %s%%", c.Text, sum.FloatString(1), shares.FloatString(3))
		}
		if c.Over != (c.ResidualExact != nil && c.ResidualExact.Sign() < 0) {
			t.Errorf("%s: over %t", c.Text, c.Over)
		}
	}
}

// A ranking holds every unit once, in order, with its middle between its ends.
func TestRankingIsAnOrder(t *testing.T) {
	r := steady()
	for range 60 {
		var values [5]string
		for i := range values {
			switch r.Intn(5) {
			case 0:
			case 1:
				values[i] = fmt.Sprintf("%d", r.Intn(4))
			default:
				values[i] = fmt.Sprintf("%d/%d", r.Intn(4), 1+r.Intn(3))
			}
		}
		in := wards(t, values, [5]string{}).input("2022", i18n.Vi)
		c, err := Compare(in)
		if err != nil {
			t.Fatal(err)
		}
		rank, _ := c.Rank(in, "thu")
		if len(rank.Ranked)+len(rank.Unranked) != 5 {
			t.Errorf("%v: %d ranked and %d apart, want 5", values, len(rank.Ranked), len(rank.Unranked))
		}
		for i := 1; i < len(rank.Ranked); i++ {
			a, b := rank.Ranked[i-1], rank.Ranked[i]
			equal := a.Key.Cmp(b.Key) == 0
			if a.Key.Cmp(b.Key) < 0 || equal != (a.Place == b.Place) || !equal && b.Place != i+1 {
				t.Errorf("%v: %s at %d before %s at %d", values, a.Shown.Text, a.Place, b.Shown.Text, b.Place)
			}
		}
		for _, x := range rank.Unranked {
			if x.Reason == "" {
				t.Errorf("%v: %s stands apart without a reason", values, x.Unit.Key)
			}
		}
		if n := len(rank.Ranked); n > 0 && (rank.Max != rank.Ranked[0].Shown || rank.Min != rank.Ranked[n-1].Shown) {
			t.Errorf("%v: from %s to %s", values, rank.Min.Text, rank.Max.Text)
		}
	}
}

// A summary does not differ from itself, and what differs one way differs the
// other way round.
func TestRevisionBothWays(t *testing.T) {
	r := steady()
	for range 60 {
		before, after := leChan(t), leChan(t)
		for _, code := range []indicator.Code{"gtsx_cn", "ban_le", "dv_luu_tru", "thu_ns"} {
			for _, p := range []string{"2021", "2022"} {
				if r.Intn(3) == 0 {
					after.figure(code, p, fmt.Sprintf("%d", 300+r.Intn(3000)), indicator.Estimate)
				}
			}
		}
		then, now := before.summary("2022", i18n.Vi), after.summary("2022", i18n.Vi)
		if same := Revise(now, now); same.Changed != 0 || len(same.Base) != 0 || same.Text != "không có thay đổi" {
			t.Errorf("against itself: %q", same.Text)
		}
		there, back := Revise(then, now), Revise(now, then)
		if differing(Revision{Rows: stripped(there)}) != differing(Revision{Rows: stripped(back)}) || there.Changed != back.Changed || there.Turned != back.Turned {
			t.Errorf("there %q, back %q", differing(there), differing(back))
		}
		for i, row := range there.Rows {
			if !row.Is(ActualDiffers) {
				continue
			}
			sum := new(big.Rat).Add(ratOf(t, row.By.Plain), ratOf(t, back.Rows[i].By.Plain))
			if sum.Sign() != 0 {
				t.Errorf("%s: %s there and %s back", row.Code, row.By.Text, back.Rows[i].By.Text)
			}
		}
		for _, b := range there.Base {
			if b.Published == b.Restated || b.Text == "" {
				t.Errorf("%s: published %q, restated %q", b.Code, b.Published, b.Restated)
			}
		}
	}
}

// stripped leaves out by how much a figure differs: its sign turns round.
func stripped(r Revision) []RevisionRow {
	rows := make([]RevisionRow, len(r.Rows))
	for i, row := range r.Rows {
		row.By = Value{}
		rows[i] = row
	}
	return rows
}

// A plan at other prices stands beside the value, with the reason.
func TestCompareOtherPrices(t *testing.T) {
	d := wards(t, [5]string{"5/10"}, [5]string{})
	key := indicator.PlanKey{Unit: "w1", Indicator: "thu", Year: 2022, Level: "city"}
	d.book.Plans[key][0].PriceBasis = "constant:2010"
	c, err := Compare(d.input("2022", i18n.Vi))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Units[0].Cells[0], "kế hoạch theo giá so sánh 2010, thực hiện theo giá hiện hành"; got.Text != "5,0 tỷ đồng" || got.Percent != nil || got.Reason != want {
		t.Errorf("cell %q, %v, %q; want the value and %q", got.Text, got.Percent, got.Reason, want)
	}
}

// In-year a percentage is of the year's plan, and no cell has a verdict yet.
func TestCompareInYear(t *testing.T) {
	d := wards(t, [5]string{"5/10"}, [5]string{})
	cell := indicator.CellKey{Unit: "w1", Indicator: "thu"}
	in := d.input("2022-YTD06", i18n.Vi)
	cell.Period = in.Period
	a := amount(t, "4", 2)
	d.book.Figures[cell] = indicator.Figure{CellKey: cell, Version: 1, Status: indicator.Final, Value: &a}
	c, err := Compare(in)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Units[0].Cells[0]; got.Text != "40%" || got.Row.Result.Verdict != indicator.InProgress || got.Reason != "" {
		t.Errorf("cell %q, %s, %q; want 40%%, in progress", got.Text, got.Row.Result.Verdict, got.Reason)
	}
}
