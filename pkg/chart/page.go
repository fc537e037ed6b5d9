package chart

import (
	"encoding/json"

	"muctieu/pkg/report"
)

// narrow is the width in pixels up to which a drawing is laid out for phones.
const narrow = 520

// CompletionOnPage is Completion laid out for a page: rows in the order given
// by index, names in a narrow column, on phones above their bars.
func CompletionOnPage(s report.Summary, order []int) (Chart, bool, error) {
	rows := make([]report.Row, len(order))
	for i, at := range order {
		rows[i] = s.Rows[at]
	}
	s.Rows = rows
	c, ok, err := Completion(s)
	if err != nil || !ok {
		return c, ok, err
	}
	beside := patch{"width": 210, "inside": false, "margin": 10, "align": "right", "verticalAlign": "middle", "padding": 0}
	above := patch{"width": 300, "inside": true, "margin": 0, "align": "left", "verticalAlign": "bottom", "padding": []int{0, 0, 11, 0}}
	c.Options, err = media(c.Options,
		map[string]patch{"yAxis.axisLabel": beside, "grid": {"left": 0, "right": 78}, "series.markLine.label": {"show": false}},
		map[string]patch{"yAxis.axisLabel": above, "grid": {"left": 4, "right": 70}})
	return c, ok, err
}

// media patches options for wide screens, and gives beside them what differs
// on a phone.
func media(options json.RawMessage, wide, phone map[string]patch) (json.RawMessage, error) {
	var base map[string]any
	if err := json.Unmarshal(options, &base); err != nil {
		return nil, err
	}
	for path, p := range wide {
		put(base, path, p)
	}
	small := map[string]any{}
	for path, p := range phone {
		put(small, path, p)
	}
	return json.Marshal(map[string]any{
		"baseOption": base,
		"media":      []any{map[string]any{"query": map[string]any{"maxWidth": narrow}, "option": small}},
	})
}
