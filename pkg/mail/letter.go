package mail

import (
	"html/template"
	"strings"

	"muctieu/pkg/i18n"
)

// A Letter is a mail as it is sent.
type Letter struct {
	Subject string // one line
	Text    string // plain text
	HTML    string // the same as HTML, without style and pictures
}

// Facts are what a letter says, in words of its receiver's language. Which are
// needed depends on the kind; empty ones are left out.
type Facts struct {
	Kind     Kind
	Receiver string // name
	Unit     string
	Period   string
	By       string // name of who did it
	Quote    string // the reason, question or answer, as it was written
	About    string // name of the indicator a question is about
	Due      string // date
	Days     int    // until the deadline; after it: since
	Items    []Item
	More     int    // items that are left out
	Link     string // the page where it is done
	Refuse   string // the page where the kind is refused
}

// Cut leaves out all but the first items, and counts the others.
func (f Facts) Cut(most int) Facts {
	if n := len(f.Items); n > most {
		f.Items, f.More = f.Items[:most], f.More+n-most
	}
	return f
}

// An Item is one line of a list.
type Item struct{ Name, Text string }

// An action is what the link leads to, by kind.
var actions = map[Kind]string{
	Before: "mail.link_entry", After: "mail.link_entry", Reminded: "mail.link_entry", Returned: "mail.link_entry",
	Asked: "mail.link_question", Answered: "mail.link_question", Digest: "mail.link_board",
}

// Write writes a letter.
func Write(p *i18n.Printer, f Facts) (Letter, error) {
	kind := string(f.Kind)
	args := []any{"unit", f.Unit, "period", f.Period, "by", f.By, "about", f.About, "due", f.Due, "n", f.Days}
	l := page{
		Lang: string(p.Lang()), Subject: oneLine(p.T("mail.subject_"+kind, args...)),
		Hello: p.T("mail.hello", "name", f.Receiver), Words: p.T("mail.words_"+kind, args...), Quote: strings.TrimSpace(f.Quote),
		Items: f.Items, Link: f.Link, Refuse: f.Refuse,
	}
	if len(f.Items) > 0 {
		l.Heading = p.T("mail.items_" + kind)
	}
	if f.More > 0 {
		l.More = p.T("mail.items_more", "n", f.More)
	}
	if f.Link != "" {
		l.Action = p.T(actions[f.Kind])
	}
	if f.Refuse != "" {
		l.Why, l.RefuseWord = p.T("mail.why", "kind", p.T("mail.kind_"+kind)), p.T("mail.refuse")
	}
	var html strings.Builder
	if err := sheet.Execute(&html, l); err != nil {
		return Letter{}, err
	}
	return Letter{Subject: l.Subject, Text: l.text(), HTML: html.String()}, nil
}

// A page is a letter before it takes one of its two forms.
type page struct {
	Lang, Subject, Hello, Words, Quote string
	Heading                            string
	Items                              []Item
	More                               string
	Action, Link                       string
	Why, RefuseWord, Refuse            string
}

// oneLine joins what stands in several lines: a subject has one, and names may
// hold anything.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (l page) text() string {
	var b strings.Builder
	part := func(texts ...string) {
		if text := strings.Join(texts, "\n"); strings.TrimSpace(text) != "" {
			b.WriteString(text + "\n\n")
		}
	}
	part(l.Hello)
	part(l.Words)
	if l.Quote != "" {
		part("> " + strings.ReplaceAll(l.Quote, "\n", "\n> "))
	}
	var lines []string
	if l.Heading != "" {
		lines = append(lines, l.Heading)
	}
	for _, i := range l.Items {
		lines = append(lines, "- "+i.line())
	}
	if l.More != "" {
		lines = append(lines, l.More)
	}
	part(lines...)
	if l.Link != "" {
		part(l.Action + ":\n" + l.Link)
	}
	if l.Refuse != "" {
		part("--\n"+l.Why, l.RefuseWord+": "+l.Refuse)
	}
	return strings.TrimSpace(b.String()) + "\n"
}

func (i Item) line() string {
	if i.Text == "" {
		return oneLine(i.Name)
	}
	return oneLine(i.Name) + ": " + oneLine(i.Text)
}

// sheet is the HTML of a letter. Mail programs show little of what browsers
// do, so it has no style.
var sheet = template.Must(template.New("letter").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><title>{{.Subject}}</title></head><body>
<p>{{.Hello}}</p>
<p>{{.Words}}</p>
{{with .Quote}}<blockquote>{{.}}</blockquote>
{{end}}{{with .Heading}}<p>{{.}}</p>
{{end}}{{with .Items}}<ul>{{range .}}<li><b>{{.Name}}</b>{{with .Text}}: {{.}}{{end}}</li>{{end}}</ul>
{{end}}{{with .More}}<p>{{.}}</p>
{{end}}{{with .Link}}<p><a href="{{.}}">{{$.Action}}</a></p>
{{end}}{{with .Refuse}}<hr><p><small>{{$.Why}} <a href="{{.}}">{{$.RefuseWord}}</a></small></p>
{{end}}</body></html>
`))
