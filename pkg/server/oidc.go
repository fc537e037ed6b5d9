package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
)

// A Provider is the office's own sign-in system, by OpenID Connect. The zero
// value is none.
type Provider struct {
	Issuer string // address, as it stands in the tokens
	Client string // what this program is called there
	Secret string // empty: the provider asks for none
	Claim  string // of the token that holds the login; empty: preferred_username
	Name   string // of the provider, on the button; empty: a general word
}

// providerTimeout bounds each question to the provider.
const providerTimeout = 10 * time.Second

// A providerClient asks a provider. What the provider says about itself is
// read at the first sign-in and kept, so that a server starts without it.
type providerClient struct {
	Provider
	http  *http.Client
	now   func() time.Time
	mu    sync.Mutex
	known *oidc.Provider // nil: not read yet
}

func newProviderClient(p Provider, now func() time.Time) *providerClient {
	if p.Claim == "" {
		p.Claim = "preferred_username"
	}
	return &providerClient{Provider: p, http: &http.Client{Timeout: providerTimeout}, now: now}
}

// discover gives what the provider says about itself. The error is
// Unavailable, "signin.oidc_away".
func (p *providerClient) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.http), p.Issuer)
	if err != nil {
		return nil, errs.E(errs.Unavailable, "signin.oidc_away").Because(err)
	}
	p.known = known
	return known, nil
}

// settings are those of one sign-in; back is the address the provider sends
// the browser back to.
func (p *providerClient) settings(known *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: known.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "profile", "email"}}
}

// A providerStep is a sign-in under way: what only the browser that began it
// has in its session.
type providerStep struct {
	State    string `json:"state"`    // comes back in the address
	Nonce    string `json:"nonce"`    // comes back inside the token
	Verifier string `json:"verifier"` // proves to the provider who began (PKCE)
	Next     string `json:"next"`
	At       int64  `json:"at"` // Unix seconds
	// Again is the account of a person who is logged in and confirms it is
	// them; 0: a sign-in.
	Again int64 `json:"again,omitempty"`
}

// providerStepLife is how long a person may take at the provider.
const providerStepLife = 10 * time.Minute

func newProviderStep(next string, now time.Time) providerStep {
	return providerStep{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: next, At: now.Unix()}
}

func (s providerStep) String() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts and a number always become JSON
	}
	return string(raw)
}

// readProviderStep gives the step of a session that the state belongs to. The
// error is Invalid, "signin.oidc_stale", where there is none, it is of another
// browser, or too old.
func readProviderStep(text, state string, now time.Time) (step providerStep, err error) {
	stale := errs.E(errs.Invalid, "signin.oidc_stale")
	if err := json.Unmarshal([]byte(text), &step); err != nil {
		return step, stale.Because(err)
	}
	took := now.Sub(time.Unix(step.At, 0))
	if subtle.ConstantTimeCompare([]byte(step.State), []byte(state)) != 1 || took < 0 || took > providerStepLife {
		return step, stale
	}
	return step, nil
}

// begin gives the address at the provider where the person signs in.
func (p *providerClient) begin(ctx context.Context, step providerStep, back string) (string, error) {
	known, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(step.Nonce), oauth2.S256ChallengeOption(step.Verifier)}
	if step.Again != 0 {
		options = append(options, againOptions()...)
	}
	return p.settings(known, back).AuthCodeURL(step.State, options...), nil
}

// finish turns the code that came back into the login of the person. Errors:
// Unavailable, "signin.oidc_away", where the provider does not answer;
// Forbidden, "signin.oidc_untrusted", where what it says cannot be trusted;
// Forbidden, "signin.oidc_claim" {claim}, where it does not say who it is, or
// as of freshProof.
func (p *providerClient) finish(ctx context.Context, step providerStep, code, back string) (login string, err error) {
	known, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, p.http)
	token, err := p.settings(known, back).Exchange(ctx, code, oauth2.VerifierOption(step.Verifier))
	if err != nil {
		return "", exchangeFailure(err)
	}
	raw, _ := token.Extra("id_token").(string)
	proof, err := known.VerifierContext(ctx, &oidc.Config{ClientID: p.Client, Now: p.now}).Verify(ctx, raw)
	if err != nil {
		return "", errs.E(errs.Forbidden, "signin.oidc_untrusted").Because(err)
	}
	if subtle.ConstantTimeCompare([]byte(proof.Nonce), []byte(step.Nonce)) != 1 {
		return "", errs.E(errs.Forbidden, "signin.oidc_untrusted")
	}
	if step.Again != 0 {
		if err := freshProof(proof, step, p.now()); err != nil {
			return "", err
		}
	}
	return p.loginOf(proof)
}

// exchangeFailure tells a provider that refused the code from one that did not
// answer.
func exchangeFailure(err error) error {
	if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode < http.StatusInternalServerError {
		return errs.E(errs.Forbidden, "signin.oidc_untrusted").Because(err)
	}
	return errs.E(errs.Unavailable, "signin.oidc_away").Because(err)
}

// loginOf reads the login from a token. An e-mail address the provider has not
// verified says nothing about who it is.
func (p *providerClient) loginOf(proof *oidc.IDToken) (string, error) {
	missing := errs.E(errs.Forbidden, "signin.oidc_claim", "claim", p.Claim)
	var claims map[string]any
	if err := proof.Claims(&claims); err != nil {
		return "", missing.Because(err)
	}
	text, _ := claims[p.Claim].(string)
	if p.Claim == "email" && claims["email_verified"] != true {
		return "", missing
	}
	login, err := account.Login(text)
	if err != nil {
		return "", missing.Because(err)
	}
	return login, nil
}
