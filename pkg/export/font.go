package export

import "embed"

// Liberation Serif is as wide as Times New Roman, letter by letter, and may be
// carried along; Times New Roman may not. It has all Vietnamese letters.
//
//go:embed font/*.ttf
var fonts embed.FS

// A FontStyle is one of the four styles of the typeface of documents.
type FontStyle string

// The styles, as the PDF library names them.
const (
	Regular    FontStyle = ""
	Bold       FontStyle = "B"
	Italic     FontStyle = "I"
	BoldItalic FontStyle = "BI"
)

var fontFiles = map[FontStyle]string{
	Regular: "font/LiberationSerif-Regular.ttf", Bold: "font/LiberationSerif-Bold.ttf",
	Italic: "font/LiberationSerif-Italic.ttf", BoldItalic: "font/LiberationSerif-BoldItalic.ttf",
}

// Font gives the TrueType file of a style, for what else draws text in
// documents. It panics for a style that is none of the four.
func Font(s FontStyle) []byte {
	b, err := fonts.ReadFile(fontFiles[s])
	if err != nil {
		panic(err) // a style that does not exist: every test fails
	}
	return b
}
