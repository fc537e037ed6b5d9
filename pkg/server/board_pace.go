package server

import (
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// paceOf says how far each row of an in-year period has come.
func (m *boardMaker) paceOf() map[indicator.Code]string {
	sentences := map[indicator.Code]string{}
	if m.period.IsYear() {
		return sentences
	}
	for _, p := range report.Paces(m.input) {
		if p.Sentence != "" {
			sentences[p.Code] = p.Sentence + "."
		}
	}
	return sentences
}
