package server

import (
	"math"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// dash stands where a number would be and is none.
const dash = "–"

// newNumber parts a printed number at the decimal mark of its language, and
// gives it the minus sign of tables. An empty text becomes a dash.
func newNumber(text string, lang i18n.Lang) numberView {
	if text == "" {
		return numberView{Int: dash, Slots: true}
	}
	mark := number.Vietnamese.Decimal
	if lang == i18n.En {
		mark = number.English.Decimal
	}
	if text[0] == '-' {
		text = "−" + text[1:]
	}
	whole, fraction, found := strings.Cut(text, mark)
	if !found {
		return numberView{Int: whole, Slots: true}
	}
	return numberView{Int: whole, Frac: mark + fraction, Slots: true}
}

// signed puts a plus before a number that is neither negative nor zero.
func signed(n numberView) numberView {
	if strings.ContainsAny(n.Int+n.Frac, "123456789") && !strings.HasPrefix(n.Int, "−") {
		n.Int = "+" + n.Int
	}
	return n
}

// barScale is the percentage at the right end of every bar.
const barScale = 125

// place is where a percentage of the judging plan lies on the bar.
func place(percent float64) string {
	return strconv.FormatFloat(min(max(percent, 0), barScale)*100/barScale, 'f', 2, 64) + "%"
}

// newBullet makes the bar of a percentage of the judging plan. Others are the
// plans of other levels as percentages of the judging one; those past the end
// of the scale are left out, the table says their percent.
func newBullet(percent float64, others []float64) bulletView {
	b := bulletView{Width: place(percent), Plan: place(100), Cut: percent > barScale}
	for _, other := range others {
		if other <= barScale {
			b.Others = append(b.Others, place(other))
		}
	}
	return b
}

// Size of the small line's drawing; the class Spark has the same.
const sparkWidth, sparkHeight, sparkMargin = 68.0, 20.0, 3.0

// newSpark draws values from left to right on a scale of their own; NaN is a
// year without a figure and breaks the line. It is nil for fewer than two
// values, which no line can show.
func newSpark(values []float64, hollow bool, label string) *sparkView {
	low, high, count := math.Inf(1), math.Inf(-1), 0
	for _, v := range values {
		if !math.IsNaN(v) {
			low, high, count = min(low, v), max(high, v), count+1
		}
	}
	if count < 2 {
		return nil
	}
	s := &sparkView{Hollow: hollow, Label: label}
	var stretch []string
	for i, v := range values {
		if math.IsNaN(v) {
			s.add(stretch)
			stretch = nil
			continue
		}
		s.X = coordinate(sparkMargin + (sparkWidth-2*sparkMargin)*float64(i)/float64(len(values)-1))
		s.Y = coordinate(sparkLevel(v, low, high))
		stretch = append(stretch, s.X+","+s.Y)
	}
	s.add(stretch)
	return s
}

// sparkLevel is the height of a value; all alike lie in the middle.
func sparkLevel(v, low, high float64) float64 {
	if high == low {
		return sparkHeight / 2
	}
	return sparkHeight - sparkMargin - (sparkHeight-2*sparkMargin)*(v-low)/(high-low)
}

func (s *sparkView) add(stretch []string) {
	if len(stretch) > 0 {
		s.Lines = append(s.Lines, strings.Join(stretch, " "))
	}
}

func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// verdictIcons gives each verdict the icon that goes with its word.
var verdictIcons = map[indicator.Verdict]string{
	indicator.NotMet:        "x",
	indicator.NoData:        "circle-dashed",
	indicator.NoPlan:        "circle-dashed",
	indicator.NotComparable: "equal-not",
	indicator.InProgress:    "progress",
	indicator.Met:           "check",
	indicator.Exceeded:      "arrow-bar-up",
	indicator.NotJudged:     "minus",
	indicator.Inapplicable:  "ban",
}

// newVerdict gives a verdict its icon and word; of a verdict on an estimate
// the word says "expected".
func newVerdict(v indicator.Verdict, estimated bool, p *i18n.Printer) verdictView {
	return verdictView{Code: string(v), Icon: verdictIcons[v], Word: p.T(verdictKey(v, estimated))}
}

func verdictKey(v indicator.Verdict, estimated bool) string {
	expected := v == indicator.Met || v == indicator.Exceeded || v == indicator.NotMet
	if estimated && expected {
		return "core.expected_" + string(v)
	}
	return "core.verdict_" + string(v)
}
