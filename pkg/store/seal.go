package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
)

// A Key seals the secrets of second factors: AES-256. It is kept outside the
// database, so that neither the database nor an archive of it tells a secret.
type Key [32]byte

// NewKey makes a key out of random bytes.
func NewKey() (k Key) {
	rand.Read(k[:]) // never fails: the program stops where the system gives no randomness
	return k
}

// ParseKey reads a key as String writes it; Invalid, "store.no_key", otherwise.
func ParseKey(text string) (k Key, err error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) != len(k) {
		return k, errs.E(errs.Invalid, "store.no_key").Because(err)
	}
	copy(k[:], raw)
	return k, nil
}

// String gives the key as its file holds it: base64.
func (k Key) String() string { return base64.StdEncoding.EncodeToString(k[:]) }

// id tells keys apart and says nothing about them.
func (k Key) id() string {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte("muctieu key"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// sealed is what a sealed secret begins with. Base32 has no point.
const sealed = "v1."

// keySetting holds the id of the key that the servers of a database share.
const keySetting = "seal.key"

// seal closes a secret of a person: nobody can put it at another's account.
func (k Key) seal(userID int64, secret string) (string, error) {
	box, err := k.box()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce) // never fails, as above
	return sealed + base64.RawStdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(secret), ownerOf(userID))), nil
}

// open opens a secret of a person; false if it was sealed by another key, for
// another person, or changed. A secret that is plain still is given as it is.
func (k *Key) open(userID int64, text string) (secret string, ok bool) {
	rest, closed := strings.CutPrefix(text, sealed)
	if !closed {
		return text, true
	}
	if k == nil {
		return "", false
	}
	raw, err := base64.RawStdEncoding.DecodeString(rest)
	box, wrong := k.box()
	if err != nil || wrong != nil || len(raw) < box.NonceSize() {
		return "", false
	}
	plain, err := box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], ownerOf(userID))
	return string(plain), err == nil
}

func (k Key) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func ownerOf(userID int64) []byte { return []byte("totp " + strconv.FormatInt(userID, 10)) }

// UseKey opens and seals secrets with a key from now on, whichever the
// database's servers share: for commands that only look.
func (s *Store) UseKey(k Key) { s.key.Store(&k) }

// HasKey reports whether the servers of this database share a key already. A
// restored database has none: the next server to start brings its own.
func (s *Store) HasKey(ctx context.Context) (bool, error) {
	id, _, err := s.Setting(ctx, keySetting)
	return id != "", err
}

// AdoptKey makes a key the one all servers of this database share, and seals
// what is plain still. From then on any other is refused, Conflict,
// "store.other_key", unless instead is set: the key before it is lost, and so
// are the secrets it sealed. sealedNow is how many secrets were plain.
func (s *Store) AdoptKey(ctx context.Context, by Actor, k Key, instead bool) (sealedNow int, err error) {
	id, _, err := s.Setting(ctx, keySetting)
	if err != nil {
		return 0, err
	}
	plain, err := s.plainSecrets(ctx)
	if err != nil {
		return 0, err
	}
	if id == k.id() && plain == 0 { // what every start but the first finds
		s.UseKey(k)
		return 0, nil
	}
	err = s.write(ctx, by, func(w *writer) error {
		before, err := takeSetting(w.tx, keySetting)
		if err != nil {
			return err
		}
		if before.Value != "" && before.Value != k.id() && !instead {
			return errs.E(errs.Conflict, "store.other_key")
		}
		if err := w.tx.Save(&settingRecord{keySetting, k.id(), before.Version + 1}).Error; err != nil {
			return err
		}
		if sealedNow, err = w.sealPlain(k); err != nil {
			return err
		}
		return w.note("key.adopt", "setting/"+keySetting, before.Value, map[string]any{"key": k.id(), "sealed": sealedNow}, "")
	})
	if err != nil {
		return 0, err
	}
	s.UseKey(k)
	return sealedNow, nil
}

func (s *Store) plainSecrets(ctx context.Context) (n int64, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		return tx.Model(&totpRow{}).Where("secret NOT LIKE ?", sealed+"%").Count(&n).Error
	})
	return n, err
}

// sealPlain seals every secret that is plain.
func (w *writer) sealPlain(k Key) (n int, err error) {
	var rows []totpRow
	if err := w.tx.Where("secret NOT LIKE ?", sealed+"%").Find(&rows).Error; err != nil {
		return 0, err
	}
	for _, row := range rows {
		text, err := k.seal(row.AccountID, row.Secret)
		if err != nil {
			return n, err
		}
		if err := w.tx.Model(&totpRow{}).Where("account_id = ?", row.AccountID).Update("secret", text).Error; err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// sealSecret seals a secret with the key in use.
func (s *Store) sealSecret(userID int64, secret string) (string, error) {
	k := s.key.Load()
	if k == nil {
		return "", errors.New("there is no key to seal secrets with")
	}
	return k.seal(userID, secret)
}

// verifySealed names the people whose second factor no code of their app can
// pass any more, for want of the key that sealed it.
func (s *Store) verifySealed(tx *gorm.DB, _ *Verified, faults *errs.Faults) error {
	var rows []struct {
		AccountID int64
		Secret    string
		Login     string
	}
	const q = "SELECT t.account_id, t.secret, a.login FROM account_totp t JOIN account a ON a.id = t.account_id ORDER BY a.login"
	if err := tx.Raw(q).Scan(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		if _, ok := s.key.Load().open(row.AccountID, row.Secret); !ok {
			faults.Add("user/"+row.Login, errs.E(errs.Invalid, "store.secret_closed"))
		}
	}
	return nil
}
