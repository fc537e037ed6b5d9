package mail

import (
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

func TestKinds(t *testing.T) {
	got, err := JoinKinds([]Kind{Digest, Before, Digest})
	if err != nil || got != "before,digest" {
		t.Errorf("joined: %q, %v", got, err)
	}
	if back := SplitKinds(got + ",of_a_newer_program"); !slices.Equal(back, []Kind{Before, Digest}) {
		t.Errorf("split: %q", back)
	}
	if _, err := JoinKinds([]Kind{"spam"}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestPlanDue(t *testing.T) {
	for _, tt := range []struct {
		name string
		plan Plan
		left int
		want Kind // empty: none
	}{
		{"early", Usual, 4, ""},
		{"three days before", Usual, 3, Before},
		{"on the day", Usual, 0, Before},
		{"the day after", Usual, -1, After},
		{"a month after", Usual, -30, After},
		{"long after nobody is reminded", Usual, -31, ""},
		{"not before", Plan{After: 1}, 0, ""},
		{"not after", Plan{Before: 3}, -5, ""},
		{"later after", Plan{After: 7}, -6, ""},
	} {
		kind, ok := tt.plan.Due(tt.left)
		if kind != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: Due(%d) = %q, %t, want %q", tt.name, tt.left, kind, ok, tt.want)
		}
	}
}

func TestPlanIsStored(t *testing.T) {
	want := Plan{Before: 5, After: 2}
	if got, err := ParsePlan(want.String()); err != nil || got != want {
		t.Errorf("read back %v, %v", got, err)
	}
	if got, err := ParsePlan(""); err != nil || got != Usual {
		t.Errorf("nothing stored: %v, %v", got, err)
	}
	for _, text := range []string{"{", `{"before":-1}`, `{"after":31}`} {
		if _, err := ParsePlan(text); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v, want Invalid", text, err)
		}
	}
}

func TestPauseEnds(t *testing.T) {
	var whole time.Duration
	for n := 1; n < MaxAttempts; n++ {
		pause, ok := Pause(n)
		if !ok || pause <= 0 {
			t.Errorf("after %d attempts: %v, %t", n, pause, ok)
		}
		whole += pause
	}
	if _, ok := Pause(MaxAttempts); ok {
		t.Errorf("there is an attempt after %d", MaxAttempts)
	}
	if whole > 24*time.Hour {
		t.Errorf("attempts take %v: reminders are of no use then", whole)
	}
}

// every kind of letter is complete in both languages: no key shows, nothing is
// left to fill in.
func TestEveryKindInBothLanguages(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.Vi, i18n.En} {
		for _, kind := range Kinds {
			l := write(t, lang, Facts{
				Kind: kind, Receiver: "Lan", Unit: "Quận Lê Chân", Period: "năm 2026", By: "Minh", Quote: "Vì sao giảm\nso với năm trước?", About: "Thu ngân sách",
				Due: "31/12/2026", Days: 3, Items: []Item{{"Thu ngân sách", "16/16"}}, More: 2, Link: "https://kpi.vn/a", Refuse: "https://kpi.vn/mail/off/W?kind=" + string(kind),
			})
			for part, text := range map[string]string{"subject": l.Subject, "text": l.Text, "html": l.HTML} {
				if strings.Contains(text, "mail.") && !strings.Contains(text, "kpi.vn") || strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
					t.Errorf("%s %s: %s: %q", lang, kind, part, text)
				}
			}
			for _, want := range []string{"Lan", "https://kpi.vn/a", "https://kpi.vn/mail/off/W?kind=" + string(kind)} {
				if !strings.Contains(l.Text, want) || !strings.Contains(l.HTML, want) {
					t.Errorf("%s %s: %q is missing", lang, kind, want)
				}
			}
		}
	}
}

func write(t *testing.T, lang i18n.Lang, f Facts) Letter {
	t.Helper()
	l, err := Write(i18n.For(lang), f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestPlainText(t *testing.T) {
	got := write(t, i18n.Vi, Facts{Kind: Returned, Receiver: "Lan", Unit: "Quận Lê Chân", Period: "năm 2022", By: "Minh", Quote: "Sai đơn vị.\nNhập lại.",
		Items: []Item{{Name: "Thu ngân sách"}}, Link: "https://kpi.vn/units/lechan/entry?period=2022"}).Text
	want := `Kính gửi Lan,

Minh trả lại báo cáo năm 2022 của Quận Lê Chân để chỉnh sửa. Lý do:

> Sai đơn vị.
> Nhập lại.

Chỉ tiêu cần xem lại:
- Thu ngân sách

Mở trang nhập số liệu:
https://kpi.vn/units/lechan/entry?period=2022
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What people typed stays text: no second header, no markup.
func TestHostileWords(t *testing.T) {
	l := write(t, i18n.Vi, Facts{Kind: Asked, Receiver: "<b>Lan</b>", Unit: "Lê\r\nBcc: x@y.vn", Period: "2022", By: "Minh", About: "a\nb", Quote: "<script>1</script>", Link: "javascript:alert(1)"})
	if strings.ContainsAny(l.Subject, "\r\n") {
		t.Errorf("a subject of several lines: %q", l.Subject)
	}
	for _, bad := range []string{"<b>Lan", "<script>", `href="javascript:`} {
		if strings.Contains(l.HTML, bad) {
			t.Errorf("%q in the HTML", bad)
		}
	}
}
