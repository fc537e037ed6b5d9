package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/i18n"
	"muctieu/pkg/store"
)

// A pageKey says what a page was made from: everything that it depends on. The
// counter stands for all that is stored, grants and names of people too; the
// day for deadlines.
type pageKey struct {
	counter int64
	day     int // 20221209
	user    int64
	lang    i18n.Lang
	theme   string
	address string
}

// A keptPage is a whole page, plain and compressed.
type keptPage struct {
	once         sync.Once
	done         atomic.Bool // plain and small may be read without once
	plain, small keptForm
	err          error
}

// A keptForm is a page as it is sent. Many answers share it: nothing in it is
// written to again.
type keptForm struct {
	body []byte
	tag  string // its validator, quoted
	head http.Header
}

func newKeptForm(body []byte, tag, encoding string) keptForm {
	f := keptForm{body: body, tag: strconv.Quote(tag), head: http.Header{
		"Content-Type":   {echo.MIMETextHTMLCharsetUTF8},
		"Content-Length": {strconv.Itoa(len(body))},
		"Vary":           {"Accept-Encoding, Cookie"},
	}}
	f.head["Etag"] = []string{f.tag}
	if encoding != "" {
		f.head["Content-Encoding"] = []string{encoding}
	}
	return f
}

// errUnfinished is what those who waited find where rendering ended in a panic.
var errUnfinished = errors.New("page was not finished")

// fill renders the page once; whoever asks meanwhile waits for it. It reports
// whether this caller was the one who rendered it.
func (k *keptPage) fill(render func() ([]byte, error)) (mine bool) {
	k.once.Do(func() {
		mine, k.err = true, errUnfinished
		k.err = k.keep(render())
		k.done.Store(k.err == nil)
	})
	return mine
}

// keep makes both forms of a page. The compressed one has a validator of its
// own.
func (k *keptPage) keep(plain []byte, err error) error {
	if err != nil {
		return err
	}
	small, err := compress(plain)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(plain)
	tag := base64.RawURLEncoding.EncodeToString(sum[:18])
	k.plain, k.small = newKeptForm(plain, tag, ""), newKeptForm(small, tag+"-gzip", "gzip")
	return nil
}

func compress(plain []byte) ([]byte, error) {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// mostKept is how many pages are kept at once.
const mostKept = 512

// A pageCache keeps pages as long as nothing is changed.
type pageCache struct {
	rounds  roundTable
	mutex   sync.Mutex
	counter int64 // of the pages kept
	pages   map[pageKey]*keptPage
}

// at gives the place of a page. A newer counter ends all others, an older one
// comes from a request that a change overtook: its page is not kept.
func (c *pageCache) at(key pageKey) *keptPage {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if key.counter > c.counter || len(c.pages) >= mostKept {
		c.counter, c.pages = max(c.counter, key.counter), nil
	}
	if key.counter < c.counter {
		return &keptPage{}
	}
	if c.pages == nil {
		c.pages = map[pageKey]*keptPage{}
	}
	k, ok := c.pages[key]
	if !ok {
		k = &keptPage{}
		c.pages[key] = k
	}
	return k
}

// find gives a page that is there and whole; nil if there is none.
func (c *pageCache) find(key pageKey) *keptPage {
	c.mutex.Lock()
	k := c.pages[key]
	c.mutex.Unlock()
	if k == nil || !k.done.Load() {
		return nil
	}
	return k
}

// drop forgets a page that could not be made.
func (c *pageCache) drop(key pageKey) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	delete(c.pages, key)
}

// forget drops all pages.
func (c *pageCache) forget() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.pages = nil
}

// cachedPages are the routes whose handlers answer with showCached. It
// compresses for itself.
var cachedPages = map[string]bool{
	"/units/:unit/board":                 true,
	"/units/:unit/indicators/:indicator": true,
	"/units/:unit/compare":               true,
	"/units/:unit/revisions":             true,
	"/units/:unit/slides":                true,
}

// ownEncoding is true for answers that the compressing middleware leaves
// alone.
func ownEncoding(c echo.Context) bool {
	return plainRoute(c) || cachedPages[c.Path()] || filePages[c.Path()]
}

func (s *Server) pageKey(c echo.Context, counter, user int64, lang i18n.Lang, theme string) pageKey {
	y, m, d := s.now().In(s.zone).Date()
	return pageKey{counter: counter, day: (y*100+int(m))*100 + d, user: user, lang: lang, theme: theme, address: c.Request().RequestURI}
}

// showKept is the middleware that answers with a page which was made before
// and still holds, ahead of all that finds out who asks: one query says that
// the session goes on and that nothing has changed since. Whoever the page was
// made for then had the right to it, and rights are part of what the counter
// counts.
func (s *Server) showKept(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		cookie, err := c.Cookie(s.sessions.Cookie.Name)
		if err != nil || !cachedPages[c.Path()] || c.Request().Method != http.MethodGet {
			return next(c)
		}
		counter, standing, err := s.kept.rounds.standing(c.Request().Context(), hashWord(cookie.Value))
		if err != nil {
			return err
		}
		if standing.UserID == 0 {
			return next(c)
		}
		kept := s.kept.find(s.pageKey(c, counter, standing.UserID, s.keptLang(c, standing), cookieWord(c, themeCookie, themes)))
		if kept == nil {
			return next(c)
		}
		return kept.answer(c)
	}
}

// keptLang is the language a person reads: their own choice, or else what the
// browser asks for.
func (s *Server) keptLang(c echo.Context, standing store.Standing) i18n.Lang {
	if standing.Lang != "" {
		return i18n.ParseLang(standing.Lang)
	}
	return s.chosenLang(c)
}

// showCached answers with a page that is made anew only when something stored
// has changed. The counter is read before the page's data: what is newer than
// it is never kept for longer than it.
func (s *Server) showCached(c echo.Context, name string, view func() (any, error)) error {
	counter, err := s.store.Counter(c.Request().Context())
	if err != nil {
		return err
	}
	key := s.pageKey(c, counter, userFrom(c).ID, langFrom(c), requestFrom(c).theme)
	render := func() ([]byte, error) {
		v, err := view()
		if err != nil {
			return nil, err
		}
		return s.templates.execute(name, "layout", v)
	}
	kept := s.kept.at(key)
	mine := kept.fill(render)
	if kept.err != nil {
		s.kept.drop(key)
		if !mine { // another's request may have been given up: that is no failure of this one
			kept = &keptPage{}
			kept.fill(render)
		}
	}
	if kept.err != nil {
		return kept.err
	}
	return kept.answer(c)
}

// answer sends the page, or says that the browser has it already.
func (k *keptPage) answer(c echo.Context) error {
	form := &k.plain
	if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		form = &k.small
	}
	h := c.Response().Header()
	if tagListed(c.Request().Header.Get("If-None-Match"), form.tag) {
		maps.DeleteFunc(h, func(name string, _ []string) bool { return secured[name] != nil }) // the browser has them with the page (RFC 9110, 15.4.5)
		h["Etag"], h["Vary"] = form.head["Etag"], form.head["Vary"]
		return c.NoContent(http.StatusNotModified)
	}
	maps.Copy(h, form.head)
	c.Response().WriteHeader(http.StatusOK)
	_, err := c.Response().Write(form.body)
	return err
}

// tagListed reports whether an If-None-Match names the validator. Weak ones
// compare like strong ones there.
func tagListed(list, tag string) bool {
	if list == "" {
		return false
	}
	for one := range strings.SplitSeq(list, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}
