// Package web holds what the browser is given: the page templates and the
// static files (style sheets, scripts, icons, fonts, vendored libraries). All
// of it lies inside the program; nothing is loaded from another host.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:template all:static all:help
var files embed.FS

// Templates returns the page templates, with paths such as
// "layout/layout.tmpl".
func Templates() fs.FS { return sub("template") }

// Static returns the static files as they lie in the folder, with paths such
// as "css/tokens.css". The server uses Handler instead; this is for reading a
// file inside the program (the font or the chart library for a PDF).
func Static() fs.FS { return sub("static") }

// Help returns the manual as it lies in the folder, with paths such as
// "vi/official.toml". Its pictures are static files.
func Help() fs.FS { return sub("help") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // only for an invalid path, and both are constants
	}
	return f
}
