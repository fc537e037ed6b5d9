package server

import (
	"net/http"
	"strings"
	"testing"
)

func TestBoardOfADistrict(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	a := b.get("/units/lechan/board?period=2022")
	if a.status != http.StatusOK {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	doc := a.page(t)
	if got := strings.TrimSpace(doc.Find("h1").Text()); got != "16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao" {
		t.Errorf("headline %q", got)
	}
}
