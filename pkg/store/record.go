package store

import (
	"strings"
	"time"

	"gorm.io/gorm/schema"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// The rows of the catalogue's tables. Domain types carry no tags of a
// database. naming gives each struct its table.

// naming derives tables and columns from the names in Go: unitRowRecord is a
// row of unit_row.
var naming = schema.NamingStrategy{SingularTable: true, NameReplacer: recordSuffix{}}

type recordSuffix struct{}

// Replace drops the suffix that tells a row from what it describes.
func (recordSuffix) Replace(name string) string { return strings.TrimSuffix(name, "Record") }

const dayForm = "2006-01-02"

// dayText writes a date; an open one is empty.
func dayText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(dayForm)
}

// dayOf reads what dayText wrote; anything else is an open date.
func dayOf(text string) time.Time {
	day, err := time.Parse(dayForm, text)
	if err != nil {
		return time.Time{}
	}
	return day
}

// reference writes a key that may be missing: the database checks that what is
// named exists, and takes NULL for nothing named.
func reference[K ~string](key K) *string {
	if key == "" {
		return nil
	}
	text := string(key)
	return &text
}

func referred(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func notFound(key string, args ...any) error { return errs.E(errs.NotFound, key, args...) }

type unitRecord struct {
	Key     string `gorm:"primaryKey"`
	Version int
}

type unitRowRecord struct {
	Unit      string `gorm:"primaryKey"`
	Position  int    `gorm:"primaryKey;autoIncrement:false"`
	Code      string
	Name      string
	Kind      string
	Parent    *string
	ValidFrom string
	ValidTo   string
	Document  string
}

func (r unitRowRecord) row() org.Row {
	return org.Row{Code: r.Code, Name: r.Name, Kind: r.Kind, Parent: org.Key(referred(r.Parent)),
		From: dayOf(r.ValidFrom), To: dayOf(r.ValidTo), Document: r.Document}
}

func unitRowRecords(u org.Unit) []unitRowRecord {
	records := make([]unitRowRecord, len(u.Rows))
	for i, r := range u.Rows {
		records[i] = unitRowRecord{string(u.Key), i + 1, r.Code, r.Name, r.Kind, reference(r.Parent), dayText(r.From), dayText(r.To), r.Document}
	}
	return records
}

type successionRecord struct {
	FromUnit string `gorm:"primaryKey"`
	ToUnit   string `gorm:"primaryKey"`
	Day      string `gorm:"primaryKey"`
	Share    string
	Document string
}

func (r successionRecord) succession() org.Succession {
	return org.Succession{From: org.Key(r.FromUnit), To: org.Key(r.ToUnit), Date: dayOf(r.Day), Share: org.Share(r.Share), Document: r.Document}
}

func newSuccessionRecord(s org.Succession) successionRecord {
	return successionRecord{string(s.From), string(s.To), dayText(s.Date), string(s.Share), s.Document}
}

type levelRecord struct {
	Code                               string `gorm:"primaryKey"`
	Position                           int
	NameVi, NameEn, PhraseVi, PhraseEn string
	Version                            int
}

func (r levelRecord) level() indicator.Level {
	return indicator.Level{Code: r.Code, Position: r.Position, NameVi: r.NameVi, NameEn: r.NameEn, PhraseVi: r.PhraseVi, PhraseEn: r.PhraseEn, Version: r.Version}
}

func newLevelRecord(l indicator.Level) levelRecord {
	return levelRecord{l.Code, l.Position, l.NameVi, l.NameEn, l.PhraseVi, l.PhraseEn, l.Version}
}

type termRecord struct {
	Sort                  string `gorm:"primaryKey"`
	Vi                    string `gorm:"primaryKey"`
	En, Dimension, Factor string
	Position, Version     int
}

func (r termRecord) term() i18n.Term {
	return i18n.Term{Sort: i18n.Sort(r.Sort), Vi: r.Vi, En: r.En, Dimension: r.Dimension, Factor: r.Factor, Position: r.Position, Version: r.Version}
}

func newTermRecord(t i18n.Term) termRecord {
	return termRecord{string(t.Sort), t.Vi, t.En, t.Dimension, t.Factor, t.Position, t.Version}
}

type tileRecord struct {
	Unit              string `gorm:"primaryKey"`
	MapColumn, MapRow int
}

type indicatorSetRecord struct {
	Unit    string `gorm:"primaryKey"`
	Year    int    `gorm:"primaryKey;autoIncrement:false"`
	Version int
}

type indicatorSetRowRecord struct {
	Unit      string `gorm:"primaryKey"`
	Year      int    `gorm:"primaryKey;autoIncrement:false"`
	Indicator string `gorm:"primaryKey"`
	Position  int
	Judging   string
	Source    string
	Fall      string
}

func (r indicatorSetRowRecord) row() indicator.SetRow {
	return indicator.SetRow{Position: r.Position, Indicator: indicator.Code(r.Indicator), Judging: r.Judging, Source: indicator.Source(r.Source), Fall: indicator.Fall(r.Fall)}
}

func setRowRecords(s indicator.Set) []indicatorSetRowRecord {
	records := make([]indicatorSetRowRecord, len(s.Rows))
	for i, r := range s.Rows {
		records[i] = indicatorSetRowRecord{string(s.Unit), s.Year, string(r.Indicator), r.Position, r.Judging, string(r.Source), string(r.Fall)}
	}
	return records
}

type indicatorRecord struct {
	Code          string `gorm:"primaryKey"`
	NameVi        string
	NameEn        string
	Measure       string
	Decimals      int
	ShownDecimals int
	GroupName     string
	Kind          string
	Direction     string
	Method        string
	OverUnits     string
	OverTime      string
	Numerator     *string
	Denominator   *string
	Scale         int
	Parent        *string
	Base          string
	PriceBasis    string
	GrowthFrom    *string
	Agency        string
	Version       int
}

func (r indicatorRecord) indicator() indicator.Indicator {
	return indicator.Indicator{
		Code: indicator.Code(r.Code), NameVi: r.NameVi, NameEn: r.NameEn, Measure: r.Measure,
		Decimals: r.Decimals, ShownDecimals: r.ShownDecimals, Group: r.GroupName,
		Kind: indicator.Kind(r.Kind), Direction: indicator.Direction(r.Direction), Method: indicator.Method(r.Method),
		OverUnits: indicator.Aggregation(r.OverUnits), OverTime: indicator.Aggregation(r.OverTime),
		Numerator: indicator.Code(referred(r.Numerator)), Denominator: indicator.Code(referred(r.Denominator)), Scale: r.Scale,
		Parent: indicator.Code(referred(r.Parent)), Base: indicator.Base(r.Base), PriceBasis: r.PriceBasis,
		GrowthFrom: indicator.Code(referred(r.GrowthFrom)), Agency: r.Agency, Version: r.Version,
	}
}

func newIndicatorRecord(i indicator.Indicator) indicatorRecord {
	return indicatorRecord{
		string(i.Code), i.NameVi, i.NameEn, i.Measure, i.Decimals, i.ShownDecimals, i.Group,
		string(i.Kind), string(i.Direction), string(i.Method), string(i.OverUnits), string(i.OverTime),
		reference(i.Numerator), reference(i.Denominator), i.Scale, reference(i.Parent), string(i.Base), i.PriceBasis,
		reference(i.GrowthFrom), i.Agency, i.Version,
	}
}
