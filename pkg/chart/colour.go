package chart

import (
	"encoding/json"
	"regexp"
	"strings"
)

var tokenColour = regexp.MustCompile(`(--[a-z0-9-]+):\s*light-dark\((#[0-9a-fA-F]{3,8}),`)

// paperColours reads the colours of tokens on a light page, by name.
func paperColours(sheet string) map[string]string {
	colours := map[string]string{}
	for _, m := range tokenColour.FindAllStringSubmatch(sheet, -1) {
		colours[m[1]] = m[2]
	}
	return colours
}

// coloured puts colours in place of tokens, in the properties whose names end
// in color, as js/colour.js does on the page.
func coloured(options json.RawMessage, colours map[string]string) ([]byte, error) {
	var tree any
	if err := json.Unmarshal(options, &tree); err != nil {
		return nil, err
	}
	paint(tree, colours)
	return json.Marshal(tree)
}

func paint(node any, colours map[string]string) {
	switch n := node.(type) {
	case []any:
		for _, each := range n {
			paint(each, colours)
		}
	case map[string]any:
		for key, value := range n {
			token, ok := value.(string)
			if !ok {
				paint(value, colours)
				continue
			}
			name := strings.TrimSuffix(strings.TrimPrefix(token, "var("), ")")
			if colour := colours[name]; colour != "" && strings.HasSuffix(strings.ToLower(key), "color") {
				n[key] = colour
			}
		}
	}
}
