package store_test

import (
	"context"
	"testing"

	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestCheckSettings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ctx := storetest.Open(t, o), context.Background()
		storetest.Fill(t, s)
		for _, step := range []struct {
			name string
			rule check.Rule
			set  check.Setting
			left int // rules that are not as usual afterwards
			rows int // of the audit
		}{
			{"switched off", check.OutOfLine, check.Setting{Off: true}, 1, 1},
			{"the same again", check.OutOfLine, check.Setting{Off: true}, 1, 1},
			{"another threshold", check.Unchanged, check.Setting{Threshold: "5"}, 2, 2},
			{"changed", check.Unchanged, check.Setting{Threshold: "4"}, 2, 3},
			{"as usual again", check.OutOfLine, check.Setting{}, 1, 4},
			{"was never changed", check.SameValue, check.Setting{}, 1, 4},
		} {
			if err := s.SaveCheckSetting(ctx, storetest.CLI, "thu_ns", step.rule, step.set); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			all, err := s.CheckSettings(ctx)
			if err != nil || len(all["thu_ns"]) != step.left || all["thu_ns"][step.rule] != step.set {
				t.Errorf("%s: %+v, %v", step.name, all, err)
			}
			if audit, err := s.Audit(ctx, store.AuditFilter{Action: "check.save"}); err != nil || len(audit) != step.rows {
				t.Errorf("%s: %d rows in the audit, want %d (%v)", step.name, len(audit), step.rows, err)
			}
		}
	})
}

func TestCheckSettingsRefused(t *testing.T) {
	s := storetest.Filled(t)
	for _, tt := range []struct {
		name string
		code indicator.Code
		rule check.Rule
		set  check.Setting
		kind errs.Kind
	}{
		{"an unknown rule", "thu_ns", "none", check.Setting{Off: true}, errs.Invalid},
		{"a threshold of nothing", "thu_ns", check.OutOfLine, check.Setting{Threshold: "0"}, errs.Invalid},
		{"an unknown indicator", "none", check.OutOfLine, check.Setting{Off: true}, errs.NotFound},
	} {
		if err := s.SaveCheckSetting(context.Background(), storetest.CLI, tt.code, tt.rule, tt.set); errs.KindOf(err) != tt.kind {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.kind)
		}
	}
}
