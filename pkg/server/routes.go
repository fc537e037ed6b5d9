package server

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"muctieu/web"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
)

// A route is one address: what is asked of it, who may, and what answers. A
// nil handler is an operation of the API, which api.go registers.
type route struct {
	method, path string
	access       access
	handle       func(*Server, echo.Context) error
}

// routes lists every route there is. What is not here is not served.
var routes = slices.Concat(
	commonRoutes, accountRoutes, workRoutes, unitRoutes, templateRoutes, adminRoutes, apiRoutes,
)

var commonRoutes = []route{
	{get, "/healthz", public, (*Server).healthz},
	{get, "/readyz", public, (*Server).readyz},
	{get, web.Prefix + "*", public, (*Server).static},
	{get, "/", public, (*Server).home},
	{post, "/preference", public, (*Server).setPreference},
	{get, "/verify", public, (*Server).verifyForm},
	{get, "/verify/:id", public, (*Server).verifyReport},
	{get, "/help", public, (*Server).helpContents},
	{get, "/help/:part", public, (*Server).helpPart},
}

var accountRoutes = []route{
	{get, "/login", public, (*Server).loginPage},
	{post, "/login", public, (*Server).login},
	{get, "/login/code", public, (*Server).codePage},
	{post, "/login/code", public, (*Server).checkCodeLogin},
	{get, expiredPath, public, (*Server).expiredPage},
	{post, expiredPath, public, (*Server).changeExpired},
	{get, providerPath, public, (*Server).beginProvider},
	{get, providerBackPath, public, (*Server).endProvider},
	{get, providerAgainPath, anyUser, (*Server).beginAgain},
	{post, "/logout", public, (*Server).logout},
	{get, "/link/:word", public, (*Server).linkPage},
	{post, "/link/:word", public, (*Server).redeemLink},
	{get, "/account", anyUser, (*Server).accountPage},
	{post, "/account/password", anyUser, (*Server).changePassword},
	{post, "/account/mail", anyUser, (*Server).saveOwnMail},
	{get, "/mail/off/:word", public, (*Server).mailOffPage},
	{post, "/mail/off/:word", public, (*Server).refuseMail},
	{get, "/account/totp", anyUser, (*Server).totpPage},
	{get, "/account/totp/qr.png", anyUser, (*Server).totpPicture},
	{post, "/account/totp", anyUser, (*Server).enableTOTP},
	{post, "/account/totp/codes", anyUser, (*Server).renewCodes},
	{post, "/account/totp/off", anyUser, (*Server).disableTOTP},
	{post, "/account/sessions/end", anyUser, (*Server).endOtherSessions},
	{post, "/account/tokens", anyUser, (*Server).addToken},
	{post, "/account/tokens/:id/revoke", anyUser, (*Server).revokeToken},
}

// unitRoutes are about one unit: "period" in the query, or in the path, says
// which period. A form posts to an address that names its unit.
var unitRoutes = []route{
	{get, "/units/:unit/board", readUnit, (*Server).board},
	{get, "/units/:unit/indicators/:indicator", readUnit, (*Server).indicatorPage},
	{get, "/units/:unit/compare", readUnit, (*Server).compare},
	{get, "/units/:unit/revisions", readUnit, (*Server).revisions},
	{get, "/units/:unit/slides", readUnit, (*Server).slides},
	{get, "/units/:unit/summary", readUnit, (*Server).summaryPage},
	{get, "/units/:unit/summary/file", readUnit, (*Server).summaryFile},
	{get, "/units/:unit/summary/zip", readUnit, (*Server).summaryZip},
	{get, "/units/:unit/summary/issued/:id/:format", readUnit, (*Server).issuedFile},
	{post, "/units/:unit/summary/prose", enterUnit, (*Server).saveProse},
	{post, "/units/:unit/summary/prose/adopt", enterUnit, (*Server).adoptProse},
	{get, "/units/:unit/summary/all", readUnit, (*Server).summaryAllPage},
	{post, "/units/:unit/summary/all", readUnit, (*Server).startAll},
	{post, "/units/:unit/summary/all/:id/cancel", readUnit, (*Server).cancelAll},
	{get, "/units/:unit/summary/all/:id/zip", readUnit, (*Server).allZip},
	{post, "/units/:unit/summary/remind", remindUnit, (*Server).remind},
	{post, "/units/:unit/summary/issue", reviewUnit, (*Server).issueReport},
	{get, "/units/:unit/entry", enterUnit, (*Server).entryPage},
	{post, "/units/:unit/entry", enterUnit, (*Server).saveEntry},
	{post, "/units/:unit/entry/cell", enterUnit, (*Server).saveCell},
	{get, "/units/:unit/entry/paste", enterUnit, (*Server).pastePage},
	{post, "/units/:unit/entry/paste", enterUnit, (*Server).paste},
	{get, "/units/:unit/entry/workbook", enterUnit, (*Server).workbook},
	{get, "/units/:unit/entry/upload", enterUnit, (*Server).uploadPage},
	{post, "/units/:unit/entry/upload", enterUnit, (*Server).upload},
	{post, "/units/:unit/entry/mapping", enterUnit, (*Server).mapTable},
	{get, "/units/:unit/entry/units", enterUnit, (*Server).entryUnitsPage},
	{post, "/units/:unit/entry/units", enterUnit, (*Server).saveEntryUnits},
	{post, "/units/:unit/entry/units/cell", enterUnit, (*Server).saveUnitCell},
	{get, "/units/:unit/entry/one/:indicator", enterUnit, (*Server).entryOnePage},
	{post, "/units/:unit/entry/one/:indicator", enterUnit, (*Server).saveEntryOne},
	{get, "/units/:unit/plans", planUnit, (*Server).plansPage},
	{post, "/units/:unit/plans", planUnit, (*Server).savePlans},
	{get, "/units/:unit/plans/:indicator", readUnit, (*Server).planHistory},
	{get, "/units/:unit/allocation", planUnit, (*Server).allocationPage},
	{post, "/units/:unit/allocation", planUnit, (*Server).saveAllocation},
	{get, "/units/:unit/decisions/:id", readUnit, (*Server).decisionScan},
}

// workRoutes are about what waits for people: handing in, reviewing, asking,
// answering.
var workRoutes = []route{
	{get, "/work", anyUser, (*Server).workPage},
	{get, "/questions", anyUser, (*Server).questionsPage},
	{get, "/units/:unit/submit", submitUnit, (*Server).submitPage},
	{post, "/units/:unit/submit", submitUnit, (*Server).submit},
	{get, "/units/:unit/incoming", submitUnit, (*Server).incomingPage},
	{post, "/units/:unit/incoming", submitUnit, (*Server).decideIncoming},
	{get, "/units/:unit/review", reviewUnit, (*Server).reviewPage},
	{post, "/units/:unit/review", reviewUnit, (*Server).review},
	{get, "/units/:unit/indicators/:indicator/questions", readUnit, (*Server).threadPage},
	{post, "/units/:unit/indicators/:indicator/questions", askUnit, (*Server).ask},
	{post, "/units/:unit/questions/:id", enterUnit, (*Server).answer},
}

var adminRoutes = []route{
	{get, "/admin", administrator, (*Server).adminHome},
	{post, "/admin/shipped", administratorAll, (*Server).loadShipped},
	{get, "/admin/users", administrator, (*Server).usersPage},
	{post, "/admin/users", administrator, confirmed((*Server).addUser)},
	{get, "/admin/users/new", administrator, (*Server).newUserPage},
	{get, "/admin/users/:id", administrator, (*Server).userPage},
	{post, "/admin/users/:id", administrator, confirmed((*Server).saveUser)},
	{post, "/admin/users/:id/mail", administrator, confirmed((*Server).saveUserMail)},
	{post, "/admin/users/:id/link", administrator, confirmed((*Server).resetUser)},
	{post, "/admin/users/:id/totp", administrator, confirmed((*Server).resetTOTP)},
	{post, "/admin/users/:id/disable", administrator, confirmed((*Server).disableUser)},
	{post, "/admin/users/:id/enable", administrator, confirmed((*Server).enableUser)},
	{get, "/admin/units", administratorAll, (*Server).unitsPage},
	{post, "/admin/units", administratorAll, (*Server).saveNewUnit},
	{get, "/admin/units/new", administratorAll, (*Server).newUnitPage},
	{get, "/admin/units/:key", administratorAll, (*Server).unitAdminPage},
	{post, "/admin/units/:key", administratorAll, (*Server).saveUnit},
	{post, "/admin/units/:key/successions", administratorAll, (*Server).saveSuccession},
	{get, mapPath, administratorAll, (*Server).mapPage},
	{post, mapPath, administratorAll, (*Server).saveMap},
	{post, mapPath + "/remove", administratorAll, (*Server).removeMap},
	{get, "/admin/terms", administratorAll, (*Server).termsPage},
	{post, "/admin/terms", administratorAll, (*Server).saveTerm},
	{get, "/admin/levels", administratorAll, (*Server).levelsPage},
	{post, "/admin/levels", administratorAll, (*Server).saveLevel},
	{get, "/admin/indicators", administratorAll, (*Server).indicatorsPage},
	{post, "/admin/indicators", administratorAll, (*Server).saveNewIndicator},
	{get, "/admin/indicators/new", administratorAll, (*Server).newIndicatorPage},
	{get, "/admin/indicators/:code", administratorAll, (*Server).indicatorAdminPage},
	{post, "/admin/indicators/:code", administratorAll, (*Server).saveIndicator},
	{get, "/admin/sets", administrator, (*Server).setsPage},
	{get, "/admin/sets/:unit/:period", administerUnit, (*Server).setPage},
	{post, "/admin/sets/:unit/:period", administerUnit, (*Server).saveSet},
	{post, "/admin/sets/:unit/:period/copy", administerUnit, (*Server).copySet},
	{get, "/admin/periods", administratorAll, (*Server).periodsPage},
	{get, "/admin/periods/:period", administratorAll, (*Server).periodPage},
	{post, "/admin/periods/:period", administratorAll, (*Server).savePeriod},
	{post, "/admin/periods/:period/exceptions", administratorAll, (*Server).extend},
	{get, "/admin/settings", administratorAll, (*Server).settingsPage},
	{post, "/admin/settings", administratorAll, (*Server).saveSetting},
	{get, "/admin/checks", administratorAll, (*Server).checksPage},
	{get, "/admin/checks/:code", administratorAll, (*Server).checkPage},
	{post, "/admin/checks/:code", administratorAll, (*Server).saveCheck},
	{get, "/admin/security", administratorAll, (*Server).securityPage},
	{post, "/admin/security/totp", administratorAll, confirmed((*Server).saveTOTPPolicy)},
	{post, passwordRulesPath, administratorAll, confirmed((*Server).savePasswordRules)},
	{post, logsPath, administratorAll, confirmed((*Server).saveLogs)},
	{get, "/admin/sign-ins", administratorAll, (*Server).signInsPage},
	{get, "/admin/sign-ins.csv", administratorAll, (*Server).signInsFile},
	{get, "/admin/sign-ins.xlsx", administratorAll, (*Server).signInsBook},
	{get, "/admin/mail", administratorAll, (*Server).mailPage},
	{post, "/admin/mail/plan", administratorAll, (*Server).saveMailPlan},
	{post, "/admin/mail/test", administratorAll, (*Server).testMail},
	{post, "/admin/mail/retry", administratorAll, (*Server).retryMail},
	{get, "/admin/mail/preview", administratorAll, (*Server).previewMail},
	{get, "/admin/backups", administratorAll, (*Server).backupsPage},
	{post, "/admin/backups", administratorAll, (*Server).takeBackup},
	{post, "/admin/backups/plan", administratorAll, (*Server).saveBackupPlan},
	{get, "/admin/backups/:name", administratorAll, (*Server).backupFile},
	{get, "/admin/push", administratorAll, (*Server).pushPage},
	{post, "/admin/push", administratorAll, (*Server).pushNow},
	{get, "/admin/audit", administratorAll, (*Server).auditPage},
	{get, "/admin/audit.csv", administratorAll, (*Server).auditFile},
	{get, "/admin/audit.xlsx", administratorAll, (*Server).auditBook},
}

// apiRoutes are the operations that api.go registers, and their description.
var apiRoutes = []route{
	{get, "/api/openapi.json", public, (*Server).openAPI},
	{get, apiPrefix + "/units", anyUser, nil},
	{get, apiPrefix + "/indicators", anyUser, nil},
	{get, apiPrefix + "/units/:unit/figures", readUnit, nil},
	{get, apiPrefix + "/units/:unit/summary", readUnit, nil},
	{put, apiPrefix + "/units/:unit/periods/:period/figures", enterUnit, nil},
	{put, apiPrefix + "/units/:unit/periods/:period/proposal", submitUnit, nil},
}

// register puts the routes up, with their rules.
func (s *Server) register() {
	for _, r := range routes {
		key := r.method + " " + r.path
		if _, twice := s.rules[key]; twice {
			panic(fmt.Sprintf("server: route %s is listed twice", key))
		}
		s.rules[key] = r.access
		if r.handle == nil {
			continue
		}
		handler := func(c echo.Context) error { return r.handle(s, c) }
		s.echo.Add(r.method, r.path, handler)
		if r.method == get {
			s.echo.HEAD(r.path, handler)
		}
	}
}

// static handles GET /static/*: style sheets, scripts, icons and fonts.
func (s *Server) static(c echo.Context) error {
	web.Handler().ServeHTTP(c.Response(), c.Request())
	return nil
}
