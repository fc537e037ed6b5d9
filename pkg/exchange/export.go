package exchange

import (
	"cmp"
	"io"
	"maps"
	"slices"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

// A Format is how a table is written.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Formats lists the formats in the order they are offered.
var Formats = []Format{CSV, XLSX}

// A Stored gives what is stored to Export. The two functions give all versions
// in order of their cells and versions; they may be nil for kinds that need
// neither.
type Stored struct {
	Catalogue  *indicator.Catalogue
	EachFigure func(take func(indicator.Figure) error) error
	EachPlan   func(take func(indicator.Plan) error) error
}

// A field is one cell that is written: text, or a number in plain decimals.
type field struct {
	text   string
	number bool
}

func word[T ~string](s T) field { return field{text: string(s)} }

// A table takes the rows of one kind.
type table interface {
	write(fields []field) error
	end() error
}

// Export writes everything of a kind: every row and every version, in a fixed
// order, so that the file imports again to the same state and equal data give
// equal bytes. Of entry workbooks see Workbook. An unknown kind or format is
// Invalid ("exchange.unknown_kind", "exchange.unknown_format"); other errors
// are those of the writer and of stored.
func Export(w io.Writer, f Format, k Kind, stored Stored) error {
	rows, ok := exporters[k]
	if !ok {
		return errs.E(errs.Invalid, "exchange.unknown_kind", "text", excerpt(string(k)), "kinds", texts(Kinds))
	}
	var t table
	switch f {
	case CSV:
		t = newCSVTable(w)
	case XLSX:
		var err error
		if t, err = newXLSXTable(w, string(k)); err != nil {
			return err
		}
	default:
		return errs.E(errs.Invalid, "exchange.unknown_format", "text", excerpt(string(f)), "formats", texts(Formats))
	}
	header := make([]field, 0, len(k.Columns()))
	for _, name := range k.Columns() {
		header = append(header, word(name))
	}
	if err := t.write(header); err != nil {
		return err
	}
	if err := rows(stored, t.write); err != nil {
		return err
	}
	return t.end()
}

// exporters gives the rows of each kind, in the order of its columns.
var exporters = map[Kind]func(Stored, func([]field) error) error{
	Units:       exportUnits,
	Successions: exportSuccessions,
	Levels:      exportLevels,
	Terms:       exportTerms,
	Tiles:       exportTiles,
	Indicators:  exportIndicators,
	Sets:        exportSets,
	Plans:       exportPlans,
	Figures:     exportFigures,
}

func exportUnits(s Stored, write func([]field) error) error {
	for _, key := range s.Catalogue.Tree.Keys() {
		u, _ := s.Catalogue.Tree.Unit(key)
		for _, r := range u.Rows {
			err := write([]field{word(key), word(r.Code), word(r.Name), word(r.Kind), word(r.Parent), day(r.From), day(r.To), word(r.Document)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func exportSuccessions(s Stored, write func([]field) error) error {
	all := s.Catalogue.Tree.Successions()
	slices.SortStableFunc(all, func(a, b successionOf) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for _, x := range all {
		if err := write([]field{word(x.From), word(x.To), day(x.Date), word(x.Share), word(x.Document)}); err != nil {
			return err
		}
	}
	return nil
}

func exportLevels(s Stored, write func([]field) error) error {
	for _, l := range s.Catalogue.Levels {
		err := write([]field{word(l.Code), whole(l.Position), word(l.NameVi), word(l.NameEn), word(l.PhraseVi), word(l.PhraseEn)})
		if err != nil {
			return err
		}
	}
	return nil
}

func exportTerms(s Stored, write func([]field) error) error {
	terms := slices.Clone(s.Catalogue.Terms)
	slices.SortStableFunc(terms, func(a, b termOf) int { return cmp.Compare(a.Position, b.Position) })
	for _, t := range terms {
		if err := write([]field{word(t.Sort), word(t.Vi), word(t.En), word(t.Dimension), {t.Factor, t.Factor != ""}}); err != nil {
			return err
		}
	}
	return nil
}

func exportTiles(s Stored, write func([]field) error) error {
	tiles := slices.Clone(s.Catalogue.Tiles)
	slices.SortFunc(tiles, func(a, b indicator.Tile) int { return cmp.Compare(a.Unit, b.Unit) })
	for _, t := range tiles {
		if err := write([]field{word(t.Unit), whole(t.Column), whole(t.Row)}); err != nil {
			return err
		}
	}
	return nil
}

func exportIndicators(s Stored, write func([]field) error) error {
	for _, code := range slices.Sorted(maps.Keys(s.Catalogue.Indicators)) {
		i := s.Catalogue.Indicators[code]
		scale := field{}
		if i.Scale != 0 {
			scale = whole(i.Scale)
		}
		err := write([]field{
			word(i.Code), word(i.NameVi), word(i.NameEn), word(i.Measure), whole(i.Decimals), whole(i.ShownDecimals), word(i.Group),
			word(i.Kind), word(i.Direction), word(i.Method), word(i.OverUnits), word(i.OverTime), word(i.Numerator), word(i.Denominator), scale,
			word(i.Parent), word(i.Base), word(i.PriceBasis), word(i.GrowthFrom), word(i.Agency),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func exportSets(s Stored, write func([]field) error) error {
	keys := slices.SortedFunc(maps.Keys(s.Catalogue.Sets), func(a, b indicator.SetKey) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Year, b.Year))
	})
	for _, key := range keys {
		for _, r := range s.Catalogue.Sets[key].Rows {
			err := write([]field{word(key.Unit), whole(key.Year), whole(r.Position), word(r.Indicator), word(r.Judging), word(r.Source), word(r.Fall)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
