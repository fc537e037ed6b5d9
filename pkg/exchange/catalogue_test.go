package exchange_test

import (
	"testing"

	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
)

func TestUnitsRefused(t *testing.T) {
	refuse(t, []refusal{
		one("missing and wrong cells", unitsHeader, []string{"x,,,phường,lechan,,,", "Y,,Y,phường,nowhere,2022-02-30,,"},
			"units.csv:2 name needed", "units.csv:3 unit bad_key", "units.csv:3 parent unknown_unit", "units.csv:3 valid_from bad_date"),
		one("dates the wrong way round", unitsHeader, []string{"x,,X,phường,lechan,2022-02-01,2022-01-31,"}, "units.csv:2 valid_to dates_reversed"),
		one("a row twice", unitsHeader, []string{"x,,X,phường,lechan,2022-02-01,,", "x,,Y,phường,lechan,2022-02-01,,"}, "units.csv:3 doubled"),
		one("two rows on one day", unitsHeader, []string{"x,,X,phường,lechan,2022-01-01,2022-06-30,", "x,,X,phường,lechan,2022-06-30,,"}, "units.csv:3 validity_overlap"),
		one("over the stored row", unitsHeader, []string{"anbien,,An Biên,phường,lechan,2025-01-01,,"}, "units.csv:2 validity_overlap"),
		one("its own parent", unitsHeader, []string{"x,,X,phường,x,,,"}, "units.csv:2 parent own_parent"),
		one("below itself", unitsHeader, []string{"haiphong,31,Hải Phòng,thành phố,anbien,,,"}, "units.csv:2 parent unit_circle"),
		one("below itself within the file", unitsHeader, []string{"x,,X,phường,y,,,", "y,,Y,phường,x,,,"}, "units.csv:2 parent unit_circle", "units.csv:3 parent unit_circle"),
	})
}

func TestUnitsMerge(t *testing.T) {
	m := base(t)
	report := m.take(t, file("units.csv", "unit,code,name,kind,parent,valid_from,valid_to",
		"anbien,11371,An Biên,phường,lechan,,2024-12-31", // ends
		"anbien,11401,An Dương,phường,lechan,2025-01-01,",
		"haiphong,31,Hải Phòng,thành phố,,,",
		"p-lechan,11383,Lê Chân,phường,haiphong,2025-07-01,"))
	if want := (exchange.Count{New: 2, Changed: 1, Unchanged: 1}); report.Counts[exchange.Units] != want {
		t.Errorf("counts %+v, want %+v", report.Counts[exchange.Units], want)
	}
	if u, _ := m.Tree.Unit("anbien"); len(u.Rows) != 2 || u.Rows[1].Name != "An Dương" {
		t.Errorf("rows of anbien: %+v", u.Rows)
	}
	if len(m.Tree.Keys()) != 4 {
		t.Errorf("units %v: rows that are absent must stay", m.Tree.Keys())
	}
}

// A unit may lie below another at one time and above it at another.
func TestTurnedUpsideDown(t *testing.T) {
	base(t).take(t, file("units.csv", unitsHeader,
		"a,,A,xã,b,,2020-12-31,", "a,,A,xã,haiphong,2021-01-01,,",
		"b,,B,xã,haiphong,,2020-12-31,", "b,,B,xã,a,2021-01-01,,"))
}

func TestSuccessionsRefused(t *testing.T) {
	refuse(t, []refusal{
		one("unknown, empty, wrong", successionHeader, []string{"nowhere,anbien,2025-01-01,whole,", "lechan,anbien,,half,", "lechan,lechan,2025-01-01,part,"},
			"successions.csv:2 from unknown_unit", "successions.csv:3 date needed", "successions.csv:3 share not_one_of", "successions.csv:4 to own_successor"),
		one("twice", successionHeader, []string{"lechan,anbien,2025-01-01,part,", "lechan,anbien,2025-01-01,part,"}, "successions.csv:3 doubled"),
		one("whole into two", successionHeader, []string{"lechan,anbien,2025-01-01,whole,", "lechan,haiphong,2025-01-01,part,"},
			"successions.csv:2 share whole_and_more", "successions.csv:3 share whole_and_more"),
	})
}

func TestLevelsRefused(t *testing.T) {
	refuse(t, []refusal{
		one("missing and wrong cells", levelsHeader, []string{"stretch,0,,,phấn đấu {unit},"},
			"levels.csv:2 position bad_whole", "levels.csv:2 name_vi needed", "levels.csv:2 phrase_vi bad_phrase"),
		one("twice", levelsHeader, []string{"x,7,X,,kế hoạch,", "x,8,X,,kế hoạch,"}, "levels.csv:3 doubled"),
		one("a position taken", levelsHeader, []string{"x,2,X,,kế hoạch,"}, "levels.csv:2 position position_taken"),
	})
}

func TestTermsRefused(t *testing.T) {
	refuse(t, []refusal{
		one("missing and wrong cells", termsHeader, []string{"unit,x,y,,", "measure,,y,,", "kind,phường,ward,money,1", "measure,tấn,tonne,mass,", "measure,tạ,quintal,mass,0", "measure,yến,,mass,1e3"},
			"terms.csv:2 sort not_one_of", "terms.csv:3 vi needed", "terms.csv:4 dimension only_measures", "terms.csv:5 factor dimension_and_factor",
			"terms.csv:6 factor factor_above_zero", "terms.csv:7 factor number.not_plain"),
		one("twice", termsHeader, []string{"kind,phường,ward,,", "kind,phường,quarter,,"}, "terms.csv:3 doubled"),
	})
}

func TestTilesRefused(t *testing.T) {
	refuse(t, []refusal{
		one("wrong cells", tilesHeader, []string{"nowhere,1,1", "lechan,-1,1", "anbien,,9999"},
			"tiles.csv:2 unit unknown_unit", "tiles.csv:3 column bad_whole", "tiles.csv:4 column needed_whole", "tiles.csv:4 row bad_whole"),
		one("twice", tilesHeader, []string{"lechan,1,1", "lechan,2,1"}, "tiles.csv:3 doubled"),
	})
}

func TestIndicatorsRefused(t *testing.T) {
	refuse(t, []refusal{
		one("missing and wrong cells", indicatorsHeader, []string{"a b,,,,10,x,,sum,up,percent,mean,mean,,,5,,now,fixed,,"},
			"indicators.csv:2 code bad_key", "indicators.csv:2 name_vi needed", "indicators.csv:2 measure needed", "indicators.csv:2 decimals bad_whole",
			"indicators.csv:2 shown_decimals bad_whole", "indicators.csv:2 kind not_one_of", "indicators.csv:2 direction not_one_of", "indicators.csv:2 percent_method not_one_of",
			"indicators.csv:2 over_units not_one_of", "indicators.csv:2 over_time not_one_of", "indicators.csv:2 scale not_one_of", "indicators.csv:2 base not_one_of", "indicators.csv:2 price_basis bad_price_basis"),
		one("more shown than stored", indicatorsHeader, []string{"a,A,,tấn,1,2,,amount,higher,,sum,sum,,,,,,,,"}, "indicators.csv:2 shown_decimals shown_above_stored"),
		one("operands of a ratio", indicatorsHeader, []string{
			"a,A,,%,1,1,,rate,higher,,ratio,none,,nowhere,,,,,,", "b,B,,%,1,1,,rate,higher,,none,none,ho,,100,,,,,",
		}, "indicators.csv:2 numerator ratio_needs_operands", "indicators.csv:2 denominator unknown_indicator", "indicators.csv:3 numerator only_ratios", "indicators.csv:3 scale only_ratios"),
		one("circles", indicatorsHeader, []string{
			"a,A,,%,1,1,,rate,higher,,ratio,none,b,ho,,,,,,", "b,B,,%,1,1,,rate,higher,,ratio,none,a,ho,,,,,,",
			"c,C,,tấn,1,1,,amount,higher,,sum,sum,,,,d,,,,", "d,D,,tấn,1,1,,amount,higher,,sum,sum,,,,c,,,,", "e,E,,tấn,1,1,,amount,higher,,sum,sum,,,,e,,,,",
			"f,F,,tấn,1,1,,amount,higher,,sum,sum,,,,e,,,,", // below a circle, not in it
		}, "indicators.csv:2 numerator operand_circle", "indicators.csv:3 numerator operand_circle",
			"indicators.csv:4 parent parent_circle", "indicators.csv:5 parent parent_circle", "indicators.csv:6 parent parent_circle"),
		one("growth from current prices", indicatorsHeader, []string{"a,A,,tấn,1,1,,amount,higher,,sum,sum,,,,,,,thu_ns,", "b,B,,tấn,1,1,,amount,higher,,sum,sum,,,,,,,ss2010,", "c,C,,tấn,1,1,,amount,higher,,sum,sum,,,,,,constant:2010,c,"},
			"indicators.csv:2 growth_from growth_needs_constant", "indicators.csv:4 growth_from growth_needs_constant"),
		one("fixed once used", indicatorsHeader, []string{"thu_ns,Thu,,triệu đồng,2,1,,count,lower,none,none,last,,,,,,constant:2010,,"},
			"indicators.csv:2 measure fixed", "indicators.csv:2 decimals decimals_shrink", "indicators.csv:2 kind fixed", "indicators.csv:2 direction fixed", "indicators.csv:2 percent_method fixed",
			"indicators.csv:2 over_units fixed", "indicators.csv:2 over_time fixed", "indicators.csv:2 price_basis fixed"),
		one("twice", indicatorsHeader, []string{"a,A,,tấn,1,1,,amount,higher,,sum,sum,,,,,,,,", "a,B,,tấn,1,1,,amount,higher,,sum,sum,,,,,,,,"}, "indicators.csv:3 doubled"),
	})
}

func TestIndicatorDefaults(t *testing.T) {
	m := base(t)
	for code, want := range map[indicator.Code]indicator.Indicator{
		"thu_ns":   {Method: indicator.Ratio, Base: indicator.SamePeriod, PriceBasis: "current", Scale: 0},
		"tl_ngheo": {Method: indicator.Points, Base: indicator.SamePeriod, PriceBasis: "current", Scale: 100},
		"ss2010":   {Method: indicator.Ratio, Base: indicator.SamePeriod, PriceBasis: "constant:2010"},
	} {
		got := m.Indicators[code]
		if got.Method != want.Method || got.Base != want.Base || got.PriceBasis != want.PriceBasis || got.Scale != want.Scale {
			t.Errorf("%s: %+v, want defaults %+v", code, got, want)
		}
	}
}

// The columns of a ratio are not in the file and stay; decimals may grow.
func TestIndicatorChanges(t *testing.T) {
	m := base(t)
	report := m.take(t, file("indicators.csv", "code,name_vi,name_en,measure,decimals,shown_decimals,group,kind,direction,percent_method,over_units,over_time,agency",
		"tl_ngheo,Tỷ lệ hộ nghèo đa chiều,,%,3,2,Xã hội,rate,lower,,ratio,none,Phòng Lao động",
		"ho,Hộ,Households,hộ,0,0,Xã hội,count,neutral,,sum,none,"))
	if want := (exchange.Count{Changed: 1, Unchanged: 1}); report.Counts[exchange.Indicators] != want {
		t.Errorf("counts %+v, want %+v", report.Counts[exchange.Indicators], want)
	}
	if got := m.Indicators["tl_ngheo"]; got.Decimals != 3 || got.Numerator != "ho_ngheo" || got.Denominator != "ho" || got.Scale != 100 {
		t.Errorf("after: %+v", got)
	}
}

func TestSetsRefused(t *testing.T) {
	refuse(t, []refusal{
		one("unknown codes and wrong cells", setsHeader, []string{"nowhere,2022,1,none,never,,", "lechan,22,0,chi_ns,city,given,slope", "lechan,2022,,chi_ns,,,"},
			"sets.csv:2 unit unknown_unit", "sets.csv:2 indicator unknown_indicator", "sets.csv:2 judging_level unknown_level",
			"sets.csv:3 year bad_whole", "sets.csv:3 position bad_whole", "sets.csv:3 source not_one_of", "sets.csv:3 fall not_one_of",
			"sets.csv:4 position needed_whole", "sets.csv:4 judging_level needed"),
		one("twice", setsHeader, []string{"lechan,2022,3,chi_ns,city,,", "lechan,2022,4,chi_ns,city,,"}, "sets.csv:3 doubled"),
		one("a position taken", setsHeader, []string{"lechan,2022,1,chi_ns,city,,"}, "sets.csv:2 position position_taken_by"),
		one("rolled up over typed figures", setsHeader, []string{"lechan,2022,1,thu_ns,city,rollup,"}, "sets.csv:2 source rollup_has_figures"),
	})
}

func TestSetsMerge(t *testing.T) {
	m := base(t)
	report := m.take(t, file("sets.csv", "unit,year,position,indicator,judging_level",
		"lechan,2022,2,thu_ns,council", "lechan,2022,1,tl_ngheo,city", "lechan,2022,3,chi_ns,city"))
	if want := (exchange.Count{New: 1, Changed: 2}); report.Counts[exchange.Sets] != want {
		t.Errorf("counts %+v, want %+v", report.Counts[exchange.Sets], want)
	}
	set := m.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}]
	if len(set.Rows) != 3 || set.Rows[0].Indicator != "tl_ngheo" || set.Rows[1].Judging != "council" || set.Rows[2].Source != indicator.Entered || set.Rows[2].Fall != indicator.FallChange {
		t.Errorf("rows %+v", set.Rows)
	}
	rolled := m.Sets[indicator.SetKey{Unit: "haiphong", Year: 2022}]
	if m.take(t, file("sets.csv", "unit,year,position,indicator,judging_level", "haiphong,2022,1,thu_ns,city")).Changes() || rolled.Rows[0].Source != indicator.Rollup {
		t.Error("an absent source did not keep the roll-up")
	}
}

// What cannot be added up may still be asked for; it is told.
func TestRollUpOfNothingIsADoubt(t *testing.T) {
	report := base(t).take(t, file("sets.csv", setsHeader, "lechan,2022,5,ss2010,city,rollup,"))
	same(t, "doubts", brief(report.Doubts.Err()), []string{"sets.csv:2 source rollup_of_nothing"})
}
