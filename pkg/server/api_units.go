package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/indicator"
)

// A unitAnswer is a unit as it is today.
type unitAnswer struct {
	Key    string  `json:"key" doc:"ours, permanent"`
	Code   string  `json:"code" doc:"official code; may be empty"`
	Name   string  `json:"name" doc:"with its kind, in the caller's language"`
	Kind   string  `json:"kind" doc:"the Vietnamese word"`
	Parent *string `json:"parent" doc:"key of the unit above, null if none"`
}

type unitsAnswer struct {
	Units []unitAnswer `json:"units"`
	Next  string       `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
}

// An indicatorAnswer is one indicator of the catalogue.
type indicatorAnswer struct {
	Code          string `json:"code"`
	NameVi        string `json:"name_vi"`
	NameEn        string `json:"name_en"`
	Measure       string `json:"measure"`
	Decimals      int    `json:"decimals" doc:"most decimals that are stored"`
	ShownDecimals int    `json:"shown_decimals" doc:"fewest decimals that are printed"`
	Group         string `json:"group"`
	Kind          string `json:"kind"`
	Direction     string `json:"direction"`
	PercentMethod string `json:"percent_method"`
	OverUnits     string `json:"over_units"`
	OverTime      string `json:"over_time"`
	PriceBasis    string `json:"price_basis"`
	Agency        string `json:"agency"`
	Version       int    `json:"version"`
}

type indicatorsAnswer struct {
	Indicators []indicatorAnswer `json:"indicators"`
	Next       string            `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
}

func (s *Server) registerUnits(api huma.API) {
	operate(s, api, operation[pageInput, unitsAnswer]{
		id: "units", tag: tagCatalogue, method: http.MethodGet, path: "/units", summary: "The units the caller may read, by key",
		doc:    "Names are those of today, in the language of Accept-Language or of the account.",
		errors: []int{http.StatusUnprocessableEntity}, do: s.apiUnits,
	})
	operate(s, api, operation[pageInput, indicatorsAnswer]{
		id: "indicators", tag: tagCatalogue, method: http.MethodGet, path: "/indicators", summary: "The indicators of the catalogue, by code",
		doc:    "Groups, kinds, measures and agencies are the Vietnamese words.",
		errors: []int{http.StatusUnprocessableEntity}, do: s.apiIndicators,
	})
}

func (s *Server) apiUnits(c echo.Context, in *pageInput) (out unitsAnswer, err error) {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return out, err
	}
	keys := s.readable(userFrom(c), catalogue.Tree)
	names := unitNames{catalogue.Tree, catalogue.Terms, langFrom(c)}
	all := make([]unitAnswer, len(keys))
	for i, k := range keys {
		row := catalogue.Tree.Nearest(k, s.today())
		all[i] = unitAnswer{Key: string(k), Code: row.Code, Name: names.of(k, s), Kind: row.Kind}
		if row.Parent != "" {
			parent := string(row.Parent)
			all[i].Parent = &parent
		}
	}
	out.Units, out.Next, err = pageOf(all, func(u unitAnswer) string { return u.Key }, *in)
	return out, err
}

func (s *Server) apiIndicators(c echo.Context, in *pageInput) (out indicatorsAnswer, err error) {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return out, err
	}
	all := make([]indicatorAnswer, 0, len(catalogue.Indicators))
	for _, i := range catalogue.Indicators {
		all = append(all, newIndicatorAnswer(i))
	}
	slices.SortFunc(all, func(a, b indicatorAnswer) int { return strings.Compare(a.Code, b.Code) })
	out.Indicators, out.Next, err = pageOf(all, func(i indicatorAnswer) string { return i.Code }, *in)
	return out, err
}

func newIndicatorAnswer(i indicator.Indicator) indicatorAnswer {
	return indicatorAnswer{
		Code: string(i.Code), NameVi: i.NameVi, NameEn: i.NameEn, Measure: i.Measure, Decimals: i.Decimals, ShownDecimals: i.ShownDecimals,
		Group: i.Group, Kind: string(i.Kind), Direction: string(i.Direction), PercentMethod: string(i.Method),
		OverUnits: string(i.OverUnits), OverTime: string(i.OverTime), PriceBasis: i.PriceBasis, Agency: i.Agency, Version: i.Version,
	}
}
