package chart

import "strings"

// put sets the values of a patch at a path of a decoded option. Parts on the
// way that are not there are made; of a list the first member is meant.
func put(tree map[string]any, path string, p patch) {
	at := tree
	for step := range strings.SplitSeq(path, ".") {
		at = into(at, step)
	}
	for key, value := range p {
		at[key] = value
	}
}

func into(at map[string]any, step string) map[string]any {
	switch next := at[step].(type) {
	case map[string]any:
		return next
	case []any:
		if len(next) > 0 {
			if m, ok := next[0].(map[string]any); ok {
				return m
			}
		}
	}
	made := map[string]any{}
	at[step] = made
	return made
}
