package server

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
)

// indicatorColumns are the columns of the exchange file. The form asks for the
// same, and what it sends goes the way of such a file: one set of rules holds
// for both.
var indicatorColumns = []string{
	"code", "name_vi", "name_en", "measure", "decimals", "shown_decimals", "group", "kind", "direction", "percent_method", "over_units", "over_time",
	"numerator", "denominator", "scale", "parent", "base", "price_basis", "growth_from", "agency",
}

// indicatorValues are an indicator's properties by column.
func indicatorValues(i indicator.Indicator) map[string]string {
	values := map[string]string{
		"code": string(i.Code), "name_vi": i.NameVi, "name_en": i.NameEn, "measure": i.Measure, "decimals": strconv.Itoa(i.Decimals),
		"shown_decimals": strconv.Itoa(i.ShownDecimals), "group": i.Group, "kind": string(i.Kind), "direction": string(i.Direction),
		"percent_method": string(i.Method), "over_units": string(i.OverUnits), "over_time": string(i.OverTime), "numerator": string(i.Numerator),
		"denominator": string(i.Denominator), "parent": string(i.Parent), "base": string(i.Base), "price_basis": i.PriceBasis,
		"growth_from": string(i.GrowthFrom), "agency": i.Agency, "version": strconv.Itoa(i.Version),
	}
	if i.Scale != 0 {
		values["scale"] = strconv.Itoa(i.Scale)
	}
	return values
}

// saveNewIndicator handles POST /admin/indicators.
func (s *Server) saveNewIndicator(c echo.Context) error {
	code := indicator.Code(strings.TrimSpace(c.FormValue("code")))
	if err := s.takeIndicator(c, code, 0); err != nil {
		return s.showIndicator(c, indicator.Indicator{}, err)
	}
	return saved(c, "/admin/indicators")
}

// saveIndicator handles POST /admin/indicators/:code.
func (s *Server) saveIndicator(c echo.Context) error {
	i, err := s.knownIndicator(c)
	if err != nil {
		return err
	}
	if err := s.takeIndicator(c, i.Code, formInt(c, "version")); err != nil {
		return s.showIndicator(c, i, err)
	}
	return saved(c, indicatorAdminPath(i.Code))
}

// takeIndicator saves the form as a row of an exchange file, if version is the
// one that is stored.
func (s *Server) takeIndicator(c echo.Context, code indicator.Code, version int) error {
	values := make([]string, len(indicatorColumns))
	for i, column := range indicatorColumns {
		values[i] = strings.TrimSpace(c.FormValue(column))
	}
	values[0] = string(code)
	file, err := exchangeFile("indicators.csv", indicatorColumns, values)
	if err != nil {
		return err
	}
	batch := exchange.Read(file)
	return s.store.Change(c.Request().Context(), actorFrom(c), func(st *indicator.State) (indicator.Change, error) {
		if have := st.Indicators[code].Version; have != version {
			return indicator.Change{}, errs.E(errs.Conflict, "store.changed_meanwhile", "object", string(code), "have", have, "seen", version)
		}
		change, _, err := exchange.Decide(st, batch)
		return change, unplaced(err)
	})
}

// exchangeFile makes an exchange file of one row. Text that begins like a
// formula is given the apostrophe that reading takes off again.
func exchangeFile(name string, columns, values []string) (exchange.File, error) {
	values = slices.Clone(values)
	for i, v := range values {
		values[i] = plainText(v)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll([][]string{columns, values}); err != nil {
		return exchange.File{}, err
	}
	return exchange.File{Name: name, Data: b.Bytes()}, nil
}

// unplaced leaves out file and line of faults: the form has neither.
func unplaced(err error) error {
	var faults errs.Faults
	if !errors.As(err, &faults) {
		return err
	}
	plain := make(errs.Faults, len(faults))
	for i, f := range faults {
		plain[i].Err = f.Err
	}
	return plain
}
