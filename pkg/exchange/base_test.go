package exchange_test

import (
	"testing"

	"muctieu/pkg/exchange"
)

// Headers of the files that tests write, with all columns.
const (
	unitsHeader      = "unit,code,name,kind,parent,valid_from,valid_to,document"
	successionHeader = "from,to,date,share,document"
	levelsHeader     = "level,position,name_vi,name_en,phrase_vi,phrase_en"
	termsHeader      = "sort,vi,en,dimension,factor"
	indicatorsHeader = "code,name_vi,name_en,measure,decimals,shown_decimals,group,kind,direction,percent_method,over_units,over_time,numerator,denominator,scale,parent,base,price_basis,growth_from,agency"
	setsHeader       = "unit,year,position,indicator,judging_level,source,fall"
	tilesHeader      = "unit,column,row"
	plansHeader      = "unit,indicator,year,level,operator,low,high,basis,document,document_date,issuer,title,source,origin,price_basis,note"
	figuresHeader    = "unit,indicator,period,value,status,source,origin,note,as_of,version"
)

// base is a city with a district, and a ward below that; indicators of each
// way of adding up; and a few figures and plans.
func base(t testing.TB) *memory {
	t.Helper()
	m := newMemory()
	m.take(t,
		file("units.csv", unitsHeader,
			"haiphong,31,Hải Phòng,thành phố,,,,",
			"lechan,305,Lê Chân,quận,haiphong,,2025-06-30,",
			"anbien,11371,An Biên,phường,lechan,,,"),
		file("levels.csv", levelsHeader,
			"city,2,Thành phố giao,City,kế hoạch thành phố giao,plan assigned by the city",
			"council,4,HĐND giao,Council,kế hoạch HĐND {kind} giao,plan assigned by the council"),
		file("terms.csv", termsHeader,
			"measure,tỷ đồng,billion VND,money,1",
			"kind,quận,district,,"),
		file("indicators.csv", indicatorsHeader,
			"thu_ns,Thu ngân sách,Budget revenue,tỷ đồng,3,1,Kinh tế,amount,higher,,sum,sum,,,,,,,,Phòng Tài chính",
			"chi_ns,Chi ngân sách,Budget spending,tỷ đồng,3,1,Kinh tế,amount,neutral,,sum,sum,,,,,,,,",
			"ho_ngheo,Hộ nghèo,Poor households,hộ,0,0,Xã hội,count,lower,,sum,none,,,,,,,,",
			"ho,Hộ,Households,hộ,0,0,Xã hội,count,neutral,,sum,none,,,,,,,,",
			"tl_ngheo,Tỷ lệ hộ nghèo,Poverty rate,%,2,2,Xã hội,rate,lower,,ratio,none,ho_ngheo,ho,,,,,,",
			"ss2010,GTSX so sánh,Output at 2010 prices,tỷ đồng,1,1,Kinh tế,amount,higher,,none,sum,,,,,,constant:2010,,"),
		file("sets.csv", setsHeader,
			"lechan,2022,1,thu_ns,city,,",
			"lechan,2022,2,tl_ngheo,city,,",
			"haiphong,2022,1,thu_ns,city,rollup,"),
		file("plans.csv", plansHeader,
			"lechan,thu_ns,2022,city,,940.133,,unknown,,,,,,,,",
			"lechan,thu_ns,2022,council,,1056.329,,,2384/QĐ-UBND,2021-12-15,UBND quận,Giao chỉ tiêu,,,,"),
		file("figures.csv", figuresHeader,
			"lechan,thu_ns,2021,1541.202,official,,derived,,2022-03-31,",
			"lechan,thu_ns,2022,940.133,estimate,,,,2022-12-09,",
			"lechan,ho_ngheo,2022,40,estimate,,,,2022-12-09,",
			"lechan,ho,2022,16000,estimate,,,,2022-12-09,"),
	)
	return m
}

// A refusal is a case of files that are refused.
type refusal struct {
	name  string
	files []exchange.File
	want  []string // "place column key" of each fault
}

// refuse runs cases against base and checks that nothing is decided.
func refuse(t *testing.T, cases []refusal) {
	t.Helper()
	m := base(t)
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			change, _, err := m.decide(tt.files...)
			same(t, "faults", brief(err), tt.want)
			if err != nil && (len(change.Units)+len(change.Levels)+len(change.Indicators)+len(change.Sets)+len(change.Plans)+len(change.Figures)) > 0 {
				t.Errorf("refused, yet something is to be written: %+v", change)
			}
		})
	}
}

// one makes a case of a single file.
func one(name, header string, rows []string, want ...string) refusal {
	kind := map[string]string{unitsHeader: "units", successionHeader: "successions", levelsHeader: "levels", termsHeader: "terms",
		indicatorsHeader: "indicators", setsHeader: "sets", tilesHeader: "tiles", plansHeader: "plans", figuresHeader: "figures"}[header]
	if kind == "" {
		kind = "bad"
	}
	return refusal{name, []exchange.File{file(kind+".csv", append([]string{header}, rows...)...)}, want}
}
