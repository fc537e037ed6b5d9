package exchange_test

import (
	"strings"
	"testing"

	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
)

// Each fault says which cell it is, what was expected and what to do, in both
// languages.
func TestFaultsInWords(t *testing.T) {
	locked := base(t)
	locked.locked["lechan/2022"] = true
	tests := []struct {
		m      *memory
		file   exchange.File
		vi, en string
	}{
		{nil, exchange.File{Name: "e.csv"}, "e.csv:1: tệp không có nội dung", "e.csv:1: the file has no content"},
		{nil, exchange.File{Name: "u.csv", Data: utf16Of("unit,code")}, `u.csv:1: tệp ở mã UTF-16; hãy lưu lại dạng "CSV UTF-8"`, `u.csv:1: the file is in UTF-16; save it as "CSV UTF-8"`},
		{nil, file("h.csv", "a,b,c"), `h.csv:1: dòng đầu không phải dòng tên cột của tệp trao đổi nào: "a,b,c"`, `h.csv:1: the first line is the header of no exchange file: "a,b,c"`},
		{nil, file("c.csv", "sort,vi,en,ghi_chu"), `c.csv:1: không có cột "ghi_chu" trong tệp terms; các cột được nhận: sort, vi, en, dimension, factor`, `c.csv:1: there is no column "ghi_chu" in terms; accepted are: sort, vi, en, dimension, factor`},
		{nil, file("m.csv", "sort,vi,dimension"), `m.csv:1: tệp terms thiếu cột "en"`, `m.csv:1: terms lacks the column "en"`},
		{nil, file("r.csv", tilesHeader, "lechan,1"), "r.csv:2: dòng có 2 ô, dòng tên cột có 3", "r.csv:2: the row has 2 cells, the header 3"},
		{nil, file("f.csv", figuresHeader, "lechan,thu_ns,2022,1e5,official,,,,,"), `f.csv:2: cột value: "1e5" không phải là số; viết chữ số và dấu chấm thập phân, ví dụ 27037.5`, ""},
		{nil, file("f.csv", figuresHeader, "lechan,thu_ns,2022,1.2345,official,,,,,"), `f.csv:2: cột value: "1.2345" có quá nhiều chữ số thập phân: nhận tối đa 3`, ""},
		{nil, file("f.csv", figuresHeader, "lechan,thu_ns,2022,1,final,,,,,"), `f.csv:2: cột status: "final" không được nhận; cần một trong các từ: estimate, preliminary, official, withdrawn, not_applicable`,
			`f.csv:2: column status: "final" is not accepted; it must be one of: estimate, preliminary, official, withdrawn, not_applicable`},
		{nil, file("f.csv", figuresHeader, "nowhere,thu_ns,2022,1,official,,,,,"), `f.csv:2: cột unit: không có đơn vị "nowhere"; kiểm tra mã hoặc thêm đơn vị vào tệp units`, `f.csv:2: column unit: there is no unit "nowhere"; check the key, or add the unit to a units file`},
		{nil, file("f.csv", figuresHeader, "lechan,chi_ns,2022,1,official,,,,,", "lechan,chi_ns,2022,2,official,,,,,"), "f.csv:3: trùng với f.csv:2; giữ lại một trong hai dòng", "f.csv:3: the same as f.csv:2; keep one of the two rows"},
		{nil, file("f.csv", figuresHeader, "lechan,thu_ns,2022,5,official,,,,,0"), "f.csv:2: cột version: số liệu đã thay đổi: phiên bản mới nhất là 1 (940,133, –, 20/12/2022), dòng này dựa trên phiên bản 0; xuất lại rồi sửa",
			"f.csv:2: column version: the figure has changed: the newest version is 1 (940.133, –, 20 December 2022), this row was made from version 0; export again, then edit"},
		{nil, file("f.csv", figuresHeader, "haiphong,thu_ns,2022,5,official,,,,,"), `f.csv:2: cột indicator: số liệu của "thu_ns" ở đơn vị này được tổng hợp từ đơn vị trực thuộc, không nhập trực tiếp`, ""},
		{locked, file("f.csv", figuresHeader, "lechan,thu_ns,2022,5,official,,,,,"), `f.csv:2: số liệu năm 2022 của đơn vị "lechan" đã khóa; cần mở lại trước khi sửa`, `f.csv:2: figures of the unit "lechan" for 2022 are locked; they must be reopened first`},
		{nil, file("p.csv", plansHeader, "lechan,thu_ns,2020,city,,5,,decided,,,,,,,,"), "p.csv:2: cột document: kế hoạch đã giao (decided) cần số văn bản; nếu chưa rõ văn bản dùng unknown, nếu mới dự kiến dùng proposed", ""},
		{nil, file("u.csv", unitsHeader, "anbien,,An Biên,phường,lechan,2025-01-01,,"), "u.csv:2: hai dòng của đơn vị cùng có hiệu lực: dòng trước đến …, dòng sau từ 2025-01-01; sửa valid_to của dòng trước", ""},
		{nil, file("i.csv", indicatorsHeader, "thu_ns,Thu,,triệu đồng,3,1,,amount,higher,,sum,sum,,,,,,,,"), `i.csv:2: cột measure: không đổi được từ "tỷ đồng" thành "triệu đồng" vì chỉ tiêu đã có số liệu hoặc kế hoạch; hãy sao chép thành chỉ tiêu mới`, ""},
		{nil, file("l.csv", levelsHeader, "x,999999,X,,kế hoạch,"), `l.csv:2: cột position: "999999" không được nhận; cần số nguyên từ 1 đến 99999`, `l.csv:2: column position: "999999" is not accepted; it must be a whole number from 1 to 99999`},
	}
	for _, tt := range tests {
		t.Run(tt.vi, func(t *testing.T) {
			m := tt.m
			if m == nil {
				m = base(t)
			}
			_, _, err := m.decide(tt.file)
			same(t, "Vietnamese", lines(i18n.Vi, err), []string{tt.vi})
			if en := lines(i18n.En, err); tt.en != "" {
				same(t, "English", en, []string{tt.en})
			} else if len(en) != 1 || strings.Contains(en[0], "exchange.") || en[0] == tt.vi {
				t.Errorf("English %q", en)
			}
		})
	}
}

func TestReportInWords(t *testing.T) {
	report := base(t).take(t,
		file("terms.csv", termsHeader, "kind,phường,ward,,", "kind,quận,district,,"),
		file("sets.csv", setsHeader, "lechan,2022,5,ss2010,city,rollup,"))
	same(t, "differences", report.Differences(i18n.For(i18n.Vi)), []string{"terms: 1 mới, 0 thay đổi, 1 giữ nguyên", "sets: 1 mới, 0 thay đổi, 0 giữ nguyên"})
	same(t, "differences", report.Differences(i18n.For(i18n.En)), []string{"terms: 1 new, 0 changed, 1 unchanged", "sets: 1 new, 0 changed, 0 unchanged"})
	same(t, "warnings", report.Warnings(i18n.For(i18n.Vi)), []string{`cần xem lại: sets.csv:2: cột source: chỉ tiêu "ss2010" không tổng hợp được từ đơn vị trực thuộc (over_units là none)`})
	if !report.Changes() || (exchange.Report{}).Changes() {
		t.Error("Changes does not tell something from nothing")
	}
}

// The exported files, to the byte.
func TestExportedFiles(t *testing.T) {
	m := base(t)
	m.take(t, file("tiles.csv", tilesHeader, "lechan,2,1"), file("successions.csv", successionHeader, "lechan,anbien,2025-07-01,part,1669/NQ"))
	m.take(t, file("figures.csv", figuresHeader, "lechan,thu_ns,2022,,withdrawn,,,=nhầm,,"))
	want := map[exchange.Kind][]string{
		exchange.Units:       {unitsHeader, "anbien,11371,An Biên,phường,lechan,,,", "haiphong,31,Hải Phòng,thành phố,,,,", "lechan,305,Lê Chân,quận,haiphong,,2025-06-30,"},
		exchange.Successions: {successionHeader, "lechan,anbien,2025-07-01,part,1669/NQ"},
		exchange.Levels: {levelsHeader, "city,2,Thành phố giao,City,kế hoạch thành phố giao,plan assigned by the city",
			"council,4,HĐND giao,Council,kế hoạch HĐND {kind} giao,plan assigned by the council"},
		exchange.Terms: {termsHeader, "measure,tỷ đồng,billion VND,money,1", "kind,quận,district,,"},
		exchange.Tiles: {tilesHeader, "lechan,2,1"},
		exchange.Sets: {setsHeader, "haiphong,2022,1,thu_ns,city,rollup,change", "lechan,2022,1,thu_ns,city,entered,change",
			"lechan,2022,2,tl_ngheo,city,entered,change"},
		exchange.Plans: {plansHeader + ",as_of,version", "lechan,thu_ns,2022,city,,940.133,,unknown,,,,,,,,,2021-12-31T17:00:00Z,1",
			"lechan,thu_ns,2022,council,,1056.329,,decided,2384/QĐ-UBND,2021-12-15,UBND quận,Giao chỉ tiêu,,,,,2021-12-14T17:00:00Z,1"},
		exchange.Figures: {figuresHeader,
			"lechan,ho,2022,16000,estimate,,,,2022-12-08T17:00:00Z,1", "lechan,ho_ngheo,2022,40,estimate,,,,2022-12-08T17:00:00Z,1",
			"lechan,thu_ns,2021,1541.202,official,,derived,,2022-03-30T17:00:00Z,1",
			"lechan,thu_ns,2022,940.133,estimate,,,,2022-12-08T17:00:00Z,1", "lechan,thu_ns,2022,,withdrawn,,,'=nhầm,2022-12-20T03:00:00Z,2"},
	}
	for kind, rows := range want {
		got := strings.Split(strings.TrimSuffix(string(export(t, m, exchange.CSV, kind)), "\n"), "\n")
		same(t, string(kind), got, rows)
	}
	indicators := string(export(t, m, exchange.CSV, exchange.Indicators))
	for _, row := range []string{indicatorsHeader, "tl_ngheo,Tỷ lệ hộ nghèo,Poverty rate,%,2,2,Xã hội,rate,lower,points,ratio,none,ho_ngheo,ho,100,,same_period,current,,"} {
		if !strings.Contains(indicators, row+"\n") {
			t.Errorf("the indicators lack %q:\n%s", row, indicators)
		}
	}
}

// Equal data give equal bytes, in a workbook too.
func TestExportIsSteady(t *testing.T) {
	for _, format := range exchange.Formats {
		for _, kind := range exchange.Kinds {
			m := base(t)
			if first, second := export(t, m, format, kind), export(t, m, format, kind); string(first) != string(second) {
				t.Errorf("%s as %s differ from one time to the next", kind, format)
			}
		}
	}
}
