package server

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// A testProvider is a small sign-in system: discovery, keys, and the endpoint
// that takes codes. A person signs in there at once.
type testProvider struct {
	t     *testing.T
	http  *httptest.Server
	key   *rsa.PrivateKey
	mu    sync.Mutex
	codes map[string]url.Values // what each sign-in was begun with
	// claims go into the next token; alter spoils them.
	claims map[string]any
	alter  func(claims map[string]any)
	signer *rsa.PrivateKey // nil: key
	down   bool
}

const testSecret = "khoa cua muctieu"

var testKeys = sync.OnceValue(func() [2]*rsa.PrivateKey {
	var keys [2]*rsa.PrivateKey
	for i := range keys {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		keys[i] = key
	}
	return keys
})

func newTestProvider(t *testing.T) *testProvider {
	t.Helper()
	p := &testProvider{t: t, key: testKeys()[0], codes: map[string]url.Values{}, claims: map[string]any{"preferred_username": "lanh_dao"}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.down {
			http.Error(w, "maintenance", http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.http.Close)
	return p
}

func (p *testProvider) config() Config {
	return Config{Provider: Provider{Issuer: p.http.URL, Client: "muctieu", Secret: testSecret, Name: "tài khoản thành phố"}}
}

func (p *testProvider) discovery(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, map[string]any{
		"issuer": p.http.URL, "authorization_endpoint": p.http.URL + "/authorize", "token_endpoint": p.http.URL + "/token", "jwks_uri": p.http.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
	})
}

func (p *testProvider) keys(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": base64URL(p.key.N.Bytes()), "e": base64URL(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}

// authorize is a person who signs in at the address the browser was sent to:
// the answer is where the browser is sent back to.
func (p *testProvider) authorize(address string) string {
	p.t.Helper()
	u, err := url.Parse(address)
	must(p.t, err)
	q := u.Query()
	if u.Path != "/authorize" || q.Get("response_type") != "code" || q.Get("client_id") != "muctieu" || q.Get("code_challenge_method") != "S256" || !strings.Contains(q.Get("scope"), "openid") {
		p.t.Fatalf("the browser is sent to %s", address)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := rand.Text()
	p.codes[code] = q
	return q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
}

// token takes a code once, from who began the sign-in.
func (p *testProvider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	begun, known := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	secret, _ = url.QueryUnescape(secret)
	if !known || id != "muctieu" || secret != testSecret || base64URL(sum[:]) != begun.Get("code_challenge") || r.FormValue("redirect_uri") != begun.Get("redirect_uri") {
		w.WriteHeader(http.StatusBadRequest)
		writeJSON(w, map[string]any{"error": "invalid_grant"})
		return
	}
	writeJSON(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.sign(begun.Get("nonce"))})
}

func (p *testProvider) sign(nonce string) string {
	now := time.Now().Unix()
	claims := map[string]any{"iss": p.http.URL, "aud": "muctieu", "sub": "1", "iat": now, "exp": now + 300, "nonce": nonce}
	for name, value := range p.claims {
		claims[name] = value
	}
	if p.alter != nil {
		p.alter(claims)
	}
	signer := p.key
	if p.signer != nil {
		signer = p.signer
	}
	body := base64URL(mustJSON(p.t, map[string]any{"alg": "RS256", "kid": "1", "typ": "JWT"})) + "." + base64URL(mustJSON(p.t, claims))
	sum := sha256.Sum256([]byte(body))
	signature, err := rsa.SignPKCS1v15(rand.Reader, signer, crypto.SHA256, sum[:])
	must(p.t, err)
	return body + "." + base64URL(signature)
}

func base64URL(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	must(t, err)
	return raw
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	raw, err := json.Marshal(v)
	if err == nil {
		_, err = w.Write(raw)
	}
	if err != nil {
		panic(err)
	}
}
