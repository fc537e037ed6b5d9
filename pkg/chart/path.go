package chart

import (
	"regexp"
	"strconv"
)

var (
	pathToken = regexp.MustCompile(`[MmLlHhVvCcQqAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`)
	numeral   = regexp.MustCompile(`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`)
)

// numbers reads all numbers of a text.
func numbers(s string) []float64 {
	var list []float64
	for _, t := range numeral.FindAllString(s, -1) {
		if f, err := strconv.ParseFloat(t, 64); err == nil {
			list = append(list, f)
		}
	}
	return list
}

// A pen draws a path. Curves are cubic; other kinds are turned into them.
type pen interface {
	MoveTo(x, y float64)
	LineTo(x, y float64)
	CubicTo(x1, y1, x2, y2, x3, y3 float64)
	ClosePath()
}

// A tracer follows path data and moves a pen.
type tracer struct {
	pen            pen
	m              matrix
	x, y           float64 // where it stands, before m
	startX, startY float64 // of the present outline
}

// arguments says how many numbers each command takes.
var arguments = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 'q': 4, 'a': 7, 'z': 0}

// trace draws path data. What it does not know ends the path.
func trace(p pen, m matrix, data string) {
	t := &tracer{pen: p, m: m}
	tokens := pathToken.FindAllString(data, -1)
	var command byte
	for i := 0; i < len(tokens); {
		if c := tokens[i][0]; c >= 'A' {
			command = c
			i++
		}
		n := arguments[command|0x20]
		if command == 0 || i+n > len(tokens) {
			return
		}
		v := make([]float64, n)
		for k := range v {
			f, err := strconv.ParseFloat(tokens[i+k], 64)
			if err != nil {
				return
			}
			v[k] = f
		}
		i += n
		t.step(command, v)
		switch {
		case command == 'M': // further pairs are lines
			command = 'L'
		case command == 'm':
			command = 'l'
		case n == 0:
			command = 0
		}
	}
}

// step draws one command with its numbers.
func (t *tracer) step(command byte, v []float64) {
	kind := command | 0x20
	if command == kind {
		t.absolute(kind, v)
	}
	switch kind {
	case 'm':
		t.x, t.y = v[0], v[1]
		t.startX, t.startY = t.x, t.y
		t.pen.MoveTo(t.m.point(t.x, t.y))
	case 'l':
		t.line(v[0], v[1])
	case 'h':
		t.line(v[0], t.y)
	case 'v':
		t.line(t.x, v[0])
	case 'c':
		t.cubic(v[0], v[1], v[2], v[3], v[4], v[5])
	case 'q':
		x, y := t.x, t.y
		t.cubic(x+(v[0]-x)*2/3, y+(v[1]-y)*2/3, v[2]+(v[0]-v[2])*2/3, v[3]+(v[1]-v[3])*2/3, v[2], v[3])
	case 'a':
		t.arc(v)
	case 'z':
		t.x, t.y = t.startX, t.startY
		t.pen.ClosePath()
	}
}

// absolute turns the numbers of a relative command into absolute ones.
func (t *tracer) absolute(kind byte, v []float64) {
	switch kind {
	case 'h':
		v[0] += t.x
	case 'v':
		v[0] += t.y
	case 'a':
		v[5], v[6] = v[5]+t.x, v[6]+t.y
	default:
		for i := 0; i+1 < len(v); i += 2 {
			v[i], v[i+1] = v[i]+t.x, v[i+1]+t.y
		}
	}
}

func (t *tracer) line(x, y float64) {
	t.x, t.y = x, y
	t.pen.LineTo(t.m.point(x, y))
}

func (t *tracer) cubic(x1, y1, x2, y2, x3, y3 float64) {
	t.x, t.y = x3, y3
	x1, y1 = t.m.point(x1, y1)
	x2, y2 = t.m.point(x2, y2)
	x3, y3 = t.m.point(x3, y3)
	t.pen.CubicTo(x1, y1, x2, y2, x3, y3)
}
