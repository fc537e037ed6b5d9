package server

import (
	"archive/zip"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// An allView is the dot of summary/all: the reports of all units below one.
type allView struct {
	page
	Lead    string
	Back    linkView
	Action  string
	Formats fieldView
	Word    string
	Empty   *emptyView // there are no units to report on
	Bundle  *bundleView
}

// A bundleView is the dot of summary/bundle: how far an export is.
type bundleView struct {
	State  stateView
	Text   string // "3/16 đơn vị"
	Made   int
	Total  int
	Live   bool   // it is being made: asked about again every other second
	Poll   string // where
	Cancel string // where it is ended; empty: it has ended
	Zip    string // where the files are; empty: not yet
	Words  bundleWords
	Faults []string
}

// bundleWords are the texts of a bundleView, for it is also sent alone.
type bundleWords struct{ Cancel, Zip, Progress, Faults string }

// summaryAllPage handles GET /units/:unit/summary/all: asks for the reports of
// all units below one, and shows how far they are. A script asks for the
// progress alone.
func (s *Server) summaryAllPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "summary/all"); done {
		return err
	}
	v, err := s.newAllView(c)
	if err != nil {
		return err
	}
	if isFragment(c) && v.Bundle != nil {
		return s.templates.fragment(c, http.StatusOK, "summary/all", "summary/bundle", v.Bundle)
	}
	return s.show(c, "summary/all", v)
}

func (s *Server) newAllView(c echo.Context) (v allView, err error) {
	scope, err := s.scopeOf(c)
	if err != nil {
		return v, err
	}
	p := printerFrom(c)
	units, err := s.unitsToReport(c, scope)
	if err != nil {
		return v, err
	}
	if v.page, err = s.page(c, p.T("summary.all_title", "period", scope.period)); err != nil {
		return v, err
	}
	if v.Context, err = s.contextBar(c, scope.unit, scope.period, "summary/all"); err != nil {
		return v, err
	}
	w := &summaryWork{scope: scope}
	v.Back = linkView{Href: w.path("summary"), Text: p.T("summary.all_back")}
	v.Action, v.Word = w.path("summary/all"), p.T("summary.all_word")
	v.Lead = p.T("summary.all_lead", "count", len(units))
	if len(units) == 0 {
		v.Empty = &emptyView{Text: p.T("summary.all_none")}
	}
	v.Formats = fieldView{ID: "formats", Name: "format", Label: p.T("summary.all_formats"), Type: "checkbox"}
	for _, name := range zippedFormats {
		v.Formats.Options = append(v.Formats.Options, choiceView{Value: name, Text: p.T("summary.format_" + name), Checked: true})
	}
	v.Bundle, err = s.newestBundle(c, w)
	return v, err
}

// unitsToReport are the units below one that have indicators in the period's
// year and that the person may read, each after the one above it.
func (s *Server) unitsToReport(c echo.Context, scope summaryScope) ([]org.Key, error) {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return nil, err
	}
	user, day := userFrom(c), scope.period.Last()
	return slices.DeleteFunc(catalogue.Tree.Below(scope.unit, day), func(k org.Key) bool {
		set := catalogue.Sets[indicator.SetKey{Unit: k, Year: scope.period.Year}]
		return len(set.Rows) == 0 || !user.MayRead(account.Place{Tree: catalogue.Tree, Unit: k, Day: day})
	}), nil
}

// newestBundle is the person's last export of the unit and period; nil if
// there is none. Looking at it also goes on with it where a server left it.
func (s *Server) newestBundle(c echo.Context, w *summaryWork) (*bundleView, error) {
	bundles, err := s.store.Bundles(c.Request().Context(), userFrom(c).Login, w.scope.unit, w.scope.period)
	if err != nil || len(bundles) == 0 {
		return nil, err
	}
	b := bundles[0]
	if b.State == store.BundleWaiting {
		s.bundles.start(b.ID)
	}
	return s.bundleView(c, w, b)
}

// bundleLooks gives each state of an export icon and colour.
var bundleLooks = map[store.BundleState]struct{ icon, class string }{
	store.BundleWaiting: {"loader-2", ""}, store.BundleDone: {"circle-check", "done"}, store.BundleCancelled: {"ban", "warning"},
}

func (s *Server) bundleView(c echo.Context, w *summaryWork, b store.Bundle) (*bundleView, error) {
	p, id := printerFrom(c), strconv.FormatInt(b.ID, 10)
	look := bundleLooks[b.State]
	v := &bundleView{
		State: stateView{Icon: look.icon, Class: look.class, Word: p.T("summary.bundle_" + string(b.State))},
		Text:  p.T("summary.bundle_count", "made", b.Made, "total", b.Total), Made: b.Made, Total: b.Total,
		Words: bundleWords{p.T("summary.bundle_cancel"), p.T("summary.bundle_zip"), p.T("summary.bundle_progress"), p.T("summary.bundle_faults")},
	}
	switch b.State {
	case store.BundleWaiting:
		v.Live, v.Poll, v.Cancel = true, w.path("summary/all"), w.path("summary/all/"+id+"/cancel")
	case store.BundleDone:
		v.Zip = w.path("summary/all/" + id + "/zip")
	}
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, f := range b.Faults {
		name := report.NameOf(catalogue.Tree, catalogue.Terms, f.Unit, b.Period.Last(), p.Lang()).Name
		v.Faults = append(v.Faults, name+": "+i18n.Lowered(p.T(f.Key)))
	}
	return v, nil
}

// startAll handles POST /units/:unit/summary/all: begins an export. One that
// the person has under way for the same unit and period goes on instead.
func (s *Server) startAll(c echo.Context) error {
	scope, err := s.scopeOf(c)
	if err != nil {
		return err
	}
	if scope.period.IsZero() {
		return errs.E(errs.Invalid, "report.no_period")
	}
	form, err := c.FormParams()
	if err != nil {
		return errs.E(errs.Invalid, "server.bad_request").Because(err)
	}
	formats := slices.DeleteFunc(slices.Clone(zippedFormats), func(f string) bool { return !slices.Contains(form["format"], f) })
	units, err := s.unitsToReport(c, scope)
	switch {
	case err != nil:
		return err
	case len(formats) == 0:
		return errs.E(errs.Invalid, "summary.all_no_format")
	case len(units) == 0:
		return errs.E(errs.Invalid, "summary.all_none")
	}
	ctx := c.Request().Context()
	to := (&summaryWork{scope: scope}).path("summary/all")
	have, err := s.store.Bundles(ctx, userFrom(c).Login, scope.unit, scope.period)
	if err != nil {
		return err
	}
	if len(have) > 0 && have[0].State == store.BundleWaiting {
		return back(c, to)
	}
	b := store.Bundle{Unit: scope.unit, Period: scope.period, Lang: scope.lang, Decimals: scope.decimals, Formats: formats}
	id, err := s.store.AddBundle(ctx, actorFrom(c), b, units)
	if err != nil {
		return err
	}
	s.bundles.start(id)
	return back(c, to)
}

// ownBundle finds the export an address names. Another's does not exist.
func (s *Server) ownBundle(c echo.Context) (store.Bundle, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return store.Bundle{}, errs.E(errs.NotFound, "store.no_such_bundle")
	}
	b, err := s.store.Bundle(c.Request().Context(), id)
	if err == nil && (b.By != userFrom(c).Login || b.Unit != unitFrom(c)) {
		return store.Bundle{}, errs.E(errs.NotFound, "store.no_such_bundle")
	}
	return b, err
}

// cancelAll handles POST /units/:unit/summary/all/:id/cancel.
func (s *Server) cancelAll(c echo.Context) error {
	b, err := s.ownBundle(c)
	if err != nil {
		return err
	}
	if err := s.store.EndBundle(c.Request().Context(), b.ID, store.BundleCancelled); err != nil {
		return err
	}
	return back(c, unitPath(b.Unit, "summary/all", b.Period))
}

// allZip handles GET /units/:unit/summary/all/:id/zip: the files of all units
// in one archive, sent unit by unit as it is put together. Units the person
// may no longer read are left out.
func (s *Server) allZip(c echo.Context) error {
	b, err := s.ownBundle(c)
	if err != nil {
		return err
	}
	if b.State != store.BundleDone {
		return errs.E(errs.NotFound, "store.no_such_bundle")
	}
	ctx := c.Request().Context()
	units, err := s.store.BundleUnits(ctx, b.ID)
	if err != nil {
		return err
	}
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	p := i18n.For(b.Lang)
	name := func(k org.Key) string {
		return report.NameOf(catalogue.Tree, catalogue.Terms, k, b.Period.Last(), b.Lang).Name
	}
	title := safeName(p.T("summary.all_file", "period", p.Period(b.Period), "unit", name(b.Unit)))
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/zip")
	h.Set(echo.HeaderContentDisposition, disposition(title+".zip", string(b.Unit)+"-"+b.Period.String()+"-all.zip"))
	// A large archive on a slow line takes longer than a page may.
	if err := http.NewResponseController(c.Response()).SetWriteDeadline(time.Time{}); err != nil {
		s.log.Debug("no deadline to lift", "error", err)
	}
	c.Response().WriteHeader(http.StatusOK)
	z := zip.NewWriter(c.Response())
	for _, u := range units {
		place := account.Place{Tree: catalogue.Tree, Unit: u.Unit, Day: b.Period.Last()}
		if !userFrom(c).MayRead(place) {
			continue
		}
		folder := fmt.Sprintf("%03d %s/", u.Position, safeName(name(u.Unit)))
		if err := s.addUnit(ctx, z, b.ID, u, folder); err != nil {
			return err
		}
	}
	return z.Close()
}

// addUnit puts the files of one unit into an archive. They are compressed
// already.
func (s *Server) addUnit(ctx context.Context, z *zip.Writer, id int64, u store.BundleUnit, folder string) error {
	files, err := s.store.BundleFiles(ctx, id, u.Position)
	if err != nil {
		return err
	}
	for _, f := range files {
		to, err := z.CreateHeader(&zip.FileHeader{Name: folder + f.Name, Method: zip.Store, Modified: zipTime})
		if err != nil {
			return err
		}
		if _, err := to.Write(f.Content); err != nil {
			return err
		}
	}
	return z.Flush()
}
