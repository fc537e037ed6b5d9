package web

import (
	"net/http"
	"strconv"
	"strings"
)

// Handler answers GET and HEAD under Prefix. A file asked for with the present
// hash may be kept for ever; with an older one (a page that was open during an
// upgrade) the present file is sent and must be asked for again. Anything else
// is 404. It sets no cookie and varies by Accept-Encoding only, so proxies may
// keep the files too.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		hash, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, Prefix), "/")
		set := assets()
		a, found := set.files[name]
		if !ok || !found {
			http.NotFound(w, r)
			return
		}
		send(w, r, a, hash == set.hash)
	})
}

func send(w http.ResponseWriter, r *http.Request, a asset, current bool) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if current {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := a.body
	if acceptsGzip(r) {
		if zipped := a.zip(); zipped != nil {
			h.Set("Content-Encoding", "gzip")
			body = zipped
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // the client has gone away if this fails; nobody is left to tell
}

// acceptsGzip is true where gzip is named without being refused by q=0.
func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, param, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q := strings.ReplaceAll(param, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
