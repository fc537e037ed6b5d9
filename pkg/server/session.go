package server

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// Names of what a session holds.
const (
	sessionUser    = "user"    // int64: the account's id
	sessionStarted = "started" // int64: Unix seconds
	sessionAddress = "address"
	sessionAgent   = "agent"
)

// newSessions makes the session manager. It has no idle timeout, which would
// write the session with every page; a session ends a fixed time after login.
func (s *Server) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{s.store}
	m.HashTokenInStore = true
	m.Lifetime = s.config.SessionLifetime
	m.Cookie.Name = "muctieu"
	m.Cookie.Secure = s.config.Secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, err error) {
		s.log.Error("session", "error", err)
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	}
	return m
}

// A sessionStore keeps sessions in the database, with the person beside the
// data, so that they can be listed and ended by person.
type sessionStore struct{ store *store.Store }

// FindCtx gives the data of a session that has not ended.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	found, err := s.store.Session(ctx, token)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return nil, false, nil
	}
	return found.Data, err == nil, err
}

// CommitCtx saves a session.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, until time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	row := store.Session{Hash: token, Data: data, Until: until}
	row.UserID, _ = values[sessionUser].(int64)
	if started, ok := values[sessionStarted].(int64); ok {
		row.Started = time.Unix(started, 0).UTC()
	}
	row.Address, _ = values[sessionAddress].(string)
	row.Agent, _ = values[sessionAgent].(string)
	return s.store.SaveSession(ctx, row)
}

// DeleteCtx ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.store.EndSession(ctx, token)
}

// Find, Commit and Delete are the forms without a context.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s sessionStore) Commit(token string, data []byte, until time.Time) error {
	return s.CommitCtx(context.Background(), token, data, until)
}

// Delete is DeleteCtx without a context.
func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// startSession logs a person in. The token is a new one: whoever knew the one
// before the login knows nothing.
func (s *Server) startSession(c echo.Context, user account.User) error {
	ctx := c.Request().Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Remove(ctx, sessionConfirmed)
	s.sessions.Put(ctx, sessionUser, user.ID)
	s.sessions.Put(ctx, sessionStarted, s.now().Unix())
	s.sessions.Put(ctx, sessionAddress, c.RealIP())
	s.sessions.Put(ctx, sessionAgent, shorten(c.Request().UserAgent(), 200))
	requestFrom(c).user = &user
	return nil
}

// shorten cuts a text from outside to the bytes the store keeps.
func shorten(s string, most int) string {
	if len(s) > most {
		return s[:most]
	}
	return s
}

// sessionHash is what the store knows the browser's session by; empty where
// there is none.
func (s *Server) sessionHash(c echo.Context) string {
	word := s.sessions.Token(c.Request().Context())
	if word == "" {
		return ""
	}
	return hashWord(word)
}

// hashWord is what the store knows a session's word by.
func hashWord(word string) string {
	sum := sha256.Sum256([]byte(word))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// sessionEnd is when the person has to log in again.
func (s *Server) sessionEnd(c echo.Context) time.Time {
	return s.sessions.Deadline(c.Request().Context())
}
