package report

import (
	"regexp"
	"strings"
)

// A short name says what is meant only between words such as these: "tiết kiệm
// chi ngân sách" and "thu ngân sách xã" are something else.
var (
	shortBefore = regexp.MustCompile(`(?:^|[,:;(–-]|(?:^|[^\pL\pM])(?:tổng|kết quả|công tác|trong đó|về|và|riêng|chỉ tiêu|tình hình|do|nhưng|song|tuy|là|the|and|but|total|of|for))\s*$`)
	shortAfter  = regexp.MustCompile(`^\s*(?:$|[,:;)(=\d]|(?:` + saying + `)(?:$|[^\pL\pM]))`)
	// goesOn is how a further statement about the same thing begins.
	goesOn = regexp.MustCompile(`^\s*(?:\d|(?:` + saying + `)(?:$|[^\pL\pM]))`)
	// aPart begins a statement about something else than the name before it.
	aPart = regexp.MustCompile(`(?:^|[^\pL\pM])(?:trong đó|bao gồm|gồm|of which|including|in which)(?:$|[^\pL\pM])`)
)

// saying are the words that a statement about a name begins with.
const saying = `ước|sơ bộ|đạt|bằng|tăng|giảm|còn|là|chỉ|mới|đã|vượt|hụt|thiếu|cao hơn|thấp hơn|duy trì|giữ|năm|quý|tháng|cả năm|` +
	`lũy kế|tính chung|so với|khoảng|gần|hơn|trên|dưới|và bằng|và tăng|và giảm|` +
	`is|was|were|reached|reaches|equal|up|down|at|in|rose|fell|grew|increased|decreased|dropped|stood|came|and up|and down|and equal`

// place is a unit named right behind an indicator, or the whole of a country.
var place = regexp.MustCompile(`^\s*(?:(?:trên địa bàn|của|tại|ở) )?(?:(?:toàn|các|cả) )?(phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tỉnh|đặc khu|nước)(?:$|[^\pL\pM])`)

// behindPlace is what follows the unit that is named behind an indicator. ours
// is false where that is another unit than the report's: its figures are
// nobody's to judge here.
func (r *proofreader) behindPlace(rest string) (after string, ours bool) {
	at := place.FindStringSubmatchIndex(rest)
	if at == nil {
		return rest, true
	}
	kind, after := strings.ToLower(r.s.Unit.Kind), strings.TrimLeft(rest[at[3]:], " ")
	if rest[at[2]:at[3]] != kind {
		return rest, false
	}
	name := strings.TrimPrefix(strings.ToLower(r.s.Unit.Name), kind+" ")
	if own, ok := strings.CutPrefix(after, name); ok {
		return own, true
	}
	return after, shortAfter.MatchString(after)
}

// means reports whether a name at a place means the row and nothing else: no
// other unit's, and a short name only where it stands alone.
func (r *proofreader) means(lower string, m mention) bool {
	after, ours := r.behindPlace(lower[m.to:])
	return ours && (!m.short || shortBefore.MatchString(lower[:m.from]) && shortAfter.MatchString(after))
}

// said is how far a text behind a name speaks of it: not of its parts, and
// behind a short name only as long as one statement follows the other.
func said(lower string, short bool) int {
	end := len(lower)
	if at := aPart.FindStringIndex(lower); at != nil {
		end = at[0]
	}
	if !short {
		return end
	}
	for at := 0; ; {
		i := strings.Index(lower[at:end], ", ")
		if i < 0 {
			return end
		}
		at += i + len(", ")
		if !goesOn.MatchString(lower[at:end]) {
			return at - len(", ")
		}
	}
}
