//go:build !windows

package main

// asService: systemd starts the program as it is.
func asService([]string) (ran bool, code int) { return false, exitDone }

// A platformCommands holds the commands of Windows alone: there are none here.
type platformCommands struct{}

// The command line alone uses it, by its type.
var _ = commandLine{}.platformCommands
