package chart

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"github.com/dop251/goja"
	"golang.org/x/image/font/sfnt"
)

// The files of a page that draw its charts, and that a Renderer runs too.
const (
	libraryFile = "vendor/echarts/echarts.min.js"
	numbersFile = "js/number.js"
	tokensFile  = "css/tokens.css" // #nosec G101 -- colours, no credentials
)

// Fonts are the TrueType files that text of pictures is measured and drawn
// with.
type Fonts struct{ Regular, Bold []byte }

// A Renderer draws charts without a browser: it runs the page's own library
// and gives SVG or PNG. It may be used by many goroutines; each drawing takes
// a machine of its own from a pool, because one serves one drawing at a time.
type Renderer struct {
	programs []*goja.Program
	colours  map[string]string // of tokens, on paper
	regular  *sfnt.Font
	bold     *sfnt.Font
	machines chan *machine // that are idle
}

// mostIdle is how many idle machines are kept. Making one takes as long as
// several drawings, and each holds some 20 MB.
const mostIdle = 2

// NewRenderer reads the static files of the pages. Compiling the library takes
// a third of a second, so keep the Renderer. The error is that of a missing
// file, of a script that does not compile, or of a font that is none.
func NewRenderer(static fs.FS, fonts Fonts) (*Renderer, error) {
	r := &Renderer{machines: make(chan *machine, mostIdle)}
	sources := []struct{ name, before string }{
		// The library asks for a clock that a drawing never waits for.
		{libraryFile, "var self=this,setTimeout=function(){return 0},clearTimeout=function(){};"},
		{numbersFile, ""},
	}
	for _, s := range sources {
		body, err := fs.ReadFile(static, s.name)
		if err != nil {
			return nil, fmt.Errorf("chart: %w", err)
		}
		if err := r.compile(s.name, s.before+string(body)); err != nil {
			return nil, err
		}
	}
	if err := r.compile("draw.js", drawScript); err != nil {
		return nil, err
	}
	tokens, err := fs.ReadFile(static, tokensFile)
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	r.colours = paperColours(string(tokens))
	return r, r.readFonts(fonts)
}

func (r *Renderer) compile(name, source string) error {
	p, err := goja.Compile(name, source, false)
	if err != nil {
		return fmt.Errorf("chart: %w", err)
	}
	r.programs = append(r.programs, p)
	return nil
}

func (r *Renderer) readFonts(f Fonts) (err error) {
	if r.regular, err = sfnt.Parse(f.Regular); err != nil {
		return fmt.Errorf("chart: regular font: %w", err)
	}
	if r.bold, err = sfnt.Parse(f.Bold); err != nil {
		return fmt.Errorf("chart: bold font: %w", err)
	}
	return nil
}

// drawScript is what the server adds: text is measured with the font that will
// draw it, formatters and colours are put in by the page's own rules.
const drawScript = `
echarts.setPlatformAPI({ measureText: function (text, font) {
  var size = /([0-9.]+)px/.exec(font || '');
  return { width: measure(String(text), size ? +size[1] : 12, /bold|[6-9]00/.test(font || '')) };
} });
function draw(source, width, height) {
  var option = numberText.bind(JSON.parse(source));
  option.animation = false;
  option.textStyle = { fontFamily: 'serif' };
  var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
  chart.setOption(option);
  var svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}`

// A machine runs the scripts.
type machine struct {
	vm   *goja.Runtime
	draw goja.Callable
}

func (r *Renderer) machine() (*machine, error) {
	select {
	case m := <-r.machines:
		return m, nil
	default:
	}
	m := &machine{vm: goja.New()}
	// The library measures text in another way where the first way takes it
	// long. With a clock that stands still a slow server draws what a fast one
	// does.
	m.vm.SetTimeSource(func() time.Time { return time.Time{} })
	if err := m.vm.Set("measure", func(text string, size float64, bold bool) float64 { return r.font(bold).width(text, size) }); err != nil {
		return nil, err
	}
	for _, p := range r.programs {
		if _, err := m.vm.RunProgram(p); err != nil {
			return nil, fmt.Errorf("chart: %w", err)
		}
	}
	draw, ok := goja.AssertFunction(m.vm.Get("draw"))
	if !ok {
		return nil, fmt.Errorf("chart: the script has no function draw")
	}
	m.draw = draw
	return m, nil
}

// SVG draws a chart. The error is that of options the library refuses, or of
// the context, which ends a drawing that takes too long.
func (r *Renderer) SVG(ctx context.Context, c Chart) ([]byte, error) {
	m, err := r.machine()
	if err != nil {
		return nil, err
	}
	source, err := coloured(c.Options, r.colours)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { m.vm.Interrupt(ctx.Err()) })
	v, err := m.draw(goja.Undefined(), m.vm.ToValue(string(source)), m.vm.ToValue(c.Width), m.vm.ToValue(c.Height))
	if !stop() {
		return nil, ctx.Err() // the machine was interrupted, or is about to be: it is not used again
	}
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	select {
	case r.machines <- m:
	default: // there are enough
	}
	return tidy(v.String()), nil
}

var (
	hoverRules = regexp.MustCompile(`(?s)<style >.*?</style>\n?`)
	pageMarks  = regexp.MustCompile(` (?:class|pointer-events|ecmeta_[a-z_]+)="[^"]*"`)
	ownNumbers = regexp.MustCompile(`\bzr\d+-`)
)

// tidy takes out what is of use on a page only, and the running number of the
// drawing: equal options give equal bytes.
func tidy(svg string) []byte {
	svg = hoverRules.ReplaceAllString(svg, "")
	svg = pageMarks.ReplaceAllString(svg, "")
	return []byte(strings.TrimSpace(ownNumbers.ReplaceAllString(svg, "chart-")))
}
