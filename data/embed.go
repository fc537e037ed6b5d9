// Package data carries the exchange files that come with the program: the
// catalogue every installation may start from, the administrative units of Hải
// Phòng, and the figures of Quận Lê Chân that the demo shows. They are ordinary
// exchange files: importing the three folders in one command gives the demo.
package data

import "embed"

// The folders of Files.
const (
	Catalogue = "catalogue" // plan levels, terms, indicators
	Units     = "units"     // units, successions, places on the tile map
	Demo      = "demo"      // sets, plans and figures
)

// Files holds the exchange files as CSV, each at folder/name.csv. In Demo, an
// empty origin marks a value as published by the office itself, derived one
// that follows from published percentages, and illustrative one made up to show
// the program.
//
//go:embed catalogue/*.csv units/*.csv demo/*.csv
var Files embed.FS
