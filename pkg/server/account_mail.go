package server

import (
	"slices"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/mail"
	"muctieu/pkg/store"
)

// A mailChoiceView is the part of a person's own page about mail.
type mailChoiceView struct {
	Note   string // that no mail is sent here; empty: it is
	Fields []fieldView
}

func (s *Server) mailChoiceView(c echo.Context) (v mailChoiceView, err error) {
	p := printerFrom(c)
	choice, err := s.store.Mail(c.Request().Context(), userFrom(c).ID)
	if err != nil {
		return v, err
	}
	if !s.mailSetUp() {
		v.Note = p.T("mail.not_set_up")
	}
	kinds := fieldView{ID: "kinds", Name: "kind", Label: p.T("mail.account_kinds"), Type: "checkbox", Options: worded(p, "mail.kind_", mail.Kinds)}
	for i, k := range mail.Kinds {
		kinds.Options[i].Checked = !choice.Refuses(k)
	}
	v.Fields = []fieldView{{ID: "email", Name: "email", Label: p.T("mail.address"), Type: "email", Auto: "email", Value: choice.Address, Help: p.T("mail.address_help")}, kinds}
	return v, nil
}

// saveOwnMail handles POST /account/mail: where a person gets mail, and which
// kinds.
func (s *Server) saveOwnMail(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	off := slices.DeleteFunc(slices.Clone(mail.Kinds), func(k mail.Kind) bool { return slices.Contains(form["kind"], string(k)) })
	err = s.store.SetMail(c.Request().Context(), actorFrom(c), userFrom(c).ID, c.FormValue("email"), off)
	if err == nil {
		return back(c, "/account?mail=1#mail")
	}
	f, ours := refusal(err, printerFrom(c))
	if ours != nil {
		return ours
	}
	return s.showAccount(c, f.status, func(v *accountView) {
		field := &v.Mail.Fields[0]
		field.Value, field.Fault, field.Focus = c.FormValue("email"), f.words, true
		for i, k := range mail.Kinds {
			v.Mail.Fields[1].Options[i].Checked = !slices.Contains(off, k)
		}
	})
}

// A mailOffView is the page a link in a mail leads to: it refuses one kind for
// the person who got it, and shows nothing else. Nobody has to log in.
type mailOffView struct {
	page
	Words  string
	Action string // empty: it is done
	Word   string
}

// refusedOf reads whose link it is and which kind it is about.
func (s *Server) refusedOf(c echo.Context) (userID int64, name string, kind mail.Kind, err error) {
	kind = mail.Kind(c.QueryParam("kind"))
	if !kind.Known() {
		return 0, "", kind, errs.E(errs.NotFound, "mail.no_such_word")
	}
	user, _, err := s.store.MailByWord(c.Request().Context(), c.Param("word"))
	return user.ID, user.Name, kind, err
}

// mailOffPage handles GET /mail/off/:word. Programs that look into mails
// follow links, so only the button changes anything.
func (s *Server) mailOffPage(c echo.Context) error {
	_, name, kind, err := s.refusedOf(c)
	if err != nil {
		return err
	}
	p := printerFrom(c)
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.show(c, "mail/off", mailOffView{
		page: s.plainPage(c, p.T("mail.off_title")), Words: p.T("mail.off_ask", "name", name, "kind", p.T("mail.kind_"+string(kind))),
		Action: s.refusePath(c.Param("word"), kind)[len(s.config.Mail.Base):], Word: p.T("mail.off_do"),
	})
}

// refuseMail handles POST /mail/off/:word, from the page or from the button
// that mail programs make of the link.
func (s *Server) refuseMail(c echo.Context) error {
	id, _, kind, err := s.refusedOf(c)
	if err != nil {
		return err
	}
	if err := s.store.RefuseMail(c.Request().Context(), store.Actor{From: c.RealIP()}, id, kind); err != nil {
		return err
	}
	p := printerFrom(c)
	return s.show(c, "mail/off", mailOffView{page: s.plainPage(c, p.T("mail.off_title")), Words: p.T("mail.off_done", "kind", p.T("mail.kind_"+string(kind)))})
}
