package server

import (
	"context"
	"math/big"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/store"
)

// backupLease is how long a scheduled backup may take, and how soon one that
// failed is tried again.
const backupLease = 15 * time.Minute

// backupLate is the age from which the newest backup is called too old: a day
// and what a server that was started late needs.
const backupLate = 26 * time.Hour

func (s *Server) backupPlan(ctx context.Context) (store.BackupPlan, int, error) {
	text, version, err := s.store.Setting(ctx, store.BackupPlanSetting)
	if err != nil {
		return store.BackupPlan{}, 0, err
	}
	plan, err := store.ParseBackupPlan(text)
	return plan, version, err
}

// backupWhenDue takes the scheduled backup unless that has been done.
func (s *Server) backupWhenDue(ctx context.Context) error {
	plan, _, err := s.backupPlan(ctx)
	if err != nil || plan.Off {
		return err
	}
	_, err = s.store.Job(ctx, "backup", plan.Due(s.now(), s.zone), backupLease, func() error {
		f, err := s.store.TakeBackup(ctx, s.program())
		if err != nil {
			return err
		}
		s.log.Info("backup", "file", f.Name, "bytes", f.Size)
		return s.store.PruneBackups(plan.Keep)
	})
	return err
}

// program is what an archive calls the program it was made by.
func (s *Server) program() string { return "muctieu " + s.config.Version }

// backupsPage handles GET /admin/backups.
func (s *Server) backupsPage(c echo.Context) error { return s.showBackups(c, nil) }

func (s *Server) showBackups(c echo.Context, fault error) error {
	a, err := s.admin(c, "operations.backups")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("operations.backups_what")
	plan, version, err := s.backupPlan(c.Request().Context())
	if err != nil {
		return err
	}
	files, err := s.store.BackupFiles()
	if err != nil {
		return err
	}
	a.add(a.backupList(files))
	a.add(adminPart{Form: &formView{Action: "/admin/backups", Method: post, Word: a.p.T("operations.backup_now"), Primary: true}})
	a.add(a.backupPlanPart(plan, version))
	return a.show(fault)
}

func (a *adminPage) backupList(files []store.BackupFile) adminPart {
	if len(files) == 0 {
		return adminPart{Empty: &emptyView{Text: a.p.T("operations.backup_none")}}
	}
	table := &tableView{Label: a.p.T("operations.backups"), Heads: []string{a.p.T("operations.backup_file"), a.p.T("operations.backup_taken"), a.p.T("operations.backup_age"), a.p.T("operations.backup_size")}}
	for _, f := range files {
		name := cellView{Text: f.Name, Href: "/admin/backups/" + f.Name}
		if f.Upgrade {
			name.Sub = a.p.T("operations.backup_upgrade")
		}
		table.Rows = append(table.Rows, rowView{Cells: []cellView{
			name, cell(a.p.DateTime(f.Taken, a.s.zone)), cell(ageText(a.p, a.s.now().Sub(f.Taken))), {Text: sizeText(a.p, f.Size), Right: true},
		}})
	}
	return adminPart{Table: table}
}

func (a *adminPage) backupPlanPart(plan store.BackupPlan, version int) adminPart {
	state := "daily"
	if plan.Off {
		state = "off"
	}
	m := a.typedOr(map[string]string{"state": state, "hour": strconv.Itoa(plan.Hour), "keep": strconv.Itoa(plan.Keep)})
	states := []choiceView{{Value: "daily", Text: a.p.T("operations.plan_daily")}, {Value: "off", Text: a.p.T("operations.plan_off")}}
	return adminPart{Heading: a.p.T("operations.plan"), Text: a.p.T("operations.plan_what"), Form: &formView{
		Action: "/admin/backups/plan", Method: post, Word: a.p.T("admin.save"), Hidden: []choiceView{hidden("version", strconv.Itoa(version))},
		Fields: []fieldView{m.choice("state", "operations.plan_state", states), m.number("hour", "operations.plan_hour"), m.number("keep", "operations.plan_keep")},
	}}
}

// addBackupState says on the first page of administration how old the newest
// backup is.
func (a *adminPage) addBackupState() error {
	files, err := a.s.store.BackupFiles()
	if err != nil {
		return err
	}
	state, note := stateView{Icon: "alert-triangle", Word: a.p.T("operations.backup_none"), Class: "warning"}, ""
	if len(files) > 0 {
		age := a.s.now().Sub(files[0].Taken)
		note = a.p.T("operations.backup_newest", "age", ageText(a.p, age))
		state = stateView{Icon: "circle-check", Word: a.p.T("operations.backup_fresh"), Class: "done"}
		if age > backupLate {
			state = stateView{Icon: "alert-triangle", Word: a.p.T("operations.backup_old"), Class: "warning"}
		}
	}
	a.add(adminPart{ID: "backup", Heading: a.p.T("operations.backups"), Steps: []stepView{{State: state, Text: a.p.T("operations.backup_see"), Href: "/admin/backups", Note: note}}})
	return nil
}

// takeBackup handles POST /admin/backups.
func (s *Server) takeBackup(c echo.Context) error {
	ctx := c.Request().Context()
	f, err := s.store.TakeBackup(ctx, s.program())
	if err == nil {
		err = s.store.NoteBackup(ctx, actorFrom(c), "archive.take", f.Name)
	}
	if err != nil {
		return s.showBackups(c, err)
	}
	return saved(c, "/admin/backups")
}

// saveBackupPlan handles POST /admin/backups/plan.
func (s *Server) saveBackupPlan(c echo.Context) error {
	plan := store.BackupPlan{Off: c.FormValue("state") == "off", Hour: formInt(c, "hour"), Keep: formInt(c, "keep")}
	err := plan.Check()
	if err == nil {
		err = s.store.SaveSetting(c.Request().Context(), actorFrom(c), store.BackupPlanSetting, plan.String(), formInt(c, "version"))
	}
	if err != nil {
		return s.showBackups(c, err)
	}
	return saved(c, "/admin/backups")
}

// backupFile handles GET /admin/backups/:name: the archive holds everything,
// so that someone has read it stands in the audit.
func (s *Server) backupFile(c echo.Context) error {
	name := c.Param("name")
	f, err := s.store.OpenBackup(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return errs.E(errs.NotFound, "operations.no_such_backup").Because(err)
	}
	if c.Request().Method == get {
		if err := s.store.NoteBackup(c.Request().Context(), actorFrom(c), "archive.download", name); err != nil {
			return err
		}
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/zip")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	http.ServeContent(c.Response(), c.Request(), name, info.ModTime(), f)
	return nil
}

// ageText says how long ago something was, in the largest whole unit.
func ageText(p *i18n.Printer, age time.Duration) string {
	switch {
	case age < time.Hour:
		return p.T("operations.age_minutes", "count", max(0, int(age/time.Minute)))
	case age < 48*time.Hour:
		return p.T("operations.age_hours", "count", int(age/time.Hour))
	}
	return p.T("operations.age_days", "count", int(age/(24*time.Hour)))
}

// sizeText prints a number of bytes.
func sizeText(p *i18n.Printer, bytes int64) string {
	unit, name := int64(1<<10), " KB"
	if bytes >= 1<<20 {
		unit, name = 1<<20, " MB"
	}
	return p.Format().Rat(big.NewRat(bytes, unit), 0, 1) + name
}
