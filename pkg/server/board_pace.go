package server

import (
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// readPaces computes how far each row of an in-year period has come. A whole
// year has none.
func (m *boardMaker) readPaces() {
	if !m.period.IsYear() {
		m.paces = report.Paces(m.input)
	}
}

// paceSentences says it in words.
func (m *boardMaker) paceSentences() map[indicator.Code]string {
	sentences := map[indicator.Code]string{}
	for _, p := range m.paces {
		if p.Sentence != "" {
			sentences[p.Code] = p.Sentence + "."
		}
	}
	return sentences
}
