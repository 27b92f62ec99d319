//go:build !linux

package plugin

import "os"

// limit changes nothing: only Linux lets a parent limit a running child.
func limit(*os.Process) {}

// awaitExit is false: elsewhere waiting either reaps the child or, as waitid on macOS, returns for a stopped one.
func awaitExit(*os.Process) bool { return false }
