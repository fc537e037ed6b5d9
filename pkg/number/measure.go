package number

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// owns says whether a typed measure is one of the indicator's own.
func (t Typed) owns(measure string) bool {
	typed := foldMeasure(measure)
	for _, m := range t.Measures {
		if foldMeasure(m) == typed {
			return true
		}
	}
	return false
}

// FoldText returns a text as names and measures are compared: without the
// differences of spelling that carry no meaning in Vietnamese, in decomposed
// letters. It is not fit to be shown.
func FoldText(s string) string { return foldMeasure(s) }

// Unaccented returns a text in small, decomposed letters without accents, đ as
// d. It is not fit to be shown.
func Unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
}

// foldMeasure returns a measure without the differences of spelling that carry
// no meaning in Vietnamese: case, spaces, composed or decomposed letters, where
// in the syllable the tone mark stands (hoá, hóa), and i or y (tỉ, tỷ). Accents
// themselves stay: they make different words.
func foldMeasure(s string) string {
	words := strings.Fields(strings.ToLower(norm.NFC.String(s)))
	for i, w := range words {
		words[i] = foldWord(w)
	}
	return strings.Join(words, " ")
}

// foldWord folds each syllable of a word; "triệu/người" has two.
func foldWord(w string) string {
	var b, syllable strings.Builder
	flush := func() {
		b.WriteString(foldSyllable(syllable.String()))
		syllable.Reset()
	}
	for _, r := range norm.NFD.String(w) {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			syllable.WriteRune(r)
			continue
		}
		flush()
		b.WriteRune(r)
	}
	flush()
	return b.String()
}

// toneMarks are the five tone marks of Vietnamese as combining characters:
// huyền, sắc, ngã, hỏi, nặng. The marks of ă, â, ê, ô, ơ and ư are not tones.
const toneMarks = "\u0300\u0301\u0303\u0309\u0323"

// foldSyllable moves the tone of a decomposed syllable to its end, and writes i
// for a y that is its only vowel.
func foldSyllable(s string) string {
	var letters, tone strings.Builder
	for _, r := range s {
		if strings.ContainsRune(toneMarks, r) {
			tone.WriteRune(r)
		} else {
			letters.WriteRune(r)
		}
	}
	bare := letters.String()
	if onset, ok := strings.CutSuffix(bare, "y"); ok && takesI(onset) {
		bare = onset + "i"
	}
	return bare + tone.String()
}

// takesI says whether i and y are the same vowel after this onset: after a
// consonant (tỉ, tỷ) or qu (quí, quý), but not after a vowel: thuý is not thúi.
func takesI(onset string) bool {
	return onset == "qu" || onset != "" && !strings.ContainsAny(onset, "aeiouy")
}
