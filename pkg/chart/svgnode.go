package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A node is one element of an SVG picture.
type node struct {
	name       string
	attributes map[string]string // also those in style
	text       string
	children   []*node
}

// parseSVG reads a picture. The error is that of XML that is none, or of a
// document without an element.
func parseSVG(svg []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(svg))
	top := &node{}
	open := []*node{top}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("chart: svg: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := newNode(t)
			parent := open[len(open)-1]
			parent.children = append(parent.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			open[len(open)-1].text += string(t)
		}
	}
	if len(top.children) == 0 {
		return nil, errors.New("chart: svg: no element")
	}
	return top.children[0], nil
}

func newNode(e xml.StartElement) *node {
	n := &node{name: e.Name.Local, attributes: map[string]string{}}
	for _, a := range e.Attr {
		n.attributes[a.Name.Local] = a.Value
	}
	for declaration := range strings.SplitSeq(n.attributes["style"], ";") {
		if name, value, ok := strings.Cut(declaration, ":"); ok {
			n.attributes[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	return n
}

// number is an attribute as a number, its unit left out; 0 without one.
func (n *node) number(name string) float64 { return n.numberOr(name, 0) }

// numberOr is an attribute as a number, or another one where there is none.
func (n *node) numberOr(name string, otherwise float64) float64 {
	v := strings.TrimSuffix(n.attributes[name], "px")
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return otherwise
	}
	return f
}

// each visits a node and all below it.
func (n *node) each(visit func(*node)) {
	visit(n)
	for _, c := range n.children {
		c.each(visit)
	}
}
