package store_test

import (
	"bytes"
	"context"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestTemplates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ctx := storetest.Open(t, o), context.Background()
		storetest.Fill(t, s)
		c, err := s.Catalogue(ctx)
		if err != nil {
			t.Fatal(err)
		}
		keys := c.Tree.Keys()
		above, below := keys[0], keys[1]
		chain := []org.Key{below, above}
		holds := func(step, format string, units []org.Key, owner org.Key, content string) {
			t.Helper()
			got, err := s.Template(ctx, format, units)
			if owner == "" {
				if errs.KindOf(err) != errs.NotFound {
					t.Errorf("%s: %v, want none", step, err)
				}
				return
			}
			if err != nil || got.Unit != owner || string(got.Content) != content || len(got.SHA256) != 64 {
				t.Errorf("%s: %s %q (%v), want %s %q", step, got.Unit, got.Content, err, owner, content)
			}
		}
		save := func(unit org.Key, format, content string) {
			t.Helper()
			if err := s.SaveTemplate(ctx, storetest.CLI, store.Template{Unit: unit, Format: format, Name: "mẫu." + format, Content: []byte(content)}); err != nil {
				t.Fatal(err)
			}
		}
		holds("at first", "docx", chain, "", "")
		save(above, "docx", "\x00above")
		holds("that of the unit above", "docx", chain, above, "\x00above")
		holds("the other format", "xlsx", chain, "", "")
		save(below, "docx", "own")
		holds("its own", "docx", chain, below, "own")
		holds("above, still", "docx", []org.Key{above}, above, "\x00above")
		save(below, "docx", "own")
		save(below, "docx", "newer")
		holds("replaced", "docx", chain, below, "newer")
		if err := s.RemoveTemplate(ctx, storetest.CLI, below, "docx"); err != nil {
			t.Fatal(err)
		}
		holds("removed", "docx", chain, above, "\x00above")
		if err := s.RemoveTemplate(ctx, storetest.CLI, below, "docx"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("removed twice: %v", err)
		}
		for action, want := range map[string]int{"template.save": 3, "template.remove": 1} {
			if rows, err := s.Audit(ctx, store.AuditFilter{Action: action}); err != nil || len(rows) != want {
				t.Errorf("%s: %d rows in the audit, want %d (%v)", action, len(rows), want, err)
			}
		}
	})
}

func TestTemplateOfNoUnit(t *testing.T) {
	s := storetest.Filled(t)
	err := s.SaveTemplate(context.Background(), storetest.CLI, store.Template{Unit: "nowhere", Format: "docx", Content: bytes.Repeat([]byte("x"), 10)})
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown unit: %v", err)
	}
}
