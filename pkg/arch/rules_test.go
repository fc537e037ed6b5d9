package arch

// A rule says what a package may import from this module. Paths are relative
// to it and separated by spaces.
type rule struct {
	imports string // its code
	tests   string // its tests, besides imports and the package itself
}

// rules has a row for every package: a new one fails TestImports until someone
// says here where it belongs. Imports go one way: the core, then store, chart,
// export and exchange, then server, then cmd.
var rules = map[string]rule{
	// The core: no clock, no database, no HTTP, no files.
	"pkg/errs":      {},
	"pkg/number":    {imports: "pkg/errs"},
	"pkg/period":    {imports: "pkg/errs"},
	"pkg/i18n":      {imports: "pkg/errs pkg/number pkg/period"},
	"pkg/org":       {imports: "pkg/errs pkg/period"},
	"pkg/account":   {imports: "pkg/errs pkg/period pkg/org"},
	"pkg/indicator": {imports: "pkg/errs pkg/number pkg/period pkg/i18n pkg/org"},
	"pkg/check":     {imports: "pkg/errs pkg/number pkg/period pkg/i18n pkg/org pkg/indicator"},
	"pkg/workflow":  {imports: "pkg/errs pkg/period pkg/org pkg/account pkg/indicator pkg/check"},
	"pkg/report":    {imports: "pkg/errs pkg/number pkg/period pkg/i18n pkg/org pkg/indicator pkg/check pkg/workflow"},

	"pkg/mail": {imports: "pkg/errs pkg/i18n"},

	"pkg/store":           {imports: core + "pkg/store/migration", tests: "data pkg/store/storetest pkg/exchange"},
	"pkg/store/migration": {},
	"pkg/store/storetest": {imports: core + "data pkg/store pkg/exchange"},
	"pkg/chart":           {imports: core},
	"pkg/export":          {imports: core + "pkg/chart", tests: "data pkg/exchange pkg/store pkg/store/storetest"},
	"pkg/exchange":        {imports: core, tests: "data pkg/store pkg/store/storetest"},
	"pkg/config":          {imports: "pkg/errs pkg/period pkg/i18n"},
	"pkg/logfile":         {imports: "pkg/errs"},

	"pkg/server":         {imports: core + outer + "data web", tests: "pkg/store/storetest"},
	"pkg/server/browser": {imports: core + outer + "data web pkg/server pkg/store/storetest"},
	"cmd/muctieu":        {imports: core + outer + "data web pkg/server", tests: "pkg/store/storetest"},

	"data":     {tests: core + outer + "pkg/store/storetest"},
	"web":      {},
	"pkg/arch": {},
}

const (
	core  = "pkg/errs pkg/number pkg/period pkg/i18n pkg/org pkg/account pkg/indicator pkg/check pkg/workflow pkg/report pkg/mail "
	outer = "pkg/store pkg/chart pkg/export pkg/exchange pkg/config pkg/logfile "
)

// A library is a part of the standard library, or a module, that only the
// named packages may use, in code and tests.
type library struct {
	path string // the import path, or a prefix of it that ends in a slash
	code string // packages whose code may use it
	test string // packages whose tests alone may use it
}

// libraries lists every module the program uses, and the parts of the standard
// library that belong behind one package. An import of another module fails
// until it stands here. The longest matching path counts.
var libraries = []library{
	{path: "database/sql", code: "pkg/store pkg/store/storetest"},
	{path: "database/sql/", code: "pkg/store pkg/store/storetest"},
	{path: "gorm.io/", code: "pkg/store pkg/store/storetest"},
	{path: "modernc.org/sqlite", code: "pkg/store pkg/store/storetest"},
	{path: "modernc.org/sqlite/", code: "pkg/store pkg/store/storetest"},
	{path: "github.com/jackc/pgx/", code: "pkg/store pkg/store/storetest"},
	{path: "github.com/pressly/goose/", code: "pkg/store"},

	{path: "net/http", code: "pkg/server web cmd/muctieu", test: "pkg/server/browser"},
	{path: "net/http/", code: "pkg/server web cmd/muctieu", test: "pkg/server/browser"},
	{path: "github.com/labstack/", code: "pkg/server"},
	{path: "github.com/danielgtaylor/huma/", code: "pkg/server"},
	{path: "github.com/alexedwards/scs/", code: "pkg/server"},
	{path: "github.com/coreos/go-oidc/", code: "pkg/server"},
	{path: "golang.org/x/oauth2", code: "pkg/server"},
	{path: "github.com/pquerna/otp", code: "pkg/server"},
	{path: "github.com/pquerna/otp/", code: "pkg/server"},
	{path: "github.com/wneessen/go-mail", code: "pkg/server"},
	{path: "github.com/go-co-op/gocron/", code: "pkg/server"},
	{path: "golang.org/x/crypto/", code: "pkg/account pkg/server"},

	{path: "github.com/go-echarts/", code: "pkg/chart"},
	{path: "github.com/dop251/goja", code: "pkg/chart", test: "web"},
	{path: "git.sr.ht/~sbinet/gg", code: "pkg/chart"},
	{path: "golang.org/x/image/", code: "pkg/chart"},

	{path: "codeberg.org/go-pdf/fpdf", code: "pkg/export"},
	{path: "github.com/boombuler/barcode", code: "pkg/export pkg/server"},
	{path: "github.com/boombuler/barcode/", code: "pkg/export pkg/server"},
	{path: "github.com/xuri/excelize/", code: "pkg/export pkg/exchange", test: "pkg/server cmd/muctieu"},

	{path: "github.com/nicksnyder/go-i18n/", code: "pkg/i18n"},
	{path: "github.com/BurntSushi/toml", code: "pkg/i18n pkg/config pkg/server"},
	{path: "golang.org/x/text/", code: "pkg/i18n"},
	{path: "golang.org/x/text/unicode/norm", code: "pkg/number pkg/org pkg/exchange pkg/export pkg/store pkg/server"},

	{path: "github.com/alecthomas/kong", code: "cmd/muctieu pkg/config"},
	{path: "github.com/kardianos/service", code: "cmd/muctieu"},
	{path: "golang.org/x/sync/", code: "pkg/store pkg/server cmd/muctieu"},
	{path: "golang.org/x/sys/", code: "pkg/store cmd/muctieu"},

	{path: "github.com/chromedp/", test: "pkg/server/browser"},
	{path: "github.com/PuerkitoBio/goquery", test: "pkg/server pkg/server/browser pkg/export cmd/muctieu"},
}

// notInCore are parts of the standard library that wait, or differ from one
// run to the next; the core is computed from its arguments alone.
var notInCore = []string{"database/", "log", "log/", "math/rand", "math/rand/", "net", "net/", "os", "os/", "syscall"}
