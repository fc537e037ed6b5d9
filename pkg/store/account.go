package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/org"
)

// An Account is a user as administrators see one.
type Account struct {
	account.User
	HasPassword bool
	Created     time.Time
}

// A NewUser is an account to be made.
type NewUser struct {
	Login        string
	Name         string
	Grants       []account.Grant
	PasswordHash string // of account.HashPassword; empty: a link sets it
	Email        string // where mail goes; empty: nowhere
}

type accountRow struct {
	ID           int64 `gorm:"primaryKey"`
	Login        string
	Name         string
	PasswordHash string
	PasswordSet  int64
	Disabled     bool
	Lang         string
	Version      int
	Created      int64
}

// TableName names the table for GORM.
func (accountRow) TableName() string { return "account" }

func (r accountRow) account() Account {
	u := account.User{ID: r.ID, Login: r.Login, Name: r.Name, Disabled: r.Disabled, Lang: r.Lang, Version: r.Version}
	if r.PasswordHash != "" {
		u.PasswordSet = time.Unix(max(r.PasswordSet, r.Created), 0).UTC() // an archive of an older program does not say when
	}
	return Account{User: u, HasPassword: r.PasswordHash != "", Created: time.Unix(r.Created, 0).UTC()}
}

type grantRow struct {
	AccountID int64
	Position  int
	Role      string
	Unit      string
	Below     bool
	Agency    string
}

// TableName names the table for GORM.
func (grantRow) TableName() string { return "account_grant" }

// Users gives all accounts, by login.
func (s *Store) Users(ctx context.Context) (all []Account, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var rows []accountRow
		if err := tx.Order("login").Find(&rows).Error; err != nil {
			return err
		}
		grants, err := grantsOf(tx)
		for _, r := range rows {
			a := r.account()
			a.Grants = grants[r.ID]
			all = append(all, a)
		}
		return err
	})
	return all, err
}

// grantsOf reads the grants of the accounts named, of all for none.
func grantsOf(tx *gorm.DB, ids ...int64) (map[int64][]account.Grant, error) {
	q := tx.Order("account_id, position")
	if len(ids) > 0 {
		q = q.Where("account_id IN ?", ids)
	}
	var rows []grantRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	all := map[int64][]account.Grant{}
	for _, r := range rows {
		g := account.Grant{Role: account.Role(r.Role), Unit: org.Key(r.Unit), Below: r.Below, Agency: r.Agency}
		all[r.AccountID] = append(all[r.AccountID], g)
	}
	return all, nil
}

// UserByID gives an account with its grants; NotFound, "account.no_such_user",
// if there is none.
func (s *Store) UserByID(ctx context.Context, id int64) (account.User, error) {
	a, _, err := s.oneUser(ctx, "id = ?", id)
	return a.User, err
}

// UserByLogin gives an account by its login, in lower case; NotFound if there
// is none.
func (s *Store) UserByLogin(ctx context.Context, login string) (Account, error) {
	a, _, err := s.oneUser(ctx, "login = ?", login)
	return a, err
}

// Credentials gives an account and the hash of its password, empty if none is
// set; NotFound if there is no such login.
func (s *Store) Credentials(ctx context.Context, login string) (account.User, string, error) {
	a, hash, err := s.oneUser(ctx, "login = ?", login)
	return a.User, hash, err
}

func (s *Store) oneUser(ctx context.Context, where string, arg any) (a Account, hash string, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var row accountRow
		if row, err = takeAccount(tx, where, arg); err != nil {
			return err
		}
		a, hash = row.account(), row.PasswordHash
		grants, err := grantsOf(tx, row.ID)
		a.Grants = grants[row.ID]
		return err
	})
	return a, hash, err
}

func takeAccount(tx *gorm.DB, where string, arg any) (row accountRow, err error) {
	err = tx.Where(where, arg).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = errs.E(errs.NotFound, "account.no_such_user")
	}
	return row, err
}

// AddUser makes an account. Login, name and grants are checked; a login that
// is taken is Conflict, "account.login_taken".
func (s *Store) AddUser(ctx context.Context, by Actor, n NewUser) (user account.User, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		user, err = w.addUser(n)
		return err
	})
	return user, err
}

func (w *writer) addUser(n NewUser) (user account.User, err error) {
	row := accountRow{PasswordHash: n.PasswordHash, Version: 1, Created: w.now.Unix()}
	if row.Login, err = account.Login(n.Login); err != nil {
		return user, err
	}
	if row.Name, err = account.PersonName(n.Name); err != nil {
		return user, err
	}
	if _, err := takeAccount(w.tx, "login = ?", row.Login); err == nil {
		return user, errs.E(errs.Conflict, "account.login_taken", "login", row.Login)
	}
	if row.PasswordHash != "" {
		row.PasswordSet = w.now.Unix()
	}
	if err := w.tx.Create(&row).Error; err != nil {
		return user, err
	}
	user = row.account().User
	user.Grants = n.Grants
	if err := w.replaceGrants(row.ID, n.Grants); err != nil {
		return user, err
	}
	if err := w.note("user.add", "user/"+row.Login, nil, userState(user), ""); err != nil {
		return user, err
	}
	return user, w.changeMail(row.ID, func(m *mailAccountRow) (err error) {
		m.Address, err = checkAddress(n.Email)
		return err
	})
}

// userState is what the audit keeps of an account.
func userState(u account.User) map[string]any {
	grants := make([]string, len(u.Grants))
	for i, g := range u.Grants {
		grants[i] = g.String()
	}
	return map[string]any{"name": u.Name, "grants": grants, "disabled": u.Disabled}
}

// replaceGrants writes the grants of an account anew. Every unit must exist.
func (w *writer) replaceGrants(id int64, grants []account.Grant) error {
	if err := w.tx.Where("account_id = ?", id).Delete(&grantRow{}).Error; err != nil {
		return err
	}
	for i, g := range grants {
		if err := g.Check(); err != nil {
			return err
		}
		var n int64
		if err := w.tx.Table("unit").Where("key = ?", string(g.Unit)).Count(&n).Error; err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Invalid, "account.no_such_unit", "unit", string(g.Unit))
		}
		row := grantRow{id, i + 1, string(g.Role), string(g.Unit), g.Below, g.Agency}
		if err := w.tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

// UpdateUser changes a person's name and grants. version is the one seen;
// Conflict if there is a newer one. The last administrator of a unit without
// parent keeps that grant: Invalid, "account.last_administrator".
func (s *Store) UpdateUser(ctx context.Context, by Actor, id int64, version int, name string, grants []account.Grant) error {
	return s.changeUser(ctx, by, id, version, "user.grants", func(w *writer, u *account.User) (err error) {
		if u.Name, err = account.PersonName(name); err != nil {
			return err
		}
		u.Grants = grants
		return w.replaceGrants(id, grants)
	})
}

// SetDisabled shuts an account out, or lets it in again. Its sessions end.
func (s *Store) SetDisabled(ctx context.Context, by Actor, id int64, version int, disabled bool) error {
	action := "user.enable"
	if disabled {
		action = "user.disable"
	}
	return s.changeUser(ctx, by, id, version, action, func(w *writer, u *account.User) error {
		u.Disabled = disabled
		return w.endSessions(id, "")
	})
}

// Disable shuts an account out whatever its version is: the command line's.
func (s *Store) Disable(ctx context.Context, by Actor, login string) error {
	a, err := s.UserByLogin(ctx, login)
	if err != nil {
		return err
	}
	return s.SetDisabled(ctx, by, a.ID, a.Version, true)
}

func (s *Store) changeUser(ctx context.Context, by Actor, id int64, version int, action string, change func(*writer, *account.User) error) error {
	return s.write(ctx, by, func(w *writer) error {
		before, err := w.user(id)
		if err != nil {
			return err
		}
		object := "user/" + before.Login
		if before.Version != version {
			return changedMeanwhile(object, before.Version, version)
		}
		after := before
		if err := change(w, &after); err != nil {
			return err
		}
		row := map[string]any{"name": after.Name, "disabled": after.Disabled, "version": before.Version + 1}
		if err := w.tx.Table("account").Where("id = ?", id).Updates(row).Error; err != nil {
			return err
		}
		if err := w.keepAdministrator(before); err != nil {
			return err
		}
		return w.note(action, object, userState(before), userState(after), "")
	})
}

// user reads an account inside a change.
func (w *writer) user(id int64) (account.User, error) {
	row, err := takeAccount(w.tx, "id = ?", id)
	if err != nil {
		return account.User{}, err
	}
	grants, err := grantsOf(w.tx, id)
	u := row.account().User
	u.Grants = grants[id]
	return u, err
}

// keepAdministrator refuses a change after which nobody could manage units
// and accounts any more, if the person changed could.
func (w *writer) keepAdministrator(before account.User) error {
	if !before.Is(account.Administrator) {
		return nil
	}
	const left = `SELECT COUNT(*) FROM account a JOIN account_grant g ON g.account_id = a.id
		WHERE a.disabled = ? AND g.role = 'administrator' AND g.below = ?
		AND EXISTS (SELECT 1 FROM unit_row r WHERE r.unit = g.unit AND r.parent IS NULL)`
	var n int
	if err := w.tx.Raw(left, false, true).Row().Scan(&n); err != nil {
		return fmt.Errorf("count administrators: %w", err)
	}
	if n == 0 {
		return errs.E(errs.Invalid, "account.last_administrator")
	}
	return nil
}

// SetLang keeps the language a person chose. It is a preference, not a change
// of rights: neither audited nor counted.
func (s *Store) SetLang(ctx context.Context, id int64, lang string) error {
	return told(s.writer.WithContext(ctx).Table("account").Where("id = ?", id).Update("lang", lang).Error)
}

// HasUsers reports whether there is any account yet.
func (s *Store) HasUsers(ctx context.Context) (bool, error) {
	var n int64
	err := s.reader.WithContext(ctx).Table("account").Limit(1).Count(&n).Error
	return n > 0, told(err)
}
