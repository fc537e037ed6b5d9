package export

import (
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// A templateData is what placeholders are filled from.
type templateData struct {
	doc    Document
	p      *i18n.Printer
	issuer Issuer
}

func newTemplateData(doc Document) *templateData {
	p := i18n.For(doc.Summary.Lang)
	return &templateData{doc, p, issuerOf(doc, p)}
}

// A PlaceholderSort says where a placeholder may stand.
type PlaceholderSort string

// The sorts of placeholders.
const (
	TextPlaceholder      PlaceholderSort = "text"      // anywhere in a text or cell
	BlockPlaceholder     PlaceholderSort = "block"     // alone in a paragraph of a Word document
	IndicatorPlaceholder PlaceholderSort = "indicator" // behind the code of an indicator and a dot: "thu_ns.thuc_hien"
	RowPlaceholder       PlaceholderSort = "row"       // behind "dong.", in the row of a sheet that is repeated
	GroupPlaceholder     PlaceholderSort = "group"     // behind "nhom.", in the row above that one
)

// A Placeholder is one of those a template may hold. Message is the key of
// what it stands for.
type Placeholder struct {
	Name    string // without its braces
	Sort    PlaceholderSort
	Message string
}

// Placeholders lists every placeholder of a format ("docx" or "xlsx") in the
// order they are explained; none for other formats.
func Placeholders(format string) []Placeholder {
	if format != "docx" && format != "xlsx" {
		return nil
	}
	var list []Placeholder
	for _, f := range textFields {
		list = append(list, Placeholder{f.name, TextPlaceholder, "template.field_" + f.name})
	}
	if format == "docx" {
		for _, b := range blockFields {
			list = append(list, Placeholder{b.name, BlockPlaceholder, "template.block_" + b.name})
		}
	}
	for _, f := range rowFields {
		if f.alone {
			list = append(list, Placeholder{f.name, IndicatorPlaceholder, "template.row_" + f.name})
		}
	}
	if format == "xlsx" {
		for _, f := range rowFields {
			list = append(list, Placeholder{rowPrefix + f.name, RowPlaceholder, "template.row_" + f.name})
		}
		list = append(list, Placeholder{groupOrder, GroupPlaceholder, "template.group_tt"}, Placeholder{groupName, GroupPlaceholder, "template.group_ten"})
	}
	return list
}

// A textField is a placeholder for a short text.
type textField struct {
	name  string
	value func(*templateData) string
}

var textFields = []textField{
	{"co_quan", func(d *templateData) string { return d.issuer.Name }},
	{"co_quan_cap_tren", func(d *templateData) string { return d.issuer.Parent }},
	{"ten_don_vi", func(d *templateData) string { return d.doc.Summary.Unit.Name }},
	{"dia_danh", func(d *templateData) string { return d.issuer.Place }},
	{"ky_hieu", func(d *templateData) string { return d.issuer.Mark }},
	{"tieu_de", func(d *templateData) string { return report.Title(d.doc.Summary) }},
	{"trich_yeu", func(d *templateData) string {
		return d.p.T("export.subject", "period", d.p.Period(d.doc.Summary.Period))
	}},
	{"ky_bao_cao", func(d *templateData) string { return d.p.Period(d.doc.Summary.Period) }},
	{"ky_truoc", func(d *templateData) string { return d.p.Period(d.doc.Summary.Period.Previous()) }},
	{"nam", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Period.Year) }},
	{"nam_truoc", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Period.Year - 1) }},
	{"nam_sau", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Period.Year + 1) }},
	{"tong_hop", func(d *templateData) string { return tallySentence(d.doc.Summary) }},
	{"so_chi_tieu", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Tally.Set) }},
	{"so_dat_va_vuot", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Tally.Achieved) }},
	{"so_vuot", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Tally.Exceeded) }},
	{"so_dat", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Tally.Met) }},
	{"so_khong_dat", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Tally.NotMet) }},
	{"so_chua_co_so_lieu", func(d *templateData) string { return strconv.Itoa(d.doc.Summary.Tally.NoData) }},
	{"don_vi_tinh", func(d *templateData) string { return measureNote(d.doc.Summary, d.p) }},
	{"tieu_de_phu_luc", func(d *templateData) string { return annexOf(d.doc, false).title }},
	{"kem_theo", func(d *templateData) string { return attached(d.doc, d.p) }},
	{"quyen_han_ky", func(d *templateData) string { return d.issuer.Authority }},
	{"chuc_danh_ky", func(d *templateData) string { return d.issuer.Signer }},
	{"nguoi_ky", func(d *templateData) string { return d.issuer.SignerName }},
	{"ma_bao_cao", func(d *templateData) string { return d.doc.ID }},
	{"du_thao", func(d *templateData) string {
		if d.doc.Draft {
			return d.p.T("export.draft")
		}
		return ""
	}},
}

// text is what a placeholder of a text or an indicator stands for. A name in
// capitals gives capitals. ok is false for a name that is neither.
func (d *templateData) text(name string) (value string, ok bool) {
	name = strings.TrimSpace(name)
	lower := strings.ToLower(name)
	if i := slices.IndexFunc(textFields, func(f textField) bool { return f.name == lower }); i >= 0 {
		value = clean(textFields[i].value(d))
		if name == strings.ToUpper(name) {
			value = strings.ToUpper(value)
		}
		return value, true
	}
	code, what, dotted := strings.Cut(lower, ".")
	f, known := rowField(what)
	if !dotted || !known || !f.alone || code == "dong" || code == "nhom" {
		return "", false
	}
	for i := range d.doc.Summary.Rows {
		if row := &d.doc.Summary.Rows[i]; string(row.Code) == code {
			return d.written(f.value(row)), true
		}
	}
	return dash, true
}

// written is a value in a text; a dash stands where there is none.
func (d *templateData) written(c cell) string {
	if c.text == "" {
		return dash
	}
	return clean(c.text)
}

// fieldCode gives the code of the indicator that a placeholder names; empty
// for another placeholder.
func fieldCode(name string) string {
	code, what, dotted := strings.Cut(strings.ToLower(strings.TrimSpace(name)), ".")
	if f, known := rowField(what); dotted && known && f.alone {
		return code
	}
	return ""
}

// A rowFieldOf is a placeholder for one value of an indicator.
type rowFieldOf struct {
	name  string
	value func(*report.Row) cell
	alone bool       // also behind the code of an indicator
	kind  columnKind // the column of the annex that holds it
	plan  bool       // … of the plan the indicator is judged by
}

var rowFields = []rowFieldOf{
	{name: "tt", kind: columnOrder},
	{name: "ten", value: func(r *report.Row) cell { return cell{text: r.Name} }, alone: true, kind: columnName},
	{name: "don_vi_tinh", value: func(r *report.Row) cell { return cell{text: r.Measure} }, alone: true, kind: columnMeasure},
	{name: "ky_truoc", value: func(r *report.Row) cell { return cell{text: r.Previous.Text} }, alone: true, kind: columnPrevious},
	{name: "ke_hoach", value: func(r *report.Row) cell { return cell{text: judged(r).Text} }, alone: true, kind: columnPlan, plan: true},
	{name: "thuc_hien", value: func(r *report.Row) cell { return cell{text: r.Actual.Text} }, alone: true, kind: columnActual},
	{name: "phan_tram", value: func(r *report.Row) cell { return cell{text: judged(r).Percent.Text} }, alone: true, kind: columnPercent, plan: true},
	{name: "so_voi_ky_truoc", value: func(r *report.Row) cell { return cell{text: r.Ratio.Text} }, alone: true, kind: columnChange},
	{name: "danh_gia", value: func(r *report.Row) cell { return cell{text: r.Verdict} }, alone: true, kind: columnVerdict},
	{name: "ky_lien_truoc", value: func(r *report.Row) cell { return cell{text: beside(r).Value.Text} }, alone: true, kind: columnBefore},
	{name: "so_voi_ky_lien_truoc", value: func(r *report.Row) cell { return cell{text: beside(r).Ratio.Text} }, alone: true, kind: columnBeforeChange},
	{name: "luy_ke", value: func(r *report.Row) cell { return cell{text: summed(r).Actual.Text} }, alone: true, kind: columnTotal},
	{name: "luy_ke_ky_truoc", value: func(r *report.Row) cell { return cell{text: summed(r).Previous.Text} }, alone: true, kind: columnTotalBefore},
	{name: "luy_ke_phan_tram", value: func(r *report.Row) cell { return cell{text: judged(summed(r)).Percent.Text} }, alone: true, kind: columnTotalPercent, plan: true},
	{name: "luy_ke_so_voi_ky_truoc", value: func(r *report.Row) cell { return cell{text: summed(r).Ratio.Text} }, alone: true, kind: columnTotalChange},
	{name: "cau", value: func(r *report.Row) cell { return cell{text: r.Full()} }, alone: true},
	{name: "co_quan", value: func(r *report.Row) cell { return cell{text: r.Agency} }, alone: true, kind: columnAgency},
	{name: "ghi_chu", kind: columnNote},
}

func rowField(name string) (rowFieldOf, bool) {
	i := slices.IndexFunc(rowFields, func(f rowFieldOf) bool { return f.name == name })
	if i < 0 {
		return rowFieldOf{}, false
	}
	return rowFields[i], true
}

// judged is the row's result on the plan it is judged by; empty without one.
func judged(r *report.Row) report.PlanRow {
	if r.Judging < 0 {
		return report.PlanRow{}
	}
	return r.Plans[r.Judging]
}

// beside is what a month or quarter is read beside; empty of other periods.
func beside(r *report.Row) report.InYear {
	if r.InYear == nil {
		return report.InYear{}
	}
	return *r.InYear
}

// summed is the row since 1 January: the one beside a month, else the row
// itself, which runs from there.
func summed(r *report.Row) *report.Row {
	if t := beside(r).Total; t != nil {
		return t
	}
	return r
}
