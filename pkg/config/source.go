package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"muctieu/pkg/errs"
)

// FileName is the settings file that is read from the data folder if there is
// one there.
const FileName = "muctieu.json"

// maxFile is the most bytes of a settings file.
const maxFile = 1 << 20

// perRun are flags that belong to one run of a command and no setting: neither
// the environment nor the file may hold them.
var perRun = []string{"help", "config"}

// A Source gives settings that are not on the command line: those of the
// environment, then those of the file. It is a resolver of kong; its own file
// resolver would go before the environment and take unknown keys in silence.
type Source struct {
	getenv func(string) string
	known  []string // flags of settings
	read   bool
	values map[string]any
}

// NewSource makes a source. getenv is os.Getenv but in tests.
func NewSource(getenv func(string) string) *Source { return &Source{getenv: getenv} }

// Validate is called by kong with all flags there are.
func (s *Source) Validate(*kong.Application) error { return nil }

// Variable gives the name of a flag's environment variable.
func Variable(flag string) string {
	return "MUCTIEU_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Resolve gives the value of a flag that is not on the command line, nil if it
// is nowhere.
func (s *Source) Resolve(ctx *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if !s.read {
		s.read = true
		if err := s.load(ctx); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(s.known, flag.Name) {
		return nil, nil //nolint:nilnil // how kong is told that there is no value
	}
	if text := s.getenv(Variable(flag.Name)); text != "" {
		return text, nil
	}
	if v, ok := s.values[strings.ReplaceAll(flag.Name, "-", "_")]; ok {
		return v, nil
	}
	return nil, nil //nolint:nilnil // how kong is told that there is no value
}

// load reads the settings file: the one that --config names, else the one in
// the data folder if there is one.
func (s *Source) load(ctx *kong.Context) error {
	s.known = settings(ctx.Model.Node)
	path, named := s.early(ctx, "config"), true
	if path == "" {
		path, named = filepath.Join(s.early(ctx, "data-dir"), FileName), false
	}
	raw, err := readFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return nil
	case err != nil:
		return errs.E(errs.Invalid, "cli.config_unreadable", "file", path).Because(err)
	}
	return s.take(path, raw)
}

// early gives a flag before the file is known: from the command line, else
// from the environment, else its default.
func (s *Source) early(ctx *kong.Context, name string) string {
	for _, flag := range ctx.Flags() {
		if flag.Name != name {
			continue
		}
		given := slices.ContainsFunc(ctx.Path, func(p *kong.Path) bool { return p.Flag == flag })
		if text := s.getenv(Variable(name)); !given && text != "" {
			return text
		}
		return fmt.Sprint(ctx.FlagValue(flag))
	}
	return ""
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path) // #nosec G304 -- whoever starts the program names it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}

// take reads the keys of a file: flags with _ for -. Any other key is refused,
// since a setting that is misspelt would be missed in silence.
func (s *Source) take(path string, raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&s.values); err != nil || d.More() {
		return errs.E(errs.Invalid, "cli.config_form", "file", path).Because(err)
	}
	for key, v := range s.values {
		name := strings.ReplaceAll(key, "_", "-")
		if strings.Contains(key, "-") || !slices.Contains(s.known, name) {
			return errs.E(errs.Invalid, "cli.config_unknown", "file", path, "key", key, "known", keysOf(s.known))
		}
		if n, ok := v.(json.Number); ok {
			s.values[key] = n.String()
		}
	}
	return nil
}

func keysOf(flags []string) []string {
	keys := make([]string, len(flags))
	for i, f := range flags {
		keys[i] = strings.ReplaceAll(f, "-", "_")
	}
	return keys
}

// settings gives the flags of all commands that are settings of the
// installation: they are marked so by being in the structs of this package.
func settings(n *kong.Node) []string {
	var names []string
	for _, flag := range n.Flags {
		if isSetting(flag) && !slices.Contains(names, flag.Name) {
			names = append(names, flag.Name)
		}
	}
	for _, child := range n.Children {
		for _, name := range settings(child) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

func isSetting(flag *kong.Flag) bool {
	return flag.Group != nil && flag.Group.Key == Group && !slices.Contains(perRun, flag.Name)
}

// Group is the kong group of the flags that are settings: embed Common and Web
// with `group:"settings"`.
const Group = "settings"
