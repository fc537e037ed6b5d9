package exchange

import (
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

type tileRow struct {
	at
	indicator.Tile
	bad bool
}

// maxTile is the farthest place on the tile map.
const maxTile = 200

func (b *Batch) addTile(r *row) {
	t := tileRow{at: r.at, Tile: indicator.Tile{Unit: org.Key(r.code("unit", true))}}
	t.Column, _ = r.whole("column", true, 0, maxTile)
	t.Row, _ = r.whole("row", true, 0, maxTile)
	t.bad = r.bad
	b.tiles = append(b.tiles, t)
}

func (c *checker) decideTiles() {
	stored := map[org.Key]indicator.Tile{}
	for _, t := range c.state.Tiles {
		stored[t.Unit] = t
	}
	seen := map[org.Key]at{}
	for _, t := range c.b.tiles {
		c.knownUnit(t.at, "unit", t.Unit)
		if !once(c, seen, t.Unit, t.at, t.bad) {
			continue
		}
		before, ok := stored[t.Unit]
		f := fateOf(ok, before == t.Tile)
		if f != unchanged {
			c.change.Tiles = append(c.change.Tiles, t.Tile)
		}
		c.count(Tiles, f)
	}
}
