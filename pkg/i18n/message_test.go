package i18n

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/BurntSushi/toml"
)

// A stored message is the text of one key, or its plural forms.
type stored struct {
	area  string
	forms map[string]string // "other" alone for a plain text
}

// allMessages reads the message files of a language, without the library that
// serves them.
func allMessages(t *testing.T, lang Lang) map[string]stored {
	t.Helper()
	files, err := fs.Glob(messages, "message/"+string(lang)+"/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no message files of %s: %v", lang, err)
	}
	all := map[string]stored{}
	for _, file := range files {
		raw, err := messages.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var table map[string]any
		if err := toml.Unmarshal(raw, &table); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		area := strings.TrimSuffix(path.Base(file), ".toml")
		for key, text := range table {
			if before, twice := all[key]; twice {
				t.Errorf("%s: %q stands in %s too", file, key, before.area)
			}
			all[key] = stored{area, formsOf(t, key, text)}
		}
	}
	return all
}

func formsOf(t *testing.T, key string, text any) map[string]string {
	t.Helper()
	forms := map[string]string{}
	switch x := text.(type) {
	case string:
		forms["other"] = x
	case map[string]any:
		for form, s := range x {
			if s, ok := s.(string); ok && form != "description" {
				forms[form] = s
			}
		}
	}
	if forms["other"] == "" {
		t.Errorf("%s has no text: keys are written flat and quoted", key)
	}
	return forms
}

// placeholders gives the names of the arguments that a text asks for, sorted.
func placeholders(t *testing.T, key, text string) []string {
	t.Helper()
	names := map[string]bool{}
	trees, err := parse.Parse(key, text, "", "")
	if err != nil {
		t.Errorf("%s: %v", key, err)
		return nil
	}
	for _, tree := range trees {
		walk(tree.Root, func(n parse.Node) {
			if f, ok := n.(*parse.FieldNode); ok {
				names[f.Ident[0]] = true
			}
		})
	}
	return slices.Sorted(maps.Keys(names))
}

// asks gives the arguments that a key asks for in any language and form.
func asks(t *testing.T, key string, in ...map[string]stored) []string {
	t.Helper()
	var names []string
	for _, all := range in {
		for _, text := range all[key].forms {
			names = append(names, placeholders(t, key, text)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestBothLanguagesHaveEveryKey(t *testing.T) {
	vi, en := allMessages(t, Vi), allMessages(t, En)
	for _, key := range slices.Sorted(maps.Keys(vi)) {
		if e, ok := en[key]; !ok {
			t.Errorf("%q is missing in English (%s.toml)", key, vi[key].area)
		} else if e.area != vi[key].area {
			t.Errorf("%q stands in %s.toml in Vietnamese, in %s.toml in English", key, vi[key].area, e.area)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(en)) {
		if _, ok := vi[key]; !ok {
			t.Errorf("%q is missing in Vietnamese (%s.toml)", key, en[key].area)
		}
	}
}

// A message asks for nothing that is not given, and prints all of it.
func TestEveryMessagePrints(t *testing.T) {
	vi, en := allMessages(t, Vi), allMessages(t, En)
	for lang, all := range map[Lang]map[string]stored{Vi: vi, En: en} {
		for _, key := range slices.Sorted(maps.Keys(all)) {
			for _, n := range []int{1, 5} {
				args := map[string]any{}
				for _, name := range asks(t, key, vi, en) {
					args[name] = "‹" + name + "›"
				}
				if _, plural := args["count"]; plural || len(all[key].forms) > 1 {
					args["count"] = n
				}
				got := For(lang).Message(key, args)
				if got == key || got == "" || strings.Contains(got, "<no value>") || strings.Contains(got, "{{") {
					t.Errorf("%s %s prints as %q", lang, key, got)
				}
			}
		}
	}
}

// Plain, formal words: nobody is shouted at, and nobody called "bạn".
func TestTone(t *testing.T) {
	for _, lang := range Langs {
		for key, m := range allMessages(t, lang) {
			for _, text := range m.forms {
				if strings.Contains(text, "!") {
					t.Errorf("%s %s shouts: %q", lang, key, text)
				}
				if words := strings.Fields(strings.ToLower(text)); lang == Vi && slices.Contains(words, "bạn") {
					t.Errorf("%s says bạn: %q", key, text)
				}
			}
		}
	}
}

func TestUnknownKeyPrintsAsItStands(t *testing.T) {
	if got := For(Vi).T("nowhere.nothing"); got != "nowhere.nothing" {
		t.Errorf("got %q", got)
	}
}

// walk visits a node of a template and all below it.
func walk(n parse.Node, visit func(parse.Node)) {
	if n == nil {
		return
	}
	visit(n)
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, c := range n.Nodes {
				walk(c, visit)
			}
		}
	case *parse.ActionNode:
		walkPipe(n.Pipe, visit)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.TemplateNode:
		walkPipe(n.Pipe, visit)
	case *parse.CommandNode:
		for _, a := range n.Args {
			walk(a, visit)
		}
	case *parse.PipeNode:
		walkPipe(n, visit)
	}
}

func walkBranch(n *parse.BranchNode, visit func(parse.Node)) {
	walkPipe(n.Pipe, visit)
	if n.List != nil {
		walk(n.List, visit)
	}
	if n.ElseList != nil {
		walk(n.ElseList, visit)
	}
}

func walkPipe(p *parse.PipeNode, visit func(parse.Node)) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		walk(c, visit)
	}
}
