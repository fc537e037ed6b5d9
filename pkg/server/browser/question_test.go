package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestQuestionFromTheBoard goes all the way: a leader asks from a row of the
// board, the official finds the question on the first page and answers, the
// leader reads the answer, and the report gives it as the reason of the miss.
func TestQuestionFromTheBoard(t *testing.T) {
	w := inAllStates(t)
	leader, official := w.visit(390), w.visit(1440)
	leader.login("hung")
	leader.open(board("2001"))
	leader.do(chromedp.Click("#row-thu_ns .Board-ask"))
	leader.await(`document.querySelector("#ask-text")?.checkVisibility()`)
	leader.do(chromedp.SendKeys("#ask-text", "Vì sao thu ngân sách chưa đạt?"))
	leader.accessible("question form")
	leader.picture("question-ask-390")
	leader.do(chromedp.Submit("#ask-text"))
	leader.await(`document.querySelector(".Thread .Question")`)
	leader.open(board("2001"))
	if got := leader.text(".Board"); !strings.Contains(got, "Vì sao thu ngân sách chưa đạt?") {
		t.Errorf("the board does not show the open question: %s", got)
	}
	leader.picture("question-board-390")

	official.login("trang")
	official.open("/work")
	if got := official.text("main"); !strings.Contains(got, "Vì sao thu ngân sách chưa đạt?") {
		t.Fatalf("the official's first page does not show the question: %s", got)
	}
	official.open("/units/lechan/indicators/thu_ns?period=2001#questions")
	official.do(chromedp.SendKeys(".Thread-form textarea", "Giá đất giảm, hai phiên đấu giá lùi sang quý I."))
	official.do(chromedp.Click(`.Thread-form input[name="report"]`))
	official.picture("question-answer-1440")
	official.do(chromedp.Submit(".Thread-form textarea"))
	official.await(`document.querySelector(".Thread-answer")`)

	leader.open("/units/lechan/indicators/thu_ns?period=2001#questions")
	if got := leader.text("#questions"); !strings.Contains(got, "Giá đất giảm") {
		t.Errorf("the leader does not read the answer: %s", got)
	}
	leader.open(board("2001"))
	if got := leader.text(".Board"); strings.Contains(got, "Vì sao thu ngân sách") {
		t.Error("an answered question still waits on the board")
	}
	leader.open("/units/lechan/summary?period=2001")
	if got := leader.text("main"); !strings.Contains(got, "Nguyên nhân: Giá đất giảm, hai phiên đấu giá lùi sang quý I.") {
		t.Errorf("the summary does not explain the miss: %s", got)
	}
}
