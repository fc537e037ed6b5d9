package server

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// An entryOneView is the dot of entry/one: one indicator on a page, as phones
// have it.
type entryOneView struct {
	page
	Action   string
	Cell     string
	Back     linkView // to all indicators
	Period   string   // "Năm 2022"
	Field    string   // label of the field: "Thực hiện năm 2022"
	About    string   // unit and due date
	Place    string   // "2/17"
	At, Of   string   // of the progress bar
	Group    string
	Row      entryRowView
	Facts    []factView
	Results  []oneResultView
	Growth   numberView
	Verdict  *verdictView
	Previous string // address; empty: none
	Next     string // of the next indicator; empty: this is the last
	Left     string // "còn 2 chỉ tiêu chưa nhập"
	Versions versionsView
	Draft    draftView
}

// A factView is a value beside its name.
type factView struct {
	Label string
	Value numberView
}

// A oneResultView compares the figure with one plan.
type oneResultView struct {
	Label string
	Value numberView
	Bar   *bulletView // nil: no percent
	Words string      // "thiếu 116,196 tỷ đồng"; empty: nothing is missing
}

// entryOnePage handles GET /units/:unit/entry/one/:indicator.
func (s *Server) entryOnePage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "entry/one/"+c.Param("indicator")); done {
		return err
	}
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	return w.showOne(http.StatusOK)
}

// saveEntryOne handles POST /units/:unit/entry/one/:indicator: the cell is
// saved and the next one comes.
func (s *Server) saveEntryOne(c echo.Context) error {
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	row, err := w.row(c.Param("indicator"))
	if err != nil {
		return err
	}
	if _, err := w.save([]report.Row{row}); err != nil {
		return err
	}
	if w.unsettled() {
		return w.showOne(w.status())
	}
	next := w.path("entry/one/" + string(row.Code))
	if c.FormValue("go") == "next" {
		if _, next = w.beside(row); next == "" {
			next = w.path("entry")
		}
	}
	return back(c, next)
}

func (w *entryWork) showOne(status int) error {
	row, err := w.row(w.c.Param("indicator"))
	if err != nil {
		return err
	}
	v, err := w.one(row)
	if err != nil {
		return err
	}
	if v.page, err = w.frame("entry/one/" + string(row.Code)); err != nil {
		return err
	}
	v.Title, v.Context.State = row.Name, nil
	v.Versions, err = w.versions(row)
	if err != nil {
		return err
	}
	return w.s.templates.render(w.c, status, "entry/one", v)
}

// one is the part of the page that changes with a save.
func (w *entryWork) one(row report.Row) (entryOneView, error) {
	rows := w.sum.Rows
	at := slices.IndexFunc(rows, func(r report.Row) bool { return r.Code == row.Code }) + 1
	v := entryOneView{
		page: w.s.plainPage(w.c, row.Name), Action: w.path("entry/one/" + string(row.Code)), Cell: w.path("entry/cell"),
		Back: linkView{Href: w.path("entry"), Text: w.p.T("entry.all")}, Period: i18n.Capital(w.p.Period(w.period)), Field: w.p.T("entry.value_of", "period", w.p.Period(w.period)),
		About: w.sum.Unit.Name, Place: strconv.Itoa(at) + "/" + strconv.Itoa(len(rows)), At: strconv.Itoa(at), Of: strconv.Itoa(len(rows)),
		Group: row.Group, Row: w.rowView(row), Growth: growthView(row, w.p), Draft: w.draft(),
	}
	if due := w.due(); due != nil {
		v.About += ", " + i18n.Lowered(due.Text)
	}
	v.Previous, v.Next = w.beside(row)
	v.Facts = append(v.Facts, factView{i18n.Capital(w.p.Period(row.Result.PreviousPeriod)), previousView(row, w.p)})
	for _, pr := range row.Plans {
		v.Facts = append(v.Facts, factView{w.planHead(pr.LevelName), planView(pr, w.p)})
		v.Results = append(v.Results, w.oneResult(row, pr))
	}
	if a := row.Result.Actual; a != nil && row.Judging >= 0 {
		verdict := newVerdict(row.Result.Verdict, a.Status == indicator.Estimate, w.p)
		v.Verdict = &verdict
	}
	left := 0
	for _, r := range rows {
		if w.owed(r) {
			left++
		}
	}
	if left > 0 {
		v.Left = w.p.T("entry.left", "count", left)
	}
	v.Growth.Slots = false
	return v, nil
}

func (w *entryWork) oneResult(row report.Row, pr report.PlanRow) oneResultView {
	r := oneResultView{Label: w.p.T("entry.against", "plan", pr.Phrase), Value: percentView(row, pr, w.p), Words: pr.Short}
	r.Value.Slots = false
	if pr.Result.Percent != nil {
		percent, _ := pr.Result.Percent.Float64()
		bar := newBullet(percent, nil)
		bar.Estimate = row.Result.Actual.Status == indicator.Estimate
		bar.Missed = pr.Result.Verdict == indicator.NotMet
		r.Bar = &bar
	}
	return r
}

// beside gives the addresses of the rows before and after one; empty where
// there is none.
func (w *entryWork) beside(row report.Row) (previous, next string) {
	rows := w.sum.Rows
	at := slices.IndexFunc(rows, func(r report.Row) bool { return r.Code == row.Code })
	if at > 0 {
		previous = w.path("entry/one/" + string(rows[at-1].Code))
	}
	if at >= 0 && at+1 < len(rows) {
		next = w.path("entry/one/" + string(rows[at+1].Code))
	}
	return previous, next
}

// versions lists what was typed for a row, the newest first.
func (w *entryWork) versions(row report.Row) (versionsView, error) {
	v := versionsView{Caption: w.p.T("entry.versions_of", "name", row.Name), Empty: w.p.T("entry.no_versions"), Heads: []string{
		w.p.T("entry.version"), w.p.T("entry.version_value"), w.p.T("entry.label_status_short"), w.p.T("entry.version_by"),
		w.p.T("entry.version_at"), w.p.T("entry.label_note_short"), w.p.T("entry.version_state")}}
	all, err := w.s.store.Versions(w.c.Request().Context(), w.key(row.Code))
	if err != nil {
		return v, err
	}
	for i, f := range slices.Backward(all) {
		v.Rows = append(v.Rows, w.version(row, f, i == len(all)-1))
	}
	return v, nil
}

func (w *entryWork) version(row report.Row, f indicator.Figure, current bool) versionView {
	v := versionView{Version: strconv.Itoa(f.Version), Status: report.StatusWord(w.p, f.Status), Who: f.ByName, When: w.p.DateTime(f.Recorded, w.s.zone), Note: f.Note, Current: current}
	if f.Value != nil {
		v.Value = marked(newNumber(w.p.Format().Amount(*f.Value, row.Result.Indicator.ShownDecimals), w.p.Lang()), f.Origin, w.p)
	} else {
		v.Value = newNumber("", w.p.Lang())
	}
	if v.Who == "" {
		v.Who = w.p.T("entry.by_import")
	}
	v.State = stateView{Word: w.p.T("entry.version_old"), Small: true}
	if current {
		v.State = stateView{Icon: "check", Word: w.p.T("entry.version_current"), Class: "done", Small: true}
	}
	return v
}
