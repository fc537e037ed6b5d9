package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
)

// signatureHeader carries the signature of a proposal.
const signatureHeader = "X-Muctieu-Signature"

// signatureOf signs a body with a token.
func signatureOf(token string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// A proposedInput is one figure another installation sends.
type proposedInput struct {
	Indicator string  `json:"indicator"`
	Value     *string `json:"value" required:"false" doc:"plain decimal number; null or absent when withdrawn or not applicable"`
	Status    string  `json:"status" doc:"estimate, preliminary, official, withdrawn or not_applicable"`
	Note      string  `json:"note" required:"false"`
	Source    string  `json:"source" required:"false"`
	Origin    string  `json:"origin" required:"false" doc:"empty, derived or illustrative"`
}

type proposalInput struct {
	Unit      string `path:"unit" doc:"key of the unit" example:"lechan"`
	Period    string `path:"period" doc:"2022, 2022-Q1, 2022-M05 or 2022-YTD06" example:"2022-YTD06"`
	Signature string `header:"X-Muctieu-Signature" doc:"HMAC-SHA256 of the body with the bearer token as key, in hexadecimal; a body that was changed on the way is refused"`
	RawBody   []byte
	Body      struct {
		Cells []proposedInput `json:"cells" minItems:"1" maxItems:"2000"`
	}
}

// A proposalAnswer says what became of figures that were sent.
type proposalAnswer struct {
	Proposal int64            `json:"proposal" doc:"number of the proposal; the same for figures sent again"`
	Unit     string           `json:"unit"`
	Period   string           `json:"period"`
	State    string           `json:"state" enum:"waiting,accepted,partly,refused,same,replaced" doc:"waiting: nobody has decided; same: all of it was stored already; replaced: newer figures came first"`
	Reason   string           `json:"reason" doc:"why cells were refused"`
	Cells    []proposedAnswer `json:"cells"`
}

// A proposedAnswer is one cell of it, beside what is stored.
type proposedAnswer struct {
	Indicator string        `json:"indicator"`
	State     string        `json:"state" enum:"waiting,accepted,refused"`
	Same      bool          `json:"same" doc:"accepting it would change nothing: value, status and note, if one was sent, are stored already"`
	Stored    *figureAnswer `json:"stored" doc:"the figure that is stored now; null: none"`
}

func (s *Server) registerProposal(api huma.API) {
	operate(s, api, operation[proposalInput, proposalAnswer]{
		id: "propose-figures", tag: tagFigures, method: http.MethodPut, path: "/units/{unit}/periods/{period}/proposal",
		summary: "Send the approved figures of a unit and period as a proposal, all or none",
		doc:     "What arrives changes no figure: it is a proposal until somebody here accepts it. The same figures sent again are the same proposal.",
		errors:  []int{http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity}, do: s.apiPropose,
	})
}

func (s *Server) apiPropose(c echo.Context, in *proposalInput) (out proposalAnswer, err error) {
	token, byToken := bearerOf(c.Request().Header.Get(echo.HeaderAuthorization))
	if !byToken || !hmac.Equal([]byte(signatureOf(token, in.RawBody)), []byte(in.Signature)) {
		return out, errs.E(errs.Invalid, "push.signature")
	}
	ctx := c.Request().Context()
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return out, err
	}
	got, err := s.store.Propose(ctx, actorFrom(c), unitFrom(c), periodFrom(c), readProposed(catalogue, in.Body.Cells))
	if err != nil {
		return out, placeProposed(err, in.Body.Cells)
	}
	stored, err := s.storedBeside(ctx, got)
	if err != nil {
		return out, err
	}
	out = proposalAnswer{Proposal: got.ID, Unit: string(got.Unit), Period: got.Period.String(), State: string(got.State), Reason: got.Reason}
	for _, cell := range got.Cells {
		f := stored[cell.Indicator]
		a := proposedAnswer{Indicator: string(cell.Indicator), State: string(cell.State), Same: cell.Stands(f)}
		if f.Version > 0 {
			have := newFigureAnswer(f)
			a.Stored = &have
		}
		out.Cells = append(out.Cells, a)
	}
	return out, nil
}

func readProposed(catalogue *indicator.Catalogue, cells []proposedInput) []store.ProposedCell {
	all := make([]store.ProposedCell, len(cells))
	for i, cell := range cells {
		code := indicator.Code(cell.Indicator)
		all[i] = store.ProposedCell{Indicator: code, Status: indicator.Status(cell.Status), Note: cell.Note, Source: cell.Source, Origin: indicator.Origin(cell.Origin)}
		all[i].Value, all[i].Unread = readPlain(cell.Value, catalogue.Indicators[code])
	}
	return all
}

// placeProposed names the cells of faults by their places in the request and
// by their indicators.
func placeProposed(err error, cells []proposedInput) error {
	named := make([]cellInput, len(cells))
	for i, cell := range cells {
		named[i].Indicator = cell.Indicator
	}
	return placeCells(err, named)
}
