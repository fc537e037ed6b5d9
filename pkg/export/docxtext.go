package export

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// xmlHead begins every part.
const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// tag is an element with its attributes as they are written.
func tag(name, attributes string, inner ...string) string {
	if attributes != "" {
		attributes = " " + attributes
	}
	body := strings.Join(inner, "")
	if body == "" {
		return "<" + name + attributes + "/>"
	}
	return "<" + name + attributes + ">" + body + "</" + name + ">"
}

// attr is one attribute, its value escaped.
func attr(name, value string) string { return name + `="` + escape(value) + `"` }

// val is an element that has only a value.
func val(name, value string) string { return tag(name, attr("w:val", value)) }

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

// run is text in one look; its spaces are kept.
func run(text, look string) string {
	return tag("w:r", "", properties("w:rPr", look), tag("w:t", `xml:space="preserve"`, escape(text)))
}

// properties holds properties of an element; none without them.
func properties(name, inner string) string {
	if inner == "" {
		return ""
	}
	return tag(name, "", inner)
}

// paragraph has properties and runs.
func paragraph(props string, runs ...string) string {
	return tag("w:p", "", properties("w:pPr", props), strings.Join(runs, ""))
}

// styled is a paragraph of one text in a named style.
func styled(style, text string) string { return styledRuns(style, run(text, "")) }

// styledRuns is a paragraph of runs in a named style.
func styledRuns(style string, runs ...string) string {
	return paragraph(val("w:pStyle", style), runs...)
}

// twips turns millimetres into twentieths of a point.
func twips(mm float64) string { return strconv.Itoa(int(mm*1440/25.4 + 0.5)) }
