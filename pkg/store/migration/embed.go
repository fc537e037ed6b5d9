// Package migration holds the schema of the database as numbered steps, one
// folder for each engine. A step that has been released is never edited: the
// next one changes what it made.
package migration

import "embed"

// Files holds sqlite/NNNN_name.sql and postgres/NNNN_name.sql. Each step has
// its twin of the same name in the other folder.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
