package web

import (
	"bytes"
	"io/fs"
)

// bundleName is the style sheet every page loads. It does not lie in the
// folder: it is put together from the files below when the program starts,
// so that a page needs one request and the sources stay short.
const bundleName = "css/app.css"

// baseSheet is Tabler. It goes into a cascade layer of its own, so each rule
// of ours holds against it without a more specific selector.
const baseSheet = "vendor/tabler/tabler.min.css"

// sheets are our style sheets in the order of the cascade.
var sheets = []string{
	"tokens", "tabler", "base", "layout", "nav", "context", "button", "form", "notice", "state", "dialog",
	"verdict", "number", "bar", "table", "headline", "attention", "board", "boardphone", "chart",
	"indicator", "entry", "mapping", "doubt", "plans", "review", "work", "summary", "verify", "question", "admin", "compare", "unitmap", "slides", "help", "print",
}

// bundle joins the sheets. Their relative addresses hold, because the bundle
// stands in the same folder; Tabler itself refers to no file.
func bundle() []byte {
	var b bytes.Buffer
	b.WriteString("@layer tabler{\n")
	b.Write(bytes.TrimPrefix(readStatic(baseSheet), []byte(`@charset "UTF-8";`)))
	b.WriteString("\n}\n")
	for _, name := range sheets {
		b.Write(readStatic("css/" + name + ".css"))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func readStatic(name string) []byte {
	body, err := fs.ReadFile(Static(), name)
	if err != nil {
		panic(err) // a name in this file that does not exist: every test fails
	}
	return body
}
