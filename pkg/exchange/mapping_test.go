package exchange_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"Thu ngân sách", "thu ngan sach"},
		{"1. THU NGÂN SÁCH", "thu ngan sach"},
		{"a) Thu ngân sách", "thu ngan sach"},
		{"I.2 - Thu ngân sách:", "thu ngan sach"},
		{"1.1. Đầu tư", "dau tu"},
		{"- Trong đó: Thu, phí", "thu phi"},
		{"  +  Tỷ lệ hộ nghèo (%)", "ty le ho ngheo %"},
		{"100 trường chuẩn", "100 truong chuan"},
		{"Tổng\u00a0mức\nbán lẻ", "tong muc ban le"},
		{"GRDP", "grdp"},
		{"Thu ngân sách", "thu ngan sach"},
		{"1.", ""},
		{"…", ""},
	} {
		if got := exchange.Fold(tt.name); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
}

var named = []exchange.Named{
	{Code: "thu_ns", Names: []string{"Thu ngân sách nhà nước trên địa bàn", "Thu NS"}},
	{Code: "ban_le", Names: []string{"Tổng mức bán lẻ hàng hóa"}},
	{Code: "phi_a", Names: []string{"Phí, lệ phí"}},
	{Code: "phi_b", Names: []string{"Phí - lệ phí"}},
}

// rows makes a table of lines with "|" between the cells.
func rows(lines ...string) exchange.Table {
	var t exchange.Table
	for i, line := range lines {
		r := exchange.TableRow{Line: i + 1}
		for text := range strings.SplitSeq(line, "|") {
			r.Cells = append(r.Cells, exchange.TableCell{Text: text})
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func TestPropose(t *testing.T) {
	known := exchange.Aliases{Columns: map[string]exchange.Role{"cong viec": exchange.NameColumn, "dat nam": exchange.ValueColumn}}
	for _, tt := range []struct {
		name  string
		table exchange.Table
		known exchange.Aliases
		want  string
	}{
		{"by its head", rows("BÁO CÁO", "TT|Chỉ tiêu|ĐVT|Thực hiện|Ghi chú", "1|Thu|tỷ|9|"), exchange.Aliases{}, "3 map[measure:2 name:1 note:4 value:3]"},
		{"the column of the year", rows("TT|Chỉ tiêu|Thực hiện 2021|Thực hiện 2022", "1|Thu|8|9"), exchange.Aliases{}, "2 map[name:1 value:3]"},
		{"remembered", rows("TT|Công việc|Đạt năm 2022|Chỉ tiêu", "1|Thu|8|9"), known, "2 map[name:1 value:2]"},
		{"by what stands in it", rows("a|b", "1|Thu NS|100", "2|Tổng mức bán lẻ hàng hóa|27.037,0"), exchange.Aliases{}, "2 map[name:1 value:2]"},
		{"nothing", exchange.Table{}, exchange.Aliases{}, "1 map[name:0 value:0]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := exchange.Propose(tt.table, 2022, named, tt.known)
			if got := fmt.Sprint(m.First, " ", m.Columns); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestMappedRows(t *testing.T) {
	table := rows("TT|Chỉ tiêu|Thực hiện", "A|KINH TẾ|", "1|1. Thu ngân sách nhà nước trên địa bàn (tỷ đồng)|940,133", "2|Thu NS|1", "3|Bán lẻ|27", "4|thu_ns|2", "5|Phí, lệ phí|3", "6||4", "7|Cộng|5", "8|Không rõ|6", "9|Cũ|7")
	known := exchange.Aliases{Rows: map[string]string{"ban le": "ban_le", "cong": exchange.Skipped, "cu": "gone"}}
	m := exchange.Mapping{First: 2, Columns: map[exchange.Role]int{exchange.NameColumn: 1, exchange.ValueColumn: 2}}
	want := map[int]string{3: "thu_ns", 4: "thu_ns", 5: "ban_le", 6: "thu_ns", 7: "several", 8: "skip", 9: "skip", 10: "", 11: ""}
	got := map[int]string{}
	for _, r := range m.Rows(table, named, known) {
		switch {
		case r.Skip:
			got[r.Line] = "skip"
		case r.Doubt:
			got[r.Line] = "several"
		default:
			got[r.Line] = string(r.Code)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestMappingCheckAndHeads(t *testing.T) {
	for _, tt := range []struct {
		columns map[exchange.Role]int
		key     string
	}{
		{map[exchange.Role]int{exchange.NameColumn: 1, exchange.ValueColumn: 2}, ""},
		{map[exchange.Role]int{exchange.ValueColumn: 2}, "exchange.map_name"},
		{map[exchange.Role]int{exchange.NameColumn: 1}, "exchange.map_value"},
		{map[exchange.Role]int{exchange.NameColumn: 1, exchange.ValueColumn: 1}, "exchange.map_twice"},
	} {
		err := exchange.Mapping{Columns: tt.columns}.Check()
		var e *errs.Error
		if told := errors.As(err, &e); told != (tt.key != "") || told && e.Key != tt.key {
			t.Errorf("%v: %v, want %s", tt.columns, err, tt.key)
		}
	}
	m := exchange.Mapping{First: 4, Columns: map[exchange.Role]int{exchange.NameColumn: 1, exchange.ValueColumn: 2, exchange.NoteColumn: 3}}
	heads := m.Heads(rows("BÁO CÁO", "TT|Chỉ tiêu|Thực hiện năm 2022", "A|B|(1)", "1|Thu|9"))
	if want := map[string]exchange.Role{"chi tieu": exchange.NameColumn, "thuc hien nam": exchange.ValueColumn}; !maps.Equal(heads, want) {
		t.Errorf("heads: %v, want %v", heads, want)
	}
}

func TestMeasures(t *testing.T) {
	terms := i18n.Terms{{Sort: i18n.MeasureTerm, Vi: "tỷ đồng", Dimension: "money", Factor: "1"}, {Sort: i18n.MeasureTerm, Vi: "triệu đồng", En: "million VND", Dimension: "money", Factor: "0.001"},
		{Sort: i18n.MeasureTerm, Vi: "%", Dimension: "percent", Factor: "1"}}
	money, rate := indicator.Indicator{Measure: "tỷ đồng"}, indicator.Indicator{Measure: "%"}
	for _, tt := range []struct {
		own, whole string
		i          indicator.Indicator
		want       string
		known      bool
	}{
		{"", "", money, "", true},
		{"Tỷ đồng", "", money, "", true},
		{"Tr.đ", "", money, "triệu đồng", true},
		{"million VND", "", money, "triệu đồng", true},
		{"", "triệu đồng", money, "triệu đồng", true},
		{"", "triệu đồng", rate, "", true},
		{"tỷ đồng", "triệu đồng", money, "", true},
		{"%", "", money, "%", true},
		{"mẫu", "", money, "", false},
		{"", "mẫu", money, "", true},
	} {
		if got, known := exchange.MeasureOfRow(tt.own, tt.whole, tt.i, terms); got != tt.want || known != tt.known {
			t.Errorf("%q %q: %q %v, want %q %v", tt.own, tt.whole, got, known, tt.want, tt.known)
		}
	}
	table := rows("BÁO CÁO: 2022", "||(Đơn vị tính: triệu đồng)", "Chỉ tiêu|Thực hiện", "ĐVT: người|1")
	if got := exchange.HeadMeasure(table, 3); got != "triệu đồng" {
		t.Errorf("above the rows: %q", got)
	}
	if got := exchange.HeadMeasure(table, 2); got != "" {
		t.Errorf("below the first row: %q", got)
	}
}
