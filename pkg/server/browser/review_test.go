package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// An official hands in, a reviewer returns one figure with a reason, the
// official finds it on the first screen, answers a question, hands in again,
// and the reviewer approves. All pages on the way are looked at.
func TestFromHandingInToApproval(t *testing.T) {
	w := newSite(t)
	official, reviewer, leader := w.visit(1440), w.visit(1440), w.visit(1440)
	official.login("trang")
	reviewer.login("hanh")
	leader.login("hung")
	official.look("work", "/work", "vi")
	official.look("submit", "/units/lechan/submit?period=2022", "vi")
	official.size(1440)
	official.do(chromedp.Click(`main form button`))
	official.await(`document.querySelector(".Notice--done")`)

	reviewer.look("work-reviewer", "/work", "vi")
	reviewer.look("review", "/units/lechan/review?period=2022", "vi")
	reviewer.size(1440)
	reviewer.open("/units/lechan/review?period=2022")
	filled := func(button string) bool {
		return ask[bool](reviewer, `getComputedStyle(document.querySelector("`+button+`")).backgroundColor === getComputedStyle(document.querySelector(".Brand-mark")).backgroundColor`)
	}
	if !filled(".Review-approve") || filled(".Review-return") {
		t.Error("before a reason is typed approving is the filled button")
	}
	reviewer.do(chromedp.Click(`#row-thu_ns .js-return`))
	reviewer.await(`document.activeElement.id === "reason-thu_ns"`)
	reviewer.do(chromedp.SendKeys(`#reason-thu_ns`, "Ghi nguồn số ước."))
	if !filled(".Review-return") || filled(".Review-approve") {
		t.Error("once a reason is typed returning is the filled button")
	}
	if got := reviewer.text(".js-cells"); !strings.HasPrefix(got, "1 ô có lý do") {
		t.Errorf("it counts %q", got)
	}
	if got := reviewer.text(".Review-approve"); !strings.HasPrefix(got, "Bỏ lý do trả lại và duyệt") {
		t.Errorf("approving says %q", got)
	}
	reviewer.accessible("review with a reason")
	reviewer.do(chromedp.Click(`.Review-return`))
	reviewer.await(`document.querySelector(".Notice--done")`)

	leader.open("/units/lechan/indicators/thu_ns/questions?period=2022")
	leader.do(chromedp.Click(`.Thread-ask summary`), chromedp.SendKeys(`#ask-text`, "Hụt ở khoản thu nào?"), chromedp.Click(`.Thread-ask form .btn`))
	leader.await(`document.querySelector(".Question")`)
	leader.look("questions", "/questions", "vi")

	official.open("/work")
	if got := official.text(".Debt"); !strings.Contains(got, "Ghi nguồn số ước.") {
		t.Errorf("the first screen does not begin with what was returned: %s", got)
	}
	official.look("work-returned", "/work", "vi")
	official.look("thread", "/units/lechan/indicators/thu_ns/questions?period=2022", "vi")
	official.size(1440)
	official.open("/units/lechan/indicators/thu_ns/questions?period=2022")
	official.do(chromedp.SendKeys(`.Thread-form textarea`, "Tiền sử dụng đất."), chromedp.Click(`.Thread-form [name="report"]`), chromedp.Click(`.Thread-form form button`))
	official.await(`document.querySelector(".Thread-answer")`)
	official.open("/units/lechan/submit?period=2022")
	official.do(chromedp.Click(`main form button`))
	official.await(`document.querySelector(".Notice--done")`)

	reviewer.open("/units/lechan/review?period=2022")
	reviewer.do(chromedp.Click(`.Review-approve`))
	reviewer.await(`document.querySelector(".Notice--done")`)
	if got := reviewer.text(".Context-end"); !strings.HasPrefix(got, "Đã duyệt") {
		t.Errorf("the state is %q", got)
	}
	reviewer.accessible("review, approved")
}
