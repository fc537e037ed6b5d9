package server

import (
	"strconv"
	"time"
)

// draft is what a script needs to keep typed plans on the computer of the
// person until they are saved.
func (w *plansWork) draft() draftView {
	end := w.s.sessionEnd(w.c)
	return draftView{
		Key:    userFrom(w.c).Login + "/" + string(w.place.Unit) + "/plans-" + strconv.Itoa(w.year) + "-" + w.level,
		Left:   strconv.FormatInt(int64(end.Sub(w.s.now())/time.Second), 10),
		Ending: noticeView{Kind: "warning", Text: w.p.T("mapping.plans_ending", "time", end.In(w.s.zone).Format("15:04"))},
		Ended:  noticeView{Kind: "fault", Text: w.p.T("mapping.plans_ended")},
		Offer:  w.p.T("mapping.plans_offer"), Send: w.p.T("mapping.plans_take"), Drop: w.p.T("entry.draft_drop"),
		SendAll: w.p.T("mapping.plans_take_all"), DropAll: w.p.T("entry.draft_drop_all"), Theirs: w.p.T("mapping.plans_theirs"),
	}
}
