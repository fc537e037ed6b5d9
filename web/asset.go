package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"
)

// Prefix begins the address of every static file.
const Prefix = "/static/"

// An asset is one static file, ready to be sent.
type asset struct {
	kind string // content type
	body []byte
	zip  func() []byte // gzip of body, made once at first use; nil if that gains nothing
}

// An assetSet is all static files and the hash over them. One hash for all
// keeps relative addresses inside style sheets and script modules right: a
// file beside this one lies under the same hash.
type assetSet struct {
	hash  string // first 8 hex digits of SHA-256 over names and contents
	files map[string]asset
}

var assets = sync.OnceValue(loadAssets)

// Asset returns the address of a static file, as in
// Asset("css/app.css") = "/static/3f9a1c02/css/app.css". Whenever any static
// file changes the address changes, so browsers may keep files for ever. It
// panics if there is no such file: a page would be broken without a word.
func Asset(name string) string {
	set := assets()
	if _, ok := set.files[name]; !ok {
		panic(fmt.Sprintf("web: no static file %q", name))
	}
	return Prefix + set.hash + "/" + name
}

func loadAssets() *assetSet {
	set := &assetSet{files: map[string]asset{}}
	sum := sha256.New()
	err := fs.WalkDir(Static(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(Static(), name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s\x00%d\x00", name, len(body))
		sum.Write(body)
		set.files[name] = newAsset(name, body)
		return nil
	})
	if err != nil {
		panic(err) // the files are inside the program: reading cannot fail
	}
	set.files[bundleName] = newAsset(bundleName, bundle())
	set.hash = hex.EncodeToString(sum.Sum(nil))[:8]
	return set
}

func newAsset(name string, body []byte) asset {
	return asset{kind: contentType(name), body: body, zip: sync.OnceValue(func() []byte { return shrink(name, body) })}
}

// contentType does not ask the operating system, whose answer for .js has been
// text/plain on some Windows machines, which nosniff then refuses to run.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".webp":
		return "image/webp"
	case ".png", ".json", ".html":
		return mime.TypeByExtension(ext)
	default:
		return "text/plain; charset=utf-8"
	}
}

// shrink returns nil where compressing saves less than a tenth.
func shrink(name string, body []byte) []byte {
	if strings.HasSuffix(name, ".woff2") || strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".webp") {
		return nil
	}
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		panic(err) // only for an unknown level
	}
	_, _ = w.Write(body) // into memory: cannot fail
	_ = w.Close()
	if buf.Len() > len(body)*9/10 {
		return nil
	}
	return buf.Bytes()
}
