package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestTypedFigureReachesTheBoard is the program's main way: an official types
// a number as it is written here, the server answers with percent and growth,
// and the leader's next look has it.
func TestTypedFigureReachesTheBoard(t *testing.T) {
	w := newSite(t)
	official := w.visit(1440)
	official.login("trang")
	official.open("/units/lechan/entry?period=2022")
	official.retype("ban_le", "27.000,0")
	official.await(`document.querySelector('[data-live="percent-ban_le"]').innerText.includes("110,4")`)
	official.retype("ban_le", "27.037,0")
	official.await(`document.querySelector('[data-live="percent-ban_le"]').innerText.includes("110,6")`)
	if growth := official.text(`[data-live="growth-ban_le"]`); !strings.Contains(growth, "15,9") {
		t.Errorf("growth after the save: %q; want 15,9", growth)
	}
	leader := w.visit(1440)
	leader.login("hung")
	leader.open("/units/lechan/board?period=2022")
	if row := leader.text("#row-ban_le"); !strings.Contains(row, "27.037,0") || !strings.Contains(row, "110,6") || !strings.Contains(row, "15,9") {
		t.Errorf("the board's row is %q", row)
	}
	official.retype("ban_le", "20.000,5")
	official.await(`document.querySelector('[data-live="percent-ban_le"]').innerText.includes("81,8")`)
	leader.open("/units/lechan/board?period=2022")
	if row := leader.text("#row-ban_le"); !strings.Contains(row, "20.000,5") || strings.Contains(row, "27.037,0") {
		t.Errorf("the board after the next save: %q", row)
	}
	if tally := leader.text("h1"); !strings.Contains(tally, "15/16") {
		t.Errorf("the headline is %q; want 15/16", tally)
	}
}

// retype clicks the cell of an indicator in the spreadsheet and types over it,
// key by key.
func (v *visitor) retype(code, text string) {
	v.t.Helper()
	v.choose(code)
	v.do(chromedp.KeyEvent(text + "\r"))
}

// TestAmbiguousNumberIsAsked types what may be 1545 or 1.545: nothing is saved
// before the official has said which.
func TestAmbiguousNumberIsAsked(t *testing.T) {
	w := newSite(t)
	official := w.visit(1440)
	official.login("trang")
	official.open("/units/lechan/entry?period=2022")
	official.retype("von_dtpt", "1,545")
	official.await(`document.querySelector('[data-live="question-von_dtpt"] .Doubt')`)
	question := official.text(`[data-live="question-von_dtpt"]`)
	if !strings.Contains(question, "1.545") || !strings.Contains(question, "1,545") {
		t.Errorf("the question is %q; want both readings", question)
	}
	if n := ask[int](official, `document.querySelectorAll('[data-live="question-von_dtpt"] input:checked').length`); n != 0 {
		t.Errorf("%d answers are chosen beforehand", n)
	}
	official.await(`document.activeElement.matches('.js-answer')`)
	official.do(chromedp.KeyEvent("2"), chromedp.Sleep(900*time.Millisecond), chromedp.KeyEvent("7\r"), chromedp.Sleep(500*time.Millisecond)) // the next figure, typed slowly and without a look
	if n := ask[int](official, `document.querySelectorAll('[data-live="question-von_dtpt"] .Doubt input:not(:checked)').length`); n < 2 {
		t.Errorf("%d readings are still open after further digits; want both", n)
	}
	leader := w.visit(1440)
	leader.login("hung")
	leader.open("/units/lechan/board?period=2022")
	if row := leader.text("#row-von_dtpt"); !strings.Contains(row, "1.545,0") {
		t.Errorf("an unanswered question changed the figure: %q", row)
	}
	official.accessible("a question in the form")
}
