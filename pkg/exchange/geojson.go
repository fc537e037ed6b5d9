package exchange

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
)

// MaxMap and MaxMapPoints bound a map: what is larger is to be simplified
// before. Points are those of all maps of one import.
const (
	MaxMap       = 8 << 20 // bytes of a file
	MaxMapPoints = 200_000
)

// An outlineRow is one feature of a map.
type outlineRow struct {
	at
	names map[string]string // by folded name of the property: "unit", "code", "ma", "name", "ten"
	rings [][]org.Point
	bad   bool
}

// nameProperties are the properties that may say whose shape a feature is, the
// surest first.
var nameProperties = []string{"unit", "code", "ma", "name", "ten"}

// label is what people know a feature by; empty if it has no name.
func (o outlineRow) label() string {
	for _, property := range []string{"name", "ten", "unit", "code", "ma"} {
		if text := o.names[property]; text != "" {
			return excerpt(text)
		}
	}
	return ""
}

type geoJSON struct {
	Type     string       `json:"type"`
	Features []geoFeature `json:"features"`
}

type geoFeature struct {
	Properties map[string]any `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// ReadMap reads a file as a map of units, whatever it is called and holds. Like
// Read it never fails.
func ReadMap(f File) *Batch {
	b := &Batch{}
	b.readMap(b.newSheet(shortNames([]File{f})[0], ""), f.Data)
	return b
}

// isMap tells a map from a table: by its name, or by how it begins.
func isMap(name string, data []byte) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".geojson") || strings.HasSuffix(name, ".json") || bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(data, byteOrderMark)), []byte("{"))
}

// readMap reads a FeatureCollection of polygons.
func (b *Batch) readMap(s *sheet, data []byte) {
	s.kind = Map
	b.known++
	if len(data) > MaxMap {
		b.refuse(s, 0, "unitmap.too_large", "max", MaxMap>>20)
		return
	}
	var g geoJSON
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, byteOrderMark)))
	d.UseNumber()
	if err := d.Decode(&g); err != nil || g.Type != "FeatureCollection" || d.More() {
		b.refuse(s, 0, "unitmap.not_geojson")
		return
	}
	if len(g.Features) == 0 {
		b.refuse(s, 0, "unitmap.empty")
		return
	}
	for i, f := range g.Features {
		b.addOutline(at{s, i + 1}, f)
		if b.points > MaxMapPoints {
			b.refuse(s, 0, "unitmap.too_detailed", "max", MaxMapPoints)
			return
		}
	}
}

func (b *Batch) addOutline(a at, f geoFeature) {
	row := outlineRow{at: a, names: map[string]string{}}
	for property, value := range f.Properties {
		if text, ok := propertyText(value); ok {
			row.names[Fold(property)] = text
		}
	}
	rings, err := ringsOf(f.Geometry.Type, f.Geometry.Coordinates)
	if row.rings = rings; err != nil {
		row.bad = true
		b.fault(a, "", aboutFeature(row, err))
	}
	for _, ring := range rings {
		b.points += len(ring)
	}
	b.outlines = append(b.outlines, row)
}

// propertyText gives a property as text; codes may be numbers.
func propertyText(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v), true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// aboutFeature says which feature an error is about.
func aboutFeature(row outlineRow, err *errs.Error) *errs.Error {
	if label := row.label(); label != "" {
		return errs.E(err.Kind, "unitmap.feature", "name", label, "problem", error(err))
	}
	return err
}

// ringsOf gives the rings of a Polygon or MultiPolygon in the order they stand.
func ringsOf(kind string, raw json.RawMessage) ([][]org.Point, *errs.Error) {
	var many [][][][]json.Number
	var err error
	switch kind {
	case "Polygon":
		many = make([][][][]json.Number, 1)
		err = json.Unmarshal(raw, &many[0])
	case "MultiPolygon":
		err = json.Unmarshal(raw, &many)
	default:
		return nil, errs.E(errs.Invalid, "unitmap.no_polygon", "kind", excerpt(kind))
	}
	if err != nil {
		return nil, errs.E(errs.Invalid, "unitmap.bad_coordinates")
	}
	var rings [][]org.Point
	n := 0
	for _, polygon := range many {
		for _, line := range polygon {
			n++
			ring, err := ringOf(line, n)
			if err != nil {
				return nil, err
			}
			if len(ring) > 3 {
				rings = append(rings, ring)
			}
		}
	}
	if len(rings) == 0 {
		return nil, errs.E(errs.Invalid, "unitmap.no_area")
	}
	return rings, nil
}

// ringOf reads the n-th ring of a feature. It comes back without the points
// that fall on the one before, so a ring smaller than a step is nothing but a
// point or two.
func ringOf(line [][]json.Number, n int) ([]org.Point, *errs.Error) {
	ring := make([]org.Point, 0, len(line))
	for _, position := range line {
		p, err := pointOf(position)
		if err != nil {
			return nil, err
		}
		if len(ring) == 0 || ring[len(ring)-1] != p {
			ring = append(ring, p)
		}
	}
	switch {
	case len(line) < 4:
		return nil, errs.E(errs.Invalid, "unitmap.short_ring", "ring", n)
	case ring[0] != ring[len(ring)-1]:
		return nil, errs.E(errs.Invalid, "unitmap.open_ring", "ring", n)
	}
	return ring, nil
}

// pointOf reads longitude and latitude in degrees; a height is passed over.
func pointOf(position []json.Number) (org.Point, *errs.Error) {
	if len(position) < 2 {
		return org.Point{}, errs.E(errs.Invalid, "unitmap.bad_coordinates")
	}
	east, errEast := strconv.ParseFloat(string(position[0]), 64)
	north, errNorth := strconv.ParseFloat(string(position[1]), 64)
	switch {
	case position[0] == "" || position[1] == "": // null
		return org.Point{}, errs.E(errs.Invalid, "unitmap.bad_coordinates")
	case errEast != nil || errNorth != nil || math.Abs(east) > 180 || math.Abs(north) > 90:
		return org.Point{}, errs.E(errs.Invalid, "unitmap.not_degrees", "east", excerpt(string(position[0])), "north", excerpt(string(position[1])))
	}
	return org.Point{East: int32(math.Round(east * org.Degree)), North: int32(math.Round(north * org.Degree))}, nil
}
