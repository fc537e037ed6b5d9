package exchange

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
)

// A form says how a cell was written.
type form uint8

const (
	plain   form = iota // a field of a CSV file
	numeric             // a number in a workbook; text is its plain decimal spelling
	words               // text in a workbook: numbers in it are Vietnamese
)

// A cell is what stands in one place of a file.
type cell struct {
	text    string
	form    form
	percent bool        // a number that its workbook shows as a percentage
	serial  bool        // a number that its workbook shows as a date or time
	formula bool        // the last result of a formula
	since   bool        // of a serial: days count from 1904
	err     *errs.Error // why the cell cannot be used; nil if it can
}

// A row gives the cells of one row by column, and notes what is wrong with
// them.
type row struct {
	at
	b     *Batch
	cells []cell
	bad   bool   // something is wrong with a cell
	last  string // the column refused last
}

func (r *row) fault(column string, err *errs.Error) {
	r.bad, r.last = true, column
	r.b.fault(r.at, column, err)
}

func (r *row) invalid(column, key string, args ...any) {
	r.fault(column, errs.E(errs.Invalid, key, args...))
}

// cell gives the cell of a column, an empty one where there is none. What is
// wrong with it is noted, and so are doubts about how its workbook wrote it.
func (r *row) cell(column string) cell {
	i, ok := r.sheet.index[column]
	if !ok || i >= len(r.cells) {
		return cell{}
	}
	c := r.cells[i]
	switch {
	case c.err != nil:
	case len(c.text) > maxText:
		c.err = errs.E(errs.Invalid, "exchange.text_too_long", "max", maxText)
	case strings.ContainsFunc(c.text, control):
		c.err = errs.E(errs.Invalid, "exchange.control_character")
	case c.formula:
		r.b.doubts.add(r.at, column, errs.E(errs.Invalid, "exchange.formula_result", "text", excerpt(c.text)))
	}
	if c.err != nil {
		r.fault(column, c.err)
		return cell{err: c.err}
	}
	return c
}

// form tells how the cell of a column was written.
func (r *row) form(column string) form {
	if i, ok := r.sheet.index[column]; ok && i < len(r.cells) {
		return r.cells[i].form
	}
	return plain
}

func control(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f }

// prose gives free text as it was written, but for the apostrophe that keeps
// spreadsheets from running it as a formula.
func (r *row) prose(column string) string {
	c := r.cell(column)
	text := norm.NFC.String(c.text)
	if c.form == plain {
		text = strings.TrimPrefix(text, "'")
	}
	return text
}

// word gives a name or a term: text without spaces around it.
func (r *row) word(column string) string { return strings.TrimSpace(r.prose(column)) }

// neededWord gives a word that may not be empty.
func (r *row) neededWord(column string) string {
	w := r.word(column)
	if w == "" && !r.failed(column) {
		r.invalid(column, "exchange.needed")
	}
	return w
}

// failed reports whether the cell of a column was refused for itself, so that
// its being empty is no news.
func (r *row) failed(column string) bool { return r.last == column }

// code gives a key; required ones may not be empty. One of another shape is
// refused and given as it stands, so that rows that refer to it are not
// refused for that too.
func (r *row) code(column string, required bool) string {
	text := r.word(column)
	switch {
	case text == "" && !required:
	case text == "":
		if !r.failed(column) {
			r.invalid(column, "exchange.needed")
		}
	case !keyShape(text):
		r.invalid(column, "exchange.bad_key", "text", excerpt(text))
	}
	return text
}

// keyShape reports whether text is [a-z0-9][a-z0-9_-]{0,63}.
func keyShape(text string) bool {
	if text == "" || len(text) > 64 || text[0] == '_' || text[0] == '-' {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// choose gives one of a few words; an empty cell is the zero value, refused if
// required.
func choose[T ~string](r *row, column string, required bool, choices ...T) T {
	text := r.word(column)
	if text == "" {
		if required && !r.failed(column) {
			r.invalid(column, "exchange.needed_choice", "choices", texts(choices))
		}
		return ""
	}
	for _, c := range choices {
		if text == string(c) {
			return c
		}
	}
	r.invalid(column, "exchange.not_one_of", "text", excerpt(text), "choices", texts(choices))
	return ""
}

func texts[T ~string](choices []T) []string {
	list := make([]string, len(choices))
	for i, c := range choices {
		list[i] = string(c)
	}
	return list
}

// whole gives a whole number between two bounds; ok is false for an empty or
// refused cell, and an empty one is refused only if required.
func (r *row) whole(column string, required bool, low, high int) (n int, ok bool) {
	text := r.word(column)
	if text == "" {
		if required && !r.failed(column) {
			r.invalid(column, "exchange.needed_whole", "low", strconv.Itoa(low), "high", strconv.Itoa(high))
		}
		return 0, false
	}
	a, err := number.ParsePlain(text, 0)
	if err != nil || a.Cmp(number.New(int64(low), 0)) < 0 || a.Cmp(number.New(int64(high), 0)) > 0 {
		r.invalid(column, "exchange.bad_whole", "text", excerpt(text), "low", strconv.Itoa(low), "high", strconv.Itoa(high))
		return 0, false
	}
	return int(a.Count()), true
}

const (
	firstYear = 1900
	lastYear  = 2200
)

// day gives a date at midnight UTC; an empty cell is the zero time.
func (r *row) day(column string) time.Time {
	c := r.cell(column)
	if c.serial {
		return fromSerial(c).Truncate(24 * time.Hour)
	}
	return r.dayOf(column, strings.TrimSpace(c.text))
}

func (r *row) dayOf(column, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < firstYear || day.Year() > lastYear {
		r.invalid(column, "exchange.bad_date", "text", excerpt(text))
		return time.Time{}
	}
	return day
}

// A moment is an instant, or what a clock showed in a zone that is not known
// yet; a date is its first instant.
type moment struct {
	time  time.Time // zero: none was given
	local bool
}

// in gives the instant, in UTC.
func (m moment) in(zone *time.Location) time.Time {
	if !m.local || m.time.IsZero() {
		return m.time
	}
	y, mo, d := m.time.Date()
	h, mi, s := m.time.Clock()
	return time.Date(y, mo, d, h, mi, s, 0, zone).UTC()
}

// startOf gives the first instant of a day in a zone, in UTC.
func startOf(day time.Time, zone *time.Location) time.Time { return moment{day, true}.in(zone) }

// moment gives a date or an RFC 3339 time.
func (r *row) moment(column string) moment {
	c := r.cell(column)
	text := strings.TrimSpace(c.text)
	if c.serial {
		return moment{fromSerial(c), true}
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil && t.Year() >= firstYear && t.Year() <= lastYear {
		return moment{time: t.UTC().Truncate(time.Second)}
	}
	if strings.ContainsAny(text, "T:") {
		r.invalid(column, "exchange.bad_time", "text", excerpt(text))
		return moment{}
	}
	return moment{r.dayOf(column, text), true}
}

// fromSerial gives the day and time a workbook's number stands for.
func fromSerial(c cell) time.Time {
	days, err := strconv.ParseFloat(c.text, 64)
	if err != nil || days < 0 || days > 150_000 {
		return time.Time{}
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if c.since {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return first.Add(time.Duration(days*86_400+0.5) * time.Second)
}

// excerpt keeps what a complaint quotes short and on one line.
func excerpt(s string) string {
	const most = 60
	s = strings.Map(func(r rune) rune {
		if control(r) || r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if utf8.RuneCountInString(s) > most {
		return string([]rune(s)[:most]) + "…"
	}
	return s
}
