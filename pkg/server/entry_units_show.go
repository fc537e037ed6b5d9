package server

import (
	"strconv"

	"muctieu/pkg/report"
)

// show answers with the page: the form of a unit, with units in the place of
// indicators.
func (u *unitsWork) show(status int) error {
	var v entryView
	var err error
	if v.page, err = u.frame("entry/units"); err != nil {
		return err
	}
	v.Title = u.p.T("entry.units_title", "period", u.p.Period(u.period))
	v.Grid, v.Action, v.Cell = true, u.address(), u.path("entry/units/cell")+"&indicator="+string(u.code)
	v.Head = entryHeadView{u.p.T("entry.head_unit"), u.p.T("entry.head_previous", "period", u.p.PeriodShort(u.period.Previous())), u.p.T("entry.head_value", "period", u.p.PeriodShort(u.period))}
	for _, code := range u.levels() {
		v.Levels = append(v.Levels, u.planHead(u.levelName(code)))
	}
	v.Columns, v.Choose, v.Status, v.Draft = 10+len(v.Levels), u.choose(), u.counts(), u.draft()
	v.Draft.Key += "/" + string(u.code)
	group := entryGroupView{Name: u.name(u.code)}
	for i, child := range u.children {
		row := u.rowView(child, child.sum.Rows[0], i)
		group.Rows = append(group.Rows, row)
		v.Editable = v.Editable || row.ReadOnly == ""
	}
	if v.Groups = []entryGroupView{group}; len(group.Rows) == 0 {
		v.Empty = &emptyView{Text: u.p.T("entry.units_none")}
	}
	v.Signs = u.signs(v.Groups)
	return u.s.templates.render(u.c, status, "entry/entry", v)
}

// levels are the plan levels that some unit has a plan of.
func (u *unitsWork) levels() []string {
	var codes []string
	for _, level := range u.book.Levels {
		for _, child := range u.children {
			if planOf(child.sum.Rows[0], level.Code) != nil {
				codes = append(codes, level.Code)
				break
			}
		}
	}
	return codes
}

// levelName is a level's name for the units below.
func (u *unitsWork) levelName(code string) string {
	for _, child := range u.children {
		if pr := planOf(child.sum.Rows[0], code); pr != nil {
			return pr.LevelName
		}
	}
	return code
}

// rowView is the row of one unit.
func (u *unitsWork) rowView(child *entryWork, row report.Row, i int) entryRowView {
	v := child.rowView(row)
	v.Name, v.Position, v.Plans = child.sum.Unit.Name, strconv.Itoa(i+1), nil
	v.Labels = entryLabels{u.p.T("entry.label_value", "name", v.Name), u.p.T("entry.label_status", "name", v.Name), u.p.T("entry.label_note", "name", v.Name)}
	levels := u.levels()
	for _, level := range levels {
		v.Plans = append(v.Plans, child.planOf(row, level))
	}
	v.Columns = 10 + len(levels)
	return v
}

// counts adds up the cells of all units.
func (u *unitsWork) counts() entryStatusView {
	counts := map[string]int{}
	var v entryStatusView
	for _, child := range u.children {
		row := child.sum.Rows[0]
		if at, err := child.row(string(u.code)); err == nil {
			row = at
		}
		if child.readOnly(row) != "" {
			continue
		}
		counts[child.rowView(row).Class]++
		if child.owed(row) {
			v.Links = append(v.Links, linkView{Href: "#row-" + child.as, Text: child.sum.Unit.Name})
		}
	}
	for _, state := range cellStates {
		if counts[state] > 0 {
			v.Counts = append(v.Counts, countView{Class: state, Icon: cellIcons[state], Count: strconv.Itoa(counts[state]), Word: u.p.T("entry.count_" + state)})
		}
	}
	if len(v.Links) > 0 {
		v.Owed = u.p.T("entry.owed_units", "count", len(v.Links))
	}
	return v
}

// choose offers the indicators that some unit below follows.
func (u *unitsWork) choose() *chooseView {
	f := fieldView{ID: "indicator", Name: "indicator", Label: u.p.T("entry.head_name"), Type: "select"}
	for _, row := range u.sum.Rows {
		if u.followed(row.Code) {
			f.Options = append(f.Options, choiceView{Value: string(row.Code), Text: row.Name, Checked: row.Code == u.code})
		}
	}
	return &chooseView{Action: u.path("entry/units"), Period: u.period.String(), Field: f, Word: u.p.T("entry.units_choose")}
}
