package exchange

import (
	"strings"

	"muctieu/pkg/indicator"
)

type levelRow struct {
	at
	indicator.Level
	bad bool
}

func (b *Batch) addLevel(r *row) {
	l := levelRow{at: r.at, Level: indicator.Level{Code: r.code("level", true)}}
	l.Position, _ = r.whole("position", true, 1, maxPosition)
	l.NameVi, l.NameEn = r.neededWord("name_vi"), r.word("name_en")
	l.PhraseVi, l.PhraseEn = r.neededWord("phrase_vi"), r.word("phrase_en")
	for column, phrase := range map[string]string{"phrase_vi": l.PhraseVi, "phrase_en": l.PhraseEn} {
		if rest := strings.ReplaceAll(phrase, "{kind}", ""); strings.ContainsAny(rest, "{}") {
			r.invalid(column, "exchange.bad_phrase")
		}
	}
	l.bad = r.bad
	b.levels = append(b.levels, l)
}

// maxPosition is the highest number a row of a list may have.
const maxPosition = 99_999

func (c *checker) decideLevels() {
	c.levels = map[string]bool{}
	merged := map[string]indicator.Level{}
	for _, l := range c.state.Levels {
		c.levels[l.Code] = true
		merged[l.Code] = l
	}
	seen := map[string]at{}
	for _, l := range c.b.levels {
		c.levels[l.Code] = true
		if !once(c, seen, l.Code, l.at, l.bad) {
			continue
		}
		before, ok := merged[l.Code]
		l.Version = before.Version
		merged[l.Code] = l.Level
		f := fateOf(ok, before == l.Level)
		if f != unchanged {
			c.change.Levels = append(c.change.Levels, l.Level)
		}
		c.count(Levels, f)
	}
	c.checkLevelOrder(merged)
}

// checkLevelOrder refuses two levels in one position: their plans are printed
// in the levels' order.
func (c *checker) checkLevelOrder(merged map[string]indicator.Level) {
	taken := map[int][]string{}
	for code, l := range merged {
		taken[l.Position] = append(taken[l.Position], code)
	}
	for _, l := range c.b.levels {
		if len(taken[l.Position]) > 1 && !l.bad {
			c.invalid(l.at, "position", "exchange.position_taken", "position", l.Position)
		}
	}
}
