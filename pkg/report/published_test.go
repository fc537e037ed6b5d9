package report

import (
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// The four sentences of the report of UBND quận Lê Chân of 9 December 2022,
// word for word.
var published = []string{
	"Giá trị sản xuất công nghiệp ước đạt 423,2 tỷ đồng, bằng 100% kế hoạch, tăng 4% so với cùng kỳ",
	"Tổng mức bán lẻ hàng hóa ước đạt 27.037,0 tỷ đồng, bằng 110,6% kế hoạch, tăng 15,9% so với cùng kỳ",
	"Doanh thu dịch vụ lưu trú và ăn uống ước đạt 4.187,9 tỷ đồng, bằng 100,5% kế hoạch, tăng 17,2% so với cùng kỳ",
	"Thu ngân sách nhà nước trên địa bàn ước đạt 940,133 tỷ đồng, bằng 100% kế hoạch thành phố giao, bằng 89% kế hoạch HĐND quận giao và bằng 61% so với cùng kỳ",
}

func TestPublishedSentences(t *testing.T) {
	s := leChan(t).summary("2022", i18n.Vi)
	for i, want := range published {
		if got := s.Rows[i].Sentence; got != want {
			t.Errorf("row %d\n got %s\nwant %s", i, got, want)
		}
		if line := want + ".\n"; !strings.Contains(Text(s), line) {
			t.Errorf("the text has no line %q", line)
		}
	}
	if got, want := Sentences(s.Rows)[0], published[0]+"."; got != want {
		t.Errorf("in a list: got %q, want %q", got, want)
	}
}

// Another figure gives other words: nothing is written for these four.
func TestOtherFiguresGiveOtherWords(t *testing.T) {
	d := leChan(t)
	d.figure("ban_le", "2022", "20000.5", "official")
	want := "Tổng mức bán lẻ hàng hóa đạt 20.000,5 tỷ đồng, bằng 81,8% kế hoạch, giảm 14,3% so với cùng kỳ"
	s := d.summary("2022", i18n.Vi)
	if got := s.Rows[1].Sentence; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if s.Tally.Achieved != 3 || s.Tally.NotMet != 1 {
		t.Errorf("tally %+v, want 3 achieved and 1 not met", s.Tally)
	}
}

// The budget counts as met on the city's plan, and does not on the council's.
func TestTallyFollowsTheJudgingLevel(t *testing.T) {
	d := leChan(t)
	if got := d.summary("2022", i18n.Vi).Tally; got.Set != 4 || got.Achieved != 4 || got.Text != "4/4 chỉ tiêu đạt và vượt kế hoạch thành phố giao (2 vượt, 2 đạt)" {
		t.Errorf("on the city's level: %+v", got)
	}
	at := slices.IndexFunc(d.set, func(r indicator.SetRow) bool { return r.Indicator == "thu_ns" })
	d.set[at].Judging = "council"
	got := d.summary("2022", i18n.Vi).Tally
	want := "3/4 chỉ tiêu đạt và vượt kế hoạch (2 vượt, 1 đạt); 1 không đạt: thu ngân sách nhà nước trên địa bàn"
	if got.Set != 4 || got.Achieved != 3 || got.Text != want {
		t.Errorf("on the council's level: %+v", got)
	}
}

// Sixteen judged indicators: 16/16 on the plan assigned by the city, 15/16
// once one of them is judged by a council's stricter plan.
func TestSixteenAndFifteen(t *testing.T) {
	d := sixteen(t)
	d.plan("x01", "council", "=", "112.4")
	s := d.summary("2022", i18n.Vi)
	if got := s.Tally; got.Achieved != 16 || got.Set != 16 || s.Rows[0].Plans[1].Percent.Plain != "89" {
		t.Errorf("on the city's level: %+v, council at %s%%", got, s.Rows[0].Plans[1].Percent.Plain)
	}
	d.set[0].Judging = "council"
	if got := d.summary("2022", i18n.Vi).Tally; got.Achieved != 15 || got.Set != 16 || got.NotMet != 1 {
		t.Errorf("on the council's level: %+v", got)
	}
}
