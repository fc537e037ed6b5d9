// Package arch holds no code: its tests keep the shape of the whole program.
// They fail when a package imports what it may not, when a library is used
// outside the package that wraps it, when a float enters the core, when the
// store drops an error of GORM, and when the program comes to need a C
// compiler.
package arch
