package exchange_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
)

// square is a feature whose properties are JSON.
func square(properties string) string {
	return `{"type":"Feature","properties":{` + properties + `},"geometry":{"type":"Polygon","coordinates":[[[106,20],[107,20],[107,21,5.5],[106,21],[106,20]]]}}`
}

func mapFile(features ...string) exchange.File {
	return exchange.File{Name: "quan.geojson", Data: []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)}
}

// A feature is found by the unit's key, by its official code, or by its name
// with or without its kind, however it is written.
func TestMapFindsUnits(t *testing.T) {
	for _, tt := range []struct {
		properties string
		want       org.Key
	}{
		{`"unit":"lechan"`, "lechan"},
		{`"unit":"305"`, "lechan"},
		{`"unit":"Lê Chân"`, "lechan"},
		{`"code":"305","name":"khác"`, "lechan"},
		{`"MA":305`, "lechan"},
		{`"Mã":" 11371 "`, "anbien"},
		{`"name":"Lê Chân"`, "lechan"},
		{`"Tên":"QUẬN LÊ CHÂN"`, "lechan"},
		{`"ten":"Phuong An Bien"`, "anbien"},
		{`"code":"VNM.19.7_1","name":"Lê Chân","area":22.5,"x":null,"y":[1]`, "lechan"},
	} {
		change, report, err := base(t).decide(mapFile(square(tt.properties)))
		if err != nil || len(change.Outlines) != 1 || change.Outlines[0].Unit != tt.want {
			t.Errorf("%s: %+v (%v), want %s", tt.properties, change.Outlines, err, tt.want)
			continue
		}
		if n := report.Counts[exchange.Map]; n.New != 1 {
			t.Errorf("%s counts %+v", tt.properties, n)
		}
		want := []org.Point{{East: 10_600_000, North: 2_000_000}, {East: 10_700_000, North: 2_000_000}, {East: 10_700_000, North: 2_100_000}, {East: 10_600_000, North: 2_100_000}, {East: 10_600_000, North: 2_000_000}}
		if !change.Outlines[0].Equal(org.Outline{Unit: tt.want, Rings: [][]org.Point{want}}) {
			t.Errorf("%s: rings %v", tt.properties, change.Outlines[0].Rings)
		}
	}
}

// Islands are rings of one unit, and what is smaller than a step of the map is
// none of them.
func TestMapOfIslands(t *testing.T) {
	island := `{"type":"Feature","properties":{"unit":"lechan"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,1],[2,1],[2,2],[1,1]],[[1.5,1.2],[1.6,1.2],[1.6,1.3],[1.5,1.2]]],[[[3,3],[4,3],[4,4],[3,3]]],[[[5,5],[5.000001,5],[5,5.000001],[5,5]]]]}}`
	change, _, err := base(t).decide(mapFile(island))
	if err != nil || len(change.Outlines) != 1 || len(change.Outlines[0].Rings) != 3 || change.Outlines[0].Points() != 12 {
		t.Errorf("islands %+v (%v)", change.Outlines, err)
	}
}

func TestMapsRefused(t *testing.T) {
	change := func(from, to string) []exchange.File {
		return []exchange.File{mapFile(strings.Replace(square(`"unit":"lechan"`), from, to, 1))}
	}
	raw := func(text string) []exchange.File { return []exchange.File{{Name: "quan.geojson", Data: []byte(text)}} }
	const whole, first = "quan.geojson unitmap.", "quan.geojson:features[0] unitmap."
	refuse(t, []refusal{
		{"no JSON", raw("units"), []string{whole + "not_geojson"}},
		{"cut off", raw(`{"type":"FeatureCollection","features":[`), []string{whole + "not_geojson"}},
		{"two of them", raw(`{"type":"FeatureCollection","features":[]} {}`), []string{whole + "not_geojson"}},
		{"a single feature", raw(square(`"unit":"lechan"`)), []string{whole + "not_geojson"}},
		{"features are no list", raw(`{"type":"FeatureCollection","features":{}}`), []string{whole + "not_geojson"}},
		{"nothing in it", []exchange.File{mapFile()}, []string{whole + "empty"}},
		{"too large", raw("{" + strings.Repeat(" ", exchange.MaxMap)), []string{whole + "too_large"}},
		{"too many points", change("[106,20],", "[106,20],"+strings.Repeat("[106.5,20],[106,20],", exchange.MaxMapPoints/2)), []string{whole + "too_detailed"}},
		{"nothing that names it", []exchange.File{mapFile(square(`"ref":1`))}, []string{whole + "nothing_matched", first + "no_name"}},
		{"a key that is none", []exchange.File{mapFile(square(`"unit":"hue","name":"Lê Chân"`))}, []string{whole + "nothing_matched", first + "unknown_unit"}},
		{"none is ours", []exchange.File{mapFile(square(`"name":"Huế"`))}, []string{whole + "nothing_matched"}},
		{"a unit twice", []exchange.File{mapFile(square(`"unit":"lechan"`), square(`"ten":"Lê Chân"`))}, []string{"quan.geojson:features[1] unitmap.twice"}},
		{"a point", change(`"Polygon"`, `"Point"`), []string{first + "no_polygon"}},
		{"no geometry", change(`"geometry":{"type":"Polygon"`, `"geometry":null,"x":{"type":"Polygon"`), []string{first + "no_polygon"}},
		{"an open ring", change("[106,21],[106,20]", "[106,21]"), []string{first + "open_ring"}},
		{"a line", change("[107,21,5.5],[106,21],", ""), []string{first + "short_ring"}},
		{"no area", change("[107,20],[107,21,5.5],[106,21]", "[106,20],[106,20],[106,20]"), []string{first + "no_area"}},
		{"off the globe", change("[107,20]", "[1107,20]"), []string{first + "not_degrees"}},
		{"metres", change("[107,20]", "[599000.5,2300000]"), []string{first + "not_degrees"}},
		{"latitude first", change("[107,20]", "[20,107]"), []string{first + "not_degrees"}},
		{"beyond all numbers", change("[107,20]", "[1e999,20]"), []string{first + "not_degrees"}},
		{"null", change("[107,20]", "[null,20]"), []string{first + "bad_coordinates"}},
		{"text", change("[107,20]", `["a",20]`), []string{first + "bad_coordinates"}},
		{"half a point", change("[107,20]", "[107]"), []string{first + "bad_coordinates"}},
	})
}

// What is wrong with a feature is said with its name, in both languages.
func TestMapFaultsInWords(t *testing.T) {
	open := strings.Replace(square(`"name":"Lê Chân"`), "[106,21],[106,20]", "[106,21]", 1)
	_, _, err := base(t).decide(mapFile(square(`"unit":"anbien"`), open))
	for lang, want := range map[i18n.Lang]string{
		i18n.Vi: "quan.geojson:features[1]: “Lê Chân”: đường ranh giới thứ 1 không khép kín: điểm cuối khác điểm đầu",
		i18n.En: "quan.geojson:features[1]: “Lê Chân”: border 1 is not closed: its last point is not its first",
	} {
		same(t, "faults", lines(lang, err), []string{want})
	}
}

// A name that several units have is asked about, not guessed.
func TestMapOfOneNameTwice(t *testing.T) {
	m := base(t)
	m.take(t, file("units.csv", unitsHeader, "pholechan,11380,Lê Chân,phường,haiphong,2025-07-01,,"))
	_, _, err := m.decide(mapFile(square(`"name":"Lê Chân"`)))
	if got := strings.Join(lines(i18n.Vi, err), "\n"); !strings.Contains(got, "Quận Lê Chân (lechan), Phường Lê Chân (pholechan)") {
		t.Errorf("an ambiguous name: %s", got)
	}
	change, _, err := m.decide(mapFile(square(`"name":"Phường Lê Chân"`)))
	if err != nil || len(change.Outlines) != 1 || change.Outlines[0].Unit != "pholechan" {
		t.Errorf("the name with its kind: %+v (%v)", change.Outlines, err)
	}
}

// Features that are no unit, and units beside those of the map that have no
// feature, are named and stop nothing.
func TestMapTellsWhatIsLeftOut(t *testing.T) {
	m := base(t)
	m.take(t, file("units.csv", unitsHeader, "ngoquyen,304,Ngô Quyền,quận,haiphong,,2025-06-30,", "moi,,Mới,xã,haiphong,2025-07-01,,"))
	quan := mapFile(square(`"unit":"lechan"`), square(`"name":"Quận Huế"`))
	_, report, err := m.decide(quan)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "doubts", report.Warnings(i18n.For(i18n.Vi)), []string{
		"cần xem lại: quan.geojson: 1 đơn vị chưa có hình trên bản đồ: Quận Ngô Quyền (ngoquyen)",
		"cần xem lại: quan.geojson:features[1]: “Quận Huế” không khớp với đơn vị nào, được bỏ qua",
	})
	m.take(t, quan)
	report = m.take(t, mapFile(square(`"unit":"lechan"`), square(`"unit":"ngoquyen"`)))
	if n := report.Counts[exchange.Map]; n != (exchange.Count{New: 1, Unchanged: 1}) || len(report.Doubts) != 0 {
		t.Errorf("the same and one more: %+v, doubts %v", n, report.Doubts)
	}
	same(t, "differences", report.Differences(i18n.For(i18n.En)), []string{"map: 1 new, 0 changed, 1 unchanged"})
	moved := strings.Replace(square(`"unit":"lechan"`), "107,20", "107.5,20", 1)
	if n := m.take(t, mapFile(moved)).Counts[exchange.Map]; n != (exchange.Count{Changed: 1}) {
		t.Errorf("another shape: %+v", n)
	}
}

// A map may come with the units it is of, in any order, and is told from a
// table by what it holds.
func TestMapWithItsUnits(t *testing.T) {
	m := base(t)
	named := mapFile(square(`"code":"999"`))
	named.Name = "ban-do.txt"
	change, _, err := m.decide(named, file("units.csv", unitsHeader, "xa,999,Xa,xã,haiphong,,,"))
	if err != nil || len(change.Outlines) != 1 || change.Outlines[0].Unit != "xa" {
		t.Errorf("a map of new units: %+v (%v)", change.Outlines, err)
	}
	_, _, err = m.decide(named, exchange.File{Name: "units.xlsx", Data: []byte("damaged")})
	same(t, "faults", brief(err), []string{"units.xlsx:1 not_workbook"})
}

func FuzzReadMap(f *testing.F) {
	f.Add([]byte(square(`"unit":"lechan"`)))
	f.Add([]byte(`{"properties":{"ma":1e400},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2],[null],[-0.0,1e-9]]]]}}`))
	f.Add([]byte(`null,{"properties":null,"geometry":null},{"geometry":{"type":"Polygon","coordinates":{}}}`))
	m := base(f)
	f.Fuzz(func(t *testing.T, features []byte) {
		change, _, err := m.decide(mapFile(string(features)))
		var faults errs.Faults
		if err != nil && !errors.As(err, &faults) {
			t.Errorf("an error that is no list of faults: %v", err)
		}
		for _, l := range lines(i18n.Vi, err) {
			if !strings.HasPrefix(l, "quan.geojson") && !strings.HasPrefix(l, "còn ") {
				t.Errorf("a fault without place: %q", l)
			}
		}
		for _, o := range change.Outlines {
			for _, ring := range o.Rings {
				if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
					t.Errorf("%s has a ring %v", o.Unit, ring)
				}
			}
		}
	})
}

func BenchmarkReadMap(b *testing.B) {
	var ring strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&ring, "[%f,%f],", 106+float64(i%1000)/1000, 20+float64(i)/100_000)
	}
	data := mapFile(strings.Replace(square(`"unit":"lechan"`), "[106,20],", "[106,20],"+ring.String(), 1))
	m := base(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := m.decide(data); err != nil {
			b.Fatal(err)
		}
	}
}
