package store

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// IssuedWithFile finds the issued report that holds a file of this SHA-256 in
// hex, the earliest of several; NotFound if there is none.
func (s *Store) IssuedWithFile(ctx context.Context, sha256 string) (id, format string, err error) {
	var r issuedFileRecord
	err = s.reader.WithContext(ctx).Table("issued_file f").Select("f.report, f.format").Joins("JOIN issued_report r ON r.id = f.report").
		Where("f.sha256 = ?", sha256).Order("r.recorded, r.id").Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return "", "", notFound("store.no_such_report")
	}
	return r.Report, r.Format, told(err)
}
