package chart

import (
	"encoding/json"

	"muctieu/pkg/report"
)

// broken draws a dashed line over a chart of years before each row at which
// its series breaks, with what changed above it. The lines stand on an axis of
// their own, between two bars. Of two breaks at one place the words stand on
// two lines.
func broken(options json.RawMessage, breaks []report.Break, rows int) (json.RawMessage, error) {
	if len(breaks) == 0 {
		return options, nil
	}
	var tree map[string]any
	if err := json.Unmarshal(options, &tree); err != nil {
		return nil, err
	}
	of := tree
	if base, ok := tree["baseOption"].(map[string]any); ok {
		of = base
	}
	of["xAxis"] = []any{part(of, "xAxis"), map[string]any{"type": "value", "min": 0, "max": rows, "show": false}}
	series, _ := of["series"].([]any)
	of["series"] = append(series, breakLines(breaks))
	return json.Marshal(tree)
}

func breakLines(breaks []report.Break) map[string]any {
	var lines []any
	for i, b := range breaks {
		words := b.Short
		for _, also := range breaks[i+1:] {
			if also.At == b.At {
				words += "\n" + also.Short
			}
		}
		if i == 0 || breaks[i-1].At != b.At {
			lines = append(lines, map[string]any{"name": words, "xAxis": b.At})
		}
	}
	return map[string]any{
		"type": "line", "xAxisIndex": 1, "data": []any{}, "silent": true,
		"markLine": map[string]any{
			"symbol": []string{"none", "none"}, "silent": true, "data": lines,
			"lineStyle": patch{"color": "var(--differ)", "width": 1.5, "type": "dashed"},
			"label":     patch{"show": true, "formatter": "{b}", "position": "end", "color": "var(--differ)", "fontSize": 12, "lineHeight": 14},
		},
	}
}
