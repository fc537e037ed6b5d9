// Package i18n gives every sentence of the program in Vietnamese and English.
// Sentences are named by keys ("page.thing_said") and stand in
// message/<language>/<area>.toml; a key lies in the file of its area in both
// languages. Figures and proper nouns are arguments.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// A Lang is a language of the program.
type Lang string

// The languages. Vietnamese is the default.
const (
	Vi Lang = "vi"
	En Lang = "en"
)

// Langs lists the languages in the order they are offered.
var Langs = []Lang{Vi, En}

// ParseLang reads "vi" or "en"; anything else is Vietnamese.
func ParseLang(s string) Lang {
	if Lang(s) == En {
		return En
	}
	return Vi
}

//go:embed message
var messages embed.FS

// bundle holds all messages. A broken file is a programmer's error and stops
// the program at its first use; a test reads every message.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.Vietnamese)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, lang := range Langs {
		files, err := fs.Glob(messages, "message/"+string(lang)+"/*.toml")
		if err != nil {
			panic(err)
		}
		for _, path := range files {
			load(b, lang, path)
		}
	}
	return b
})

func load(b *i18n.Bundle, lang Lang, path string) {
	raw, err := messages.ReadFile(path)
	if err != nil {
		panic(err)
	}
	// The library reads the language from the last part but one of the name.
	if _, err := b.ParseMessageFileBytes(raw, path[:len(path)-len("toml")]+string(lang)+".toml"); err != nil {
		panic(fmt.Errorf("%s: %w", path, err))
	}
}

// A Printer prints sentences, dates and numbers in one language. It may be
// used by many goroutines.
type Printer struct {
	lang      Lang
	localizer *i18n.Localizer
}

var printers = sync.OnceValue(func() map[Lang]*Printer {
	all := make(map[Lang]*Printer, len(Langs))
	for _, lang := range Langs {
		all[lang] = &Printer{lang, i18n.NewLocalizer(bundle(), string(lang))}
	}
	return all
})

// For gives the printer of a language, Vietnamese for one it does not know.
func For(lang Lang) *Printer { return printers()[ParseLang(string(lang))] }

// Lang is the printer's language.
func (p *Printer) Lang() Lang { return p.lang }

// T gives the sentence of a key. Arguments come in pairs of name and value,
// as in T("board.missing", "count", 2). A key that is not there is printed as
// it stands: a test keeps that from happening.
func (p *Printer) T(key string, args ...any) string {
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return p.Message(key, data)
}

// Message gives the sentence of a key with its arguments by name. Amounts,
// periods, days and errors are printed the way of the language, lists joined
// by commas. An argument "count" that is an int also chooses the plural form.
func (p *Printer) Message(key string, args map[string]any) string {
	words := make(map[string]any, len(args))
	for name, arg := range args {
		words[name] = p.words(arg)
	}
	// No Funcs: the library keeps a parsed message only without them.
	c := &i18n.LocalizeConfig{MessageID: key, TemplateData: words}
	if n, ok := args["count"].(int); ok {
		c.PluralCount = n
	}
	text, err := p.localizer.Localize(c)
	if err != nil && text == "" {
		return key
	}
	return text
}
