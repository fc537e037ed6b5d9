package store

import (
	"context"
	"errors"
	"time"
)

// Job runs do for the moment it was due unless that has been done, by whoever.
// Of several servers on one database one gets it; should that one fail or die,
// another may try once lease is over. ran is false where there was nothing to
// do. Jobs are no figures: they are neither audited nor counted.
func (s *Store) Job(ctx context.Context, name string, due time.Time, lease time.Duration, do func() error) (ran bool, err error) {
	now := s.second()
	const claim = `INSERT INTO job (name, done, claimed) VALUES (?, 0, ?)
		ON CONFLICT (name) DO UPDATE SET claimed = excluded.claimed WHERE job.done < ? AND job.claimed <= ?`
	got := s.writer.WithContext(ctx).Exec(claim, name, now.Unix(), due.Unix(), now.Add(-lease).Unix())
	if got.Error != nil || got.RowsAffected == 0 {
		return false, told(got.Error)
	}
	if err := do(); err != nil {
		return true, err
	}
	const end = "UPDATE job SET done = ?, claimed = 0 WHERE name = ?"
	return true, told(s.writer.WithContext(context.WithoutCancel(ctx)).Exec(end, due.Unix(), name).Error)
}

// NoteBackup leaves in the audit that a person took an archive of everything
// ("archive.take") or read one ("archive.download").
func (s *Store) NoteBackup(ctx context.Context, by Actor, action, name string) error {
	if name == "" {
		return errors.New("a backup without a name")
	}
	return s.write(ctx, by, func(w *writer) error { return w.note(action, "backup/"+name, nil, nil, "") })
}
