// Package sqlite3 stands in for the cgo SQLite driver that gorm.io/driver/sqlite
// names in its imports. Muctieu uses the pure-Go driver modernc.org/sqlite
// through the same dialect, so nothing of the cgo driver may be compiled.
package sqlite3
