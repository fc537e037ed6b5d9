package i18n

import (
	"strconv"
	"strings"
	"time"

	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

// Format is how the printer's language prints numbers.
func (p *Printer) Format() number.Format {
	if p.lang == En {
		return number.English
	}
	return number.Vietnamese
}

// Period names a period as it stands in a sentence or title: "năm 2022",
// "6 tháng đầu năm 2022", "quý I năm 2022", "tháng 5 năm 2022". No period is
// the empty text.
func (p *Printer) Period(at period.Period) string { return p.period("period.full_", at) }

// PeriodShort names a period where there is little room, as in the head of a
// column: "2022", "6T/2022", "Quý I/2022", "T5/2022".
func (p *Printer) PeriodShort(at period.Period) string { return p.period("period.short_", at) }

// PeriodPart names a period without its year: "cả năm", "6 tháng đầu năm",
// "quý I", "tháng 5".
func (p *Printer) PeriodPart(at period.Period) string { return p.period("period.part_", at) }

// quarters are written in Roman numerals in Vietnamese reports.
var quarters = [...]string{"", "I", "II", "III", "IV"}

func (p *Printer) period(prefix string, at period.Period) string {
	if at.IsZero() {
		return ""
	}
	args := map[string]any{"year": strconv.Itoa(at.Year), "n": strconv.Itoa(at.N), "roman": "", "month": ""}
	shape := "year"
	switch at.Shape {
	case period.Quarter:
		shape = "quarter"
		args["roman"] = quarters[at.N]
	case period.Month:
		shape = "month"
		args["month"] = time.Month(at.N).String()
	case period.YTD:
		shape = "ytd"
	}
	return p.Message(prefix+shape, args)
}

// Date prints a day: "09/12/2022", "9 December 2022". The zero time is the
// empty text. The day is that of t's own zone.
func (p *Printer) Date(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case p.lang == En:
		return t.Format("2 January 2006")
	}
	return t.Format("02/01/2006")
}

// DocumentDate prints a day as official documents write it (Decree
// 30/2020/NĐ-CP): days below 10 and the months 1 and 2 with a leading zero,
// "01/7/2025". In English it is like Date.
func (p *Printer) DocumentDate(t time.Time) string {
	if t.IsZero() || p.lang == En || t.Month() <= time.February {
		return p.Date(t)
	}
	return t.Format("02/1/2006")
}

// DateTime prints a moment to the minute in a zone: "09/12/2022 17:30". A nil
// zone is UTC, the zero time the empty text.
func (p *Printer) DateTime(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	if zone == nil {
		zone = time.UTC
	}
	t = t.In(zone)
	return p.Date(t) + " " + t.Format("15:04")
}

// words turns an argument of a message into what stands in the sentence.
// Numbers and days are printed the way of the language, lists are joined by
// commas; what is text or a plain int already stays.
func (p *Printer) words(arg any) any {
	switch a := arg.(type) {
	case number.Amount:
		return p.Format().Amount(a, 0)
	case period.Period:
		return p.Period(a)
	case time.Time:
		return p.Date(a)
	case []string:
		return strings.Join(a, ", ")
	case error:
		return p.Error(a)
	}
	return arg
}
