package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestTableAliases(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ctx := storetest.Open(t, o), context.Background()
		storetest.Fill(t, s)
		units, err := s.Catalogue(ctx)
		if err != nil {
			t.Fatal(err)
		}
		unit := units.Tree.Keys()[0]
		column := store.TableAlias{Sort: store.AliasColumn, Text: "thuc hien nam", Target: "value"}
		row := store.TableAlias{Sort: store.AliasIndicator, Text: "thu ngan sach", Target: "thu_ns"}
		other := store.TableAlias{Sort: store.AliasIndicator, Text: "thu ngan sach", Target: "-"}
		for _, step := range []struct {
			name  string
			save  []store.TableAlias
			want  []store.TableAlias
			audit int
		}{
			{"nothing", nil, nil, 0},
			{"first", []store.TableAlias{row, column}, []store.TableAlias{column, row}, 1},
			{"again", []store.TableAlias{column, row}, []store.TableAlias{column, row}, 1},
			{"without a text", []store.TableAlias{{Sort: store.AliasIndicator, Target: "thu_ns"}}, []store.TableAlias{column, row}, 1},
			{"another target", []store.TableAlias{other}, []store.TableAlias{column, other}, 2},
		} {
			if err := s.SaveTableAliases(ctx, storetest.CLI, unit, step.save); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			if all, err := s.TableAliases(ctx, unit); err != nil || !slices.Equal(all, step.want) {
				t.Errorf("%s: %v, %v", step.name, all, err)
			}
			if audit, err := s.Audit(ctx, store.AuditFilter{Action: "alias.save"}); err != nil || len(audit) != step.audit {
				t.Errorf("%s: %d rows in the audit, want %d (%v)", step.name, len(audit), step.audit, err)
			}
		}
	})
}

func TestTableAliasesRefused(t *testing.T) {
	s, ctx := storetest.Filled(t), context.Background()
	if err := s.SaveTableAliases(ctx, storetest.CLI, "nowhere", []store.TableAlias{{Sort: store.AliasColumn, Text: "a", Target: "name"}}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown unit: %v", err)
	}
	units, err := s.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	unit := units.Tree.Keys()[0]
	many := make([]store.TableAlias, 5001)
	for i := range many {
		many[i] = store.TableAlias{Sort: store.AliasIndicator, Text: fmt.Sprint("dong ", i), Target: "-"}
	}
	if err := s.SaveTableAliases(ctx, storetest.CLI, unit, many); errs.KindOf(err) != errs.Invalid {
		t.Errorf("too many: %v", err)
	}
	if all, err := s.TableAliases(ctx, unit); err != nil || len(all) != 0 {
		t.Errorf("too many left %d, %v", len(all), err)
	}
}
