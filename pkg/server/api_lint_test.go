package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// node is a part of the served OpenAPI document.
type node = map[string]any

// at goes down the names; nil where there is nothing.
func at(n any, names ...string) any {
	for _, name := range names {
		m, ok := n.(node)
		if !ok {
			return nil
		}
		n = m[name]
	}
	return n
}

func items(n any) []any {
	list, _ := n.([]any)
	return list
}

func text(n any) string {
	s, _ := n.(string)
	return s
}

// walk calls visit for every object of the document.
func walk(n any, place string, visit func(place string, n node)) {
	switch v := n.(type) {
	case node:
		visit(place, v)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			walk(v[name], place+"/"+name, visit)
		}
	case []any:
		for i, x := range v {
			walk(x, fmt.Sprint(place, "/", i), visit)
		}
	}
}

// operations calls visit for every operation of the document.
func operations(doc node, visit func(place string, op node)) {
	paths, _ := doc["paths"].(node)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		methods, _ := paths[path].(node)
		for _, method := range slices.Sorted(maps.Keys(methods)) {
			op, _ := methods[method].(node)
			visit(method+" "+path, op)
		}
	}
}

// A lintRule is what a linter asks of an OpenAPI 3.1 document. find names the
// places that break it.
type lintRule struct {
	name string
	find func(doc node) []string
}

// eachOperation makes a rule out of what is wrong with one operation.
func eachOperation(name string, wrong func(doc, op node, place string) bool) lintRule {
	return lintRule{name, func(doc node) (found []string) {
		operations(doc, func(place string, op node) {
			if wrong(doc, op, place) {
				found = append(found, place)
			}
		})
		return found
	}}
}

// whole makes a rule out of what is wrong with the document.
func whole(name string, wrong func(doc node) bool) lintRule {
	return lintRule{name, func(doc node) (found []string) {
		if wrong(doc) {
			found = []string{"#"}
		}
		return found
	}}
}

var (
	goodID    = regexp.MustCompile(`^[a-z][a-z-]*$`)
	pathParam = regexp.MustCompile(`\{([^}]+)\}`)
)

var lintRules = []lintRule{
	whole("is OpenAPI 3.1", func(doc node) bool { return !strings.HasPrefix(text(doc["openapi"]), "3.1.") }),
	whole("title, version, description, contact, licence", func(doc node) bool {
		info := doc["info"]
		return text(at(info, "title")) == "" || text(at(info, "version")) == "" || text(at(info, "description")) == "" ||
			text(at(info, "contact", "name")) == "" || text(at(info, "license", "name")) == "" || text(at(info, "license", "identifier")) == ""
	}),
	whole("a server without a slash at its end", func(doc node) bool {
		servers := items(doc["servers"])
		return len(servers) == 0 || slices.ContainsFunc(servers, func(s any) bool {
			url := text(at(s, "url"))
			return url == "" || strings.HasSuffix(url, "/") || strings.Contains(url, "example.com")
		})
	}),
	whole("every tag is described, once", func(doc node) bool {
		seen := map[string]bool{}
		return slices.ContainsFunc(items(doc["tags"]), func(tag any) bool {
			name := text(at(tag, "name"))
			twice := seen[name]
			seen[name] = true
			return twice || name == "" || text(at(tag, "description")) == ""
		})
	}),
	whole("security schemes that are named exist", func(doc node) bool {
		wrong := len(items(doc["security"])) == 0
		for _, one := range items(doc["security"]) {
			names, _ := one.(node)
			for name := range names {
				wrong = wrong || at(doc, "components", "securitySchemes", name) == nil
			}
		}
		return wrong
	}),
	{"an operationId of its own", func(doc node) (found []string) {
		seen := map[string]bool{}
		operations(doc, func(place string, op node) {
			id := text(op["operationId"])
			if !goodID.MatchString(id) || seen[id] {
				found = append(found, place)
			}
			seen[id] = true
		})
		return found
	}},
	eachOperation("summary and description", func(_, op node, _ string) bool {
		return text(op["summary"]) == "" || text(op["description"]) == ""
	}),
	eachOperation("tags that are declared", func(doc, op node, _ string) bool {
		declared := func(tag any) bool {
			return slices.ContainsFunc(items(doc["tags"]), func(t any) bool { return at(t, "name") == tag })
		}
		tags := items(op["tags"])
		return len(tags) == 0 || slices.ContainsFunc(tags, func(tag any) bool { return !declared(tag) })
	}),
	eachOperation("an answer that says it worked, with a content", func(_, op node, _ string) bool {
		content, _ := at(op, "responses", "200", "content").(node)
		return len(content) == 0
	}),
	eachOperation("failures as problems, each described", func(_, op node, _ string) bool {
		responses, _ := op["responses"].(node)
		for status, r := range responses {
			failed := status >= "400"
			if text(at(r, "description")) == "" || failed && at(r, "content", "application/problem+json", "schema") == nil {
				return true
			}
		}
		return responses["401"] == nil || responses["429"] == nil || responses["500"] == nil
	}),
	eachOperation("every parameter described, none twice", func(_, op node, _ string) bool {
		seen := map[string]bool{}
		return slices.ContainsFunc(items(op["parameters"]), func(p any) bool {
			id := text(at(p, "in")) + " " + text(at(p, "name"))
			twice := seen[id]
			seen[id] = true
			return twice || text(at(p, "description")) == "" || at(p, "schema", "type") == nil
		})
	}),
	eachOperation("parameters of the path: declared, required, none too many", func(_, op node, place string) bool {
		var named, declared []string
		for _, m := range pathParam.FindAllStringSubmatch(place, -1) {
			named = append(named, m[1])
		}
		for _, p := range items(op["parameters"]) {
			if at(p, "in") == "path" && at(p, "required") == true {
				declared = append(declared, text(at(p, "name")))
			}
		}
		slices.Sort(named)
		slices.Sort(declared)
		return !slices.Equal(named, declared)
	}),
	eachOperation("a body is required and has a schema", func(_, op node, place string) bool {
		writes := !strings.HasPrefix(place, "get ")
		return writes != (at(op, "requestBody", "required") == true && at(op, "requestBody", "content", "application/json", "schema") != nil)
	}),
	{"references lead somewhere", func(doc node) (found []string) {
		walk(doc, "#", func(place string, n node) {
			ref, ok := n["$ref"].(string)
			if ok && at(doc, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...) == nil {
				found = append(found, place)
			}
		})
		return found
	}},
	{"no component that nobody uses", func(doc node) (found []string) {
		used := map[string]bool{}
		walk(doc, "#", func(_ string, n node) { used[text(n["$ref"])] = true })
		schemas, _ := at(doc, "components", "schemas").(node)
		for name := range schemas {
			if !used["#/components/schemas/"+name] {
				found = append(found, name)
			}
		}
		return found
	}},
	{"examples and defaults are of their type and enumeration", func(doc node) (found []string) {
		walk(doc, "#", func(place string, n node) {
			examples := append(slices.Clone(items(n["examples"])), n["example"], n["default"])
			for _, x := range examples {
				if strings.HasSuffix(place, "/schema") && x != nil && !fitsSchema(x, n) {
					found = append(found, place)
				}
			}
		})
		return found
	}},
	{"enumerations are of their type, none twice", func(doc node) (found []string) {
		walk(doc, "#", func(place string, n node) {
			seen := map[any]bool{}
			for _, x := range items(n["enum"]) {
				if seen[x] || !ofType(x, n["type"]) {
					found = append(found, place)
				}
				seen[x] = true
			}
		})
		return found
	}},
	{"no markup in what people read", func(doc node) (found []string) {
		walk(doc, "#", func(place string, n node) {
			words := text(n["description"]) + text(n["title"])
			if strings.Contains(words, "<script") || strings.Contains(words, "eval(") {
				found = append(found, place)
			}
		})
		return found
	}},
}

// ofType reports whether a value of JSON is of a schema's type or types.
func ofType(x, types any) bool {
	names := items(types)
	if names == nil {
		names = []any{types}
	}
	is := map[string]bool{}
	switch v := x.(type) {
	case string:
		is["string"] = true
	case bool:
		is["boolean"] = true
	case float64:
		is["number"], is["integer"] = true, v == float64(int64(v))
	}
	return slices.ContainsFunc(names, func(name any) bool { return is[text(name)] })
}

func fitsSchema(x any, schema node) bool {
	enum := items(schema["enum"])
	return ofType(x, schema["type"]) && (enum == nil || slices.Contains(enum, x))
}

func TestOpenAPILintsClean(t *testing.T) {
	w := newEmptyWorld(t, Config{Version: "1.2.3"})
	a := w.browser().get("/api/openapi.json")
	doc := parseNode(t, a.body)
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
		t.Fatalf("%d %q", a.status, a.header.Get("Content-Type"))
	}
	for _, rule := range lintRules {
		if found := rule.find(doc); len(found) > 0 {
			t.Errorf("%s: not at %v", rule.name, found)
		}
	}
}

func parseNode(t *testing.T, body string) (doc node) {
	t.Helper()
	must(t, json.Unmarshal([]byte(body), &doc))
	return doc
}

// Every rule finds what it is for.
func TestLintRulesFind(t *testing.T) {
	w := newEmptyWorld(t, Config{Version: "1.2.3"})
	body := w.browser().get("/api/openapi.json").body
	get := func(doc node) node { return at(doc, "paths", "/units/{unit}/figures", "get").(node) }
	parameter := func(doc node, i int) node { return items(get(doc)["parameters"])[i].(node) }
	spoil := map[string]func(doc node){
		"is OpenAPI 3.1": func(doc node) { doc["openapi"] = "3.0.3" },
		"title, version, description, contact, licence":             func(doc node) { delete(doc["info"].(node), "contact") },
		"a server without a slash at its end":                       func(doc node) { items(doc["servers"])[0].(node)["url"] = "/api/v1/" },
		"every tag is described, once":                              func(doc node) { doc["tags"] = append(items(doc["tags"]), items(doc["tags"])[0]) },
		"security schemes that are named exist":                     func(doc node) { delete(at(doc, "components", "securitySchemes").(node), "token") },
		"an operationId of its own":                                 func(doc node) { get(doc)["operationId"] = "units" },
		"summary and description":                                   func(doc node) { delete(get(doc), "description") },
		"tags that are declared":                                    func(doc node) { get(doc)["tags"] = []any{"else"} },
		"an answer that says it worked, with a content":             func(doc node) { delete(get(doc)["responses"].(node), "200") },
		"failures as problems, each described":                      func(doc node) { delete(at(get(doc), "responses", "404").(node), "content") },
		"every parameter described, none twice":                     func(doc node) { delete(parameter(doc, 1), "description") },
		"parameters of the path: declared, required, none too many": func(doc node) { parameter(doc, 0)["name"] = "place" },
		"a body is required and has a schema": func(doc node) {
			get(doc)["requestBody"] = node{"required": true, "content": node{"application/json": node{"schema": node{}}}}
		},
		"references lead somewhere":                               func(doc node) { delete(at(doc, "components", "schemas").(node), "Problem") },
		"no component that nobody uses":                           func(doc node) { at(doc, "components", "schemas").(node)["Lost"] = node{"type": "string"} },
		"examples and defaults are of their type and enumeration": func(doc node) { parameter(doc, 2)["schema"].(node)["default"] = "xml" },
		"enumerations are of their type, none twice":              func(doc node) { parameter(doc, 2)["schema"].(node)["enum"] = []any{"json", 5.0} },
		"no markup in what people read":                           func(doc node) { get(doc)["description"] = "<script>" },
	}
	for _, rule := range lintRules {
		doc := parseNode(t, body)
		if spoil[rule.name] == nil {
			t.Errorf("%s: is never broken", rule.name)
			continue
		}
		spoil[rule.name](doc)
		if len(rule.find(doc)) == 0 {
			t.Errorf("%s: finds nothing", rule.name)
		}
	}
}
