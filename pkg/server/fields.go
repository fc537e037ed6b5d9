package server

import (
	"net/url"
	"strings"

	"muctieu/pkg/i18n"
)

// A fieldMaker makes the fields of a form: labels by message keys, values
// from what was typed, or from what is stored on the first visit.
type fieldMaker struct {
	p     *i18n.Printer
	value func(name string) string
}

// typedOr gives the values of a form that was sent, else the stored ones.
func (a *adminPage) typedOr(stored map[string]string) fieldMaker {
	return fieldMaker{a.p, func(name string) string {
		if a.c.Request().Method == post {
			return a.c.FormValue(name)
		}
		return stored[name]
	}}
}

// filters gives the values of the address.
func (a *adminPage) filters() fieldMaker {
	return fieldMaker{a.p, func(name string) string { return a.c.QueryParam(name) }}
}

// text is a field that must be filled in, with an optional help.
func (m fieldMaker) text(name, label string, help ...string) fieldView {
	f := fieldView{ID: name, Name: name, Label: m.p.T(label), Value: m.value(name), Required: true}
	if len(help) > 0 {
		f.Help = m.p.T(help[0])
	}
	return f
}

// maybe is a field that may stay empty.
func (m fieldMaker) maybe(name, label string, help ...string) fieldView {
	f := m.text(name, label, help...)
	f.Required, f.Optional = false, m.p.T("server.optional")
	return f
}

// day is a date that may stay empty.
func (m fieldMaker) day(name, label string, help ...string) fieldView {
	return asDay(m.p, m.maybe(name, label, help...))
}

// number is a whole number.
func (m fieldMaker) number(name, label string, help ...string) fieldView {
	f := m.text(name, label, help...)
	f.Type, f.Mode, f.Short = "number", "numeric", true
	return f
}

// choice is a list to choose from.
func (m fieldMaker) choice(name, label string, options []choiceView, help ...string) fieldView {
	f := m.text(name, label, help...)
	f.Type, f.Required = "select", false
	f.Options = make([]choiceView, len(options))
	copy(f.Options, options)
	for i := range f.Options {
		f.Options[i].Checked = f.Options[i].Value == f.Value
	}
	return f
}

// fixed is a field that cannot be changed any more.
func (m fieldMaker) fixed(f fieldView) fieldView {
	f.ReadOnly, f.Required = true, false
	return f
}

// worded makes choices of codes whose words are messages prefix+code.
func worded[T ~string](p *i18n.Printer, prefix string, codes []T) []choiceView {
	options := make([]choiceView, len(codes))
	for i, code := range codes {
		options[i] = choiceView{Value: string(code), Text: p.T(prefix + string(code))}
	}
	return options
}

// hidden is a value a form carries along.
func hidden(name, value string) choiceView { return choiceView{Name: name, Value: value} }

// cancel leads back without saving.
func (a *adminPage) cancel(path string) *linkView {
	return &linkView{Href: path, Text: a.p.T("admin.cancel")}
}

// formAt is the i-th value of a name that stands in a form once for each row;
// empty past the last.
func formAt(form url.Values, name string, i int) string {
	if values := form[name]; i < len(values) {
		return strings.TrimSpace(values[i])
	}
	return ""
}
