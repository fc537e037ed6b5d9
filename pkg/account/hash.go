package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"muctieu/pkg/errs"
)

// Cost of a password: argon2id with 2 passes over 19 MiB on one lane, the
// setting the OWASP password storage sheet puts first. It takes some 40 ms of
// one core, so callers limit how many run at once.
const (
	hashPasses  = 2
	hashMemory  = 19 * 1024 // KiB
	hashLanes   = 1
	hashLength  = 32 // bytes
	saltLength  = 16
	mostMemory  = 1 << 20 // KiB; what a stored hash may ask for
	mostPasses  = 64
	hashPattern = "$argon2id$v=%d$m=%d,t=%d,p=%d$"
)

var base64Raw = base64.RawStdEncoding

// HashPassword gives the argon2id hash of a password with a fresh salt, in the
// usual writing "$argon2id$v=19$m=19456,t=2,p=1$salt$hash".
func HashPassword(password string) string {
	salt := make([]byte, saltLength)
	rand.Read(salt) // never fails: the program stops where the system gives no randomness
	key := argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashLanes, hashLength)
	head := fmt.Sprintf(hashPattern, argon2.Version, hashMemory, hashPasses, hashLanes)
	return head + base64Raw.EncodeToString(salt) + "$" + base64Raw.EncodeToString(key)
}

// VerifyPassword reports whether hash was made from password. An account
// without a password has an empty hash, which no password fits. A hash in
// another writing is Internal: the stored row is damaged.
func VerifyPassword(hash, password string) (bool, error) {
	if hash == "" {
		return false, nil
	}
	var version, memory, passes, lanes uint32
	head, rest := splitHash(hash)
	_, err := fmt.Sscanf(head, hashPattern, &version, &memory, &passes, &lanes)
	salt, want, ok := saltAndKey(rest)
	if err != nil || !ok || version != argon2.Version || memory > mostMemory || passes == 0 || passes > mostPasses || lanes == 0 || lanes > 255 {
		return false, errs.E(errs.Internal, "account.hash_unknown").Because(fmt.Errorf("password hash of unknown writing"))
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, uint8(lanes), uint32(len(want))) // #nosec G115 -- lanes is at most 255, a key a few bytes
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// splitHash cuts after the fourth "$": parameters, then salt and key.
func splitHash(hash string) (head, rest string) {
	at := 0
	for range 4 {
		i := strings.IndexByte(hash[at:], '$')
		if i < 0 {
			return hash, ""
		}
		at += i + 1
	}
	return hash[:at], hash[at:]
}

func saltAndKey(s string) (salt, key []byte, ok bool) {
	a, b, found := strings.Cut(s, "$")
	salt, err1 := base64Raw.DecodeString(a)
	key, err2 := base64Raw.DecodeString(b)
	return salt, key, found && err1 == nil && err2 == nil && len(key) >= 16 && len(salt) >= 8
}
