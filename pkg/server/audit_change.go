package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// auditChange says a change in one line: each property that differs, as it was
// and as it is. What is kept as something other than properties is shown as it
// stands. Very long texts are cut; the file has them whole.
func auditChange(before, after string) string {
	was, is := auditFields(before), auditFields(after)
	var names []string
	for name := range is {
		names = append(names, name)
	}
	for name := range was {
		if _, both := is[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		if was[name] != is[name] {
			parts = append(parts, auditField(name, was[name], is[name]))
		}
	}
	return cutText(strings.Join(parts, "; "), 400)
}

func auditField(name, was, is string) string {
	if name != "" {
		name += ": "
	}
	switch {
	case was == "":
		return name + is
	case is == "":
		return name + was + " → –"
	}
	return name + was + " → " + is
}

// auditFields gives the properties of a JSON object as text; anything else is
// one property without a name.
func auditFields(text string) map[string]string {
	var object map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&object) != nil {
		return map[string]string{"": text}
	}
	fields := make(map[string]string, len(object))
	for name, value := range object {
		fields[name] = auditText(value)
	}
	return fields
}

// auditText prints a value of a property: text without quotes, lists joined.
func auditText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		texts := make([]string, len(v))
		for i, item := range v {
			texts[i] = auditText(item)
		}
		return strings.Join(texts, ", ")
	case map[string]any:
		raw, err := json.Marshal(v)
		if err != nil {
			return fmt.Sprint(v)
		}
		return string(raw)
	}
	return fmt.Sprint(value)
}

// cutText cuts a text to so many characters, with a sign that it goes on.
func cutText(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
