package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kardianos/service"
)

// The service of Windows. The program is the same: where Windows starts it, it
// runs the command line it was installed with until Windows stops it.

const serviceName = "muctieu"

// A windowsService runs the program between Start and Stop.
type windowsService struct {
	args []string
	stop context.CancelFunc
	code chan int
}

// Start begins; Windows wants it to return at once.
func (w *windowsService) Start(service.Service) error {
	ctx, stop := context.WithCancel(context.Background())
	w.stop, w.code = stop, make(chan int, 1)
	go func() {
		code := run(ctx, w.args, os.Getenv, strings.NewReader(""), io.Discard, os.Stderr)
		w.code <- code
		if ctx.Err() == nil {
			os.Exit(code) // ended by itself: Windows sees that and starts it again
		}
	}()
	return nil
}

// Stop waits until what was begun has been answered.
func (w *windowsService) Stop(service.Service) error {
	w.stop()
	<-w.code
	return nil
}

func newService(args []string) (service.Service, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if exe, err := os.Executable(); err == nil {
		dir = filepath.Dir(exe)
	}
	return service.New(&windowsService{args: args}, &service.Config{
		Name: serviceName, DisplayName: "Muctieu", Description: "Plan targets and results of local government",
		Arguments: args, WorkingDirectory: dir,
		Option: service.KeyValue{"OnFailure": "restart", "OnFailureDelayDuration": "5s", "DelayedAutoStart": true},
	})
}

// asService runs the program as a service where Windows started it as one.
func asService(args []string) (ran bool, code int) {
	if service.Interactive() {
		return false, exitDone
	}
	s, err := newService(args)
	if err != nil || s.Run() != nil {
		return true, exitRefused
	}
	return true, exitDone
}

type serviceCommand struct {
	Action string `arg:"" name:"action" enum:"install,remove,start,stop" help:"${help_service_action}"`
	Listen string `name:"service-listen" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"${help_listen}"`
}

// Run installs the service with the data folder and database of this command
// line, or does with it what is asked.
func (c *serviceCommand) Run(p *program) error {
	args, err := c.arguments(p)
	if err != nil {
		return err
	}
	s, err := newService(args)
	if err != nil {
		return err
	}
	action := c.Action
	if action == "remove" {
		action = "uninstall"
	}
	if err := service.Control(s, action); err != nil {
		return err
	}
	p.say("cli.service_done", "action", c.Action)
	return nil
}

// arguments are those of serve. Windows starts services elsewhere, so the
// folder is written in full.
func (c *serviceCommand) arguments(p *program) ([]string, error) {
	dir, err := filepath.Abs(p.settings.DataDir)
	if err != nil {
		return nil, err
	}
	args := []string{"serve", "--data-dir", dir, "--listen", c.Listen}
	if p.settings.Database != "" {
		args = append(args, "--database", p.settings.Database)
	}
	return args, nil
}

// A platformCommands holds the commands of Windows alone.
type platformCommands struct {
	Service serviceCommand `cmd:"" help:"${help_service}"`
}
