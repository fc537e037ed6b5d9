package server

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// pushWords gives the words of an answer as people read them: indicators by
// their names, numbers as they are printed, one after the other. What is no line
// about an indicator stays.
func (a *adminPage) pushWords(words string) string {
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		code, rest, ok := strings.Cut(line, ": ")
		if known, is := a.catalogue.Indicators[indicator.Code(code)]; ok && is {
			lines[i] = pushLine(a.p, known, rest)
		}
	}
	text := lines[0]
	for _, line := range lines[1:] {
		if !strings.HasSuffix(text, ".") {
			text += ";"
		}
		text += " " + line
	}
	return text
}

// pushLine names the indicator before what is said of it: the values that
// differ, or a fault in words.
func pushLine(p *i18n.Printer, known indicator.Indicator, rest string) string {
	name := known.Name(string(p.Lang()))
	there, sent, ok := strings.Cut(rest, " → ")
	switch {
	case !ok:
		return name + ": " + rest
	case there == sent:
		return name + ": " + p.T("push.note_differs")
	}
	return name + ": " + pushValue(p, known, there) + " → " + pushValue(p, known, sent)
}

// pushValue prints a plain number or a status.
func pushValue(p *i18n.Printer, known indicator.Indicator, text string) string {
	if status := indicator.Status(text); status.Known() {
		return p.T("core.status_" + text)
	}
	value, err := number.ParsePlain(text, known.Decimals)
	if err != nil {
		return text // "–", or an indicator whose decimals were other ones then
	}
	return p.Format().Amount(value, known.ShownDecimals)
}
