package main

import (
	"fmt"
	"runtime"
)

type versionCommand struct{}

// Run prints the version of the program.
func (*versionCommand) Run(p *program) error {
	_, err := fmt.Fprintf(p.stdout, "muctieu %s (%s %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
