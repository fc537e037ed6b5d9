package i18n

// A Sort says what a term is the word for.
type Sort string

// The sorts of terms.
const (
	MeasureTerm Sort = "measure"
	GroupTerm   Sort = "group"
	AgencyTerm  Sort = "agency"
	KindTerm    Sort = "kind" // of a unit: quận, phường
)

// A Term is a word of the offices' own data with its English. Measures that
// can be converted share a dimension; a value times Factor is the value in
// the dimension's main measure (triệu đồng is 0.001 of tỷ đồng).
type Term struct {
	Sort      Sort
	Vi, En    string
	Dimension string
	Factor    string // a plain decimal number; empty: no conversion
	Position  int    // order in which terms were given
}

// Terms are all terms of an installation.
type Terms []Term

// Word gives the word of a term in a language. A word without a term is
// printed as it stands.
func (t Terms) Word(sort Sort, vi string, lang Lang) string {
	if lang != En {
		return vi
	}
	for _, term := range t {
		if term.Sort == sort && term.Vi == vi && term.En != "" {
			return term.En
		}
	}
	return vi
}
