package main

import (
	"strings"
	"testing"
)

// A map of units is imported like the other files: tried, taken, taken again.
func TestImportMap(t *testing.T) {
	c := seeded(t)
	const feature = `{"type":"Feature","properties":{"code":"305"},"geometry":{"type":"Polygon","coordinates":[[[106,20],[107,20],[107,21],[106,20]]]}}`
	path := c.file("quan.geojson", `{"type":"FeatureCollection","features":[`+feature+`]}`)
	if got := c.must("import", "--dry-run", path); !strings.Contains(got, "map: 1 mới") || !strings.Contains(got, "chưa ghi") {
		t.Errorf("the trial says %q", got)
	}
	if got := c.must("import", path); !strings.Contains(got, "map: 1 mới") {
		t.Errorf("the import says %q", got)
	}
	if got := c.must("import", path); !strings.Contains(got, "Không có gì thay đổi") {
		t.Errorf("the second says %q", got)
	}
	c.refused(exitRefused, "mo.geojson:features[0]: ", "import", c.file("mo.geojson", `{"type":"FeatureCollection","features":[`+strings.Replace(feature, ",[106,20]]", "]", 1)+`]}`))
}
