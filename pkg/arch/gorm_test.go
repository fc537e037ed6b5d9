package arch

import (
	"go/ast"
	"go/types"
	"slices"
	"testing"
)

// GORM hands errors back in a field, which no compiler and no errcheck asks
// for: tx.Create(&row) alone loses a full disk as quietly as a duplicate key.
func TestStoreReadsGORMErrors(t *testing.T) {
	if !exists(t, "pkg/store") {
		t.Fatal("no package pkg/store")
	}
	for _, where := range droppedErrors(newLoader(t, "./pkg/store").folder(t, "pkg/store")) {
		t.Errorf("%s: the Error of this statement is never read", where)
	}
}

func TestDroppedErrors(t *testing.T) {
	l := newLoader(t, "gorm.io/gorm")
	tests := []struct {
		name, body string
		want       string // lines of the findings
	}{
		{"called alone", "tx.Create(&row{})\n\treturn nil", "8"},
		{"to nowhere", "_ = tx.Delete(&row{})\n\treturn nil", "8"},
		{"another field", "_ = tx.Find(&row{}).RowsAffected\n\treturn nil", "8"},
		{"a name whose Error nobody reads", "done := tx.Exec(`x`)\n\t_ = done.RowsAffected\n\treturn nil", "8"},
		{"deferred", "defer tx.Exec(`x`)\n\treturn nil", "8"},
		{"at the end of a chain", "tx.Where(`x`).Order(`y`).Take(&row{})\n\treturn nil", "8"},
		{"returned", "return tx.Create(&row{}).Error", ""},
		{"in a condition", "if err := tx.Where(`x`).Take(&row{}).Error; err != nil {\n\t\treturn err\n\t}\n\treturn nil", ""},
		{"by a name", "done := tx.Exec(`x`)\n\tif done.Error != nil {\n\t\treturn done.Error\n\t}\n\treturn nil", ""},
		{"handed to who reads it", "return read(tx.Exec(`x`))", ""},
		{"only prepared", "q := tx.Where(`x`)\n\treturn q.Take(&row{}).Error", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "package p\n\nimport \"gorm.io/gorm\"\n\ntype row struct{}\n\n" +
				"func f(tx *gorm.DB) error {\n\t" + tt.body + "\n}\n\n" +
				"func read(tx *gorm.DB) error { return tx.Error }\n"
			if got := lines(droppedErrors(l.source(t, text))); got != tt.want {
				t.Errorf("dropped on lines %q, want %q in\n%s", got, tt.want, text)
			}
		})
	}
}

// finishers are the methods of gorm.DB that talk to the database; the others
// only prepare a statement.
var finishers = []string{
	"AutoMigrate", "Commit", "Count", "Create", "CreateInBatches", "Delete", "Exec", "Find", "FindInBatches",
	"First", "FirstOrCreate", "FirstOrInit", "Last", "Pluck", "Rollback", "RollbackTo", "Save", "SavePoint",
	"Scan", "Take", "Update", "UpdateColumn", "UpdateColumns", "Updates",
}

// droppedErrors gives the places of statements run through GORM whose Error is
// neither read, nor returned, nor handed to somebody else.
func droppedErrors(c checked) []string {
	var found []string
	read := errorReaders(c)
	for _, file := range c.files {
		var path []ast.Node // from the file down to the node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				path = path[:len(path)-1]
				return true
			}
			if call, ok := n.(*ast.CallExpr); ok && runsStatement(c, call) && drops(c, read, path[len(path)-1], call) {
				found = append(found, c.where(call))
			}
			path = append(path, n)
			return true
		})
	}
	return found
}

// runsStatement reports whether call is a finisher that answers with a *gorm.DB.
func runsStatement(c checked, call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains(finishers, method.Sel.Name) && isDB(c.info.TypeOf(call))
}

func isDB(t types.Type) bool {
	return t != nil && t.String() == "*gorm.io/gorm.DB"
}

// errorReaders are the variables on which .Error is read somewhere, or which
// are used whole: returned, or handed on.
func errorReaders(c checked) map[types.Object]bool {
	read := make(map[types.Object]bool)
	mark := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok && c.info.Uses[id] != nil {
			read[c.info.Uses[id]] = true
		}
	}
	for _, file := range c.files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if n.Sel.Name == "Error" {
					mark(n.X)
				}
			case *ast.ReturnStmt:
				for _, e := range n.Results {
					mark(e)
				}
			case *ast.CallExpr:
				for _, e := range n.Args {
					mark(e)
				}
			}
			return true
		})
	}
	return read
}

// drops reports whether parent, which call stands in, loses its Error.
func drops(c checked, read map[types.Object]bool, parent ast.Node, call *ast.CallExpr) bool {
	switch parent := parent.(type) {
	case *ast.SelectorExpr:
		return parent.Sel.Name != "Error"
	case *ast.ExprStmt, *ast.DeferStmt, *ast.GoStmt:
		return true
	case *ast.AssignStmt:
		name, ok := parent.Lhs[slices.Index(parent.Rhs, ast.Expr(call))].(*ast.Ident)
		if !ok {
			return false // a field: somebody else's to read
		}
		object := c.info.Defs[name]
		if object == nil {
			object = c.info.Uses[name]
		}
		return !read[object]
	}
	return false
}
