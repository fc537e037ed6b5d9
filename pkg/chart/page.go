package chart

import (
	"encoding/json"
	"strings"

	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// narrow is the width in pixels up to which a drawing is laid out for phones.
const narrow = 520

// CompletionOnPage is Completion laid out for a page: the judged rows in the
// order given by index, names in a narrow column, on phones above their bars,
// and the percentages in a column at the right end.
func CompletionOnPage(s report.Summary, order []int) (Chart, bool, error) {
	var rows []report.Row
	for _, at := range order {
		if row := s.Rows[at]; row.Result.Verdict.Judged() {
			rows = append(rows, row)
		}
	}
	s.Rows = rows
	c, ok, err := Completion(s)
	if err != nil || !ok {
		return c, ok, err
	}
	var tree map[string]any
	if err := json.Unmarshal(c.Options, &tree); err != nil {
		return c, false, err
	}
	tree["yAxis"] = []any{part(tree, "yAxis"), column(percentTexts(rows))}
	put(tree, "series.label", patch{"show": false})
	put(tree, "series.markLine.label", patch{"show": false})
	put(tree, "grid", patch{"containLabel": false, "outerBoundsMode": "none", "top": 12, "bottom": 26})
	put(tree, "xAxis.axisLabel", patch{"alignMinLabel": "left", "fontSize": 12})
	c.Options, err = media(tree,
		map[string]patch{
			"yAxis.axisLabel": {"width": 210, "inside": false, "margin": 10, "align": "right", "verticalAlign": "middle", "padding": 0},
			"grid":            {"left": 222, "right": numberRoom},
		},
		map[string]patch{
			"yAxis.axisLabel": {"width": 300, "inside": true, "margin": 0, "align": "left", "verticalAlign": "bottom", "padding": []int{0, 0, 11, 0}},
			"grid":            {"left": 2, "right": numberRoom},
		})
	return c, ok, err
}

// numberRoom is the width of the column of numbers, in pixels.
const numberRoom = 66

// part is a part of a decoded option; of a list the first member.
func part(tree map[string]any, name string) any {
	if list, ok := tree[name].([]any); ok && len(list) > 0 {
		return list[0]
	}
	return tree[name]
}

// percentTexts are the percentages beside the bars, in the order of the bars.
// One that is missed says so in words too.
func percentTexts(rows []report.Row) []string {
	var texts []string
	for i := range rows {
		row := &rows[i]
		if row.Judging < 0 || row.Plans[row.Judging].Percent.None() {
			continue
		}
		text := row.Plans[row.Judging].Percent.Text + "%"
		if row.Result.Verdict == indicator.NotMet {
			text = "{missed|" + text + "}\n{word|" + strings.ToLower(row.Verdict) + "}"
		}
		if f, ok := coordinate(row.Plans[row.Judging].Percent).(float64); ok && f > fullScale {
			text += " →"
		}
		texts = append(texts, text)
		for k := range row.Plans {
			if p := &row.Plans[k]; k != row.Judging && !p.Percent.None() {
				texts = append(texts, "{other|"+p.Percent.Text+"%}")
			}
		}
	}
	return texts
}

// column is a column of texts at the right end of the rows.
func column(texts []string) map[string]any {
	bold := func(colour string) patch {
		return patch{"color": colour, "fontWeight": "bold", "fontSize": 13, "lineHeight": 14}
	}
	return map[string]any{
		"type": "category", "position": "right", "inverse": true, "data": texts,
		"axisLine": patch{"show": false}, "axisTick": patch{"show": false},
		"axisLabel": patch{
			"interval": 0, "margin": numberRoom - 2, "align": "right", "width": 90, "color": "var(--text)", "fontWeight": "bold", "fontSize": 13,
			"rich": patch{"missed": bold("var(--missed)"), "other": bold("var(--plan-other)"), "word": patch{"color": "var(--missed)", "fontSize": 11, "lineHeight": 12}},
		},
	}
}

// media gives options for wide screens, and beside them what differs on a
// phone. The wide ones stand there twice: a drawing that grows again goes back
// to what has no query.
func media(base map[string]any, wide, phone map[string]patch) (json.RawMessage, error) {
	broad, small := map[string]any{}, map[string]any{}
	for path, p := range wide {
		put(base, path, p)
		put(broad, path, p)
	}
	for path, p := range phone {
		put(small, path, p)
	}
	return json.Marshal(map[string]any{
		"baseOption": base,
		"media": []any{
			map[string]any{"query": map[string]any{"maxWidth": narrow}, "option": small},
			map[string]any{"option": broad},
		},
	})
}
