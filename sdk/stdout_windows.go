package sdk

import "os"

// takeStandardOutput gives the real standard output and puts standard error in its place for Go code. It gives nil where
// it is not wanted.
func takeStandardOutput(wanted bool) *os.File {
	if !wanted {
		return nil
	}
	private := os.Stdout
	os.Stdout = os.Stderr
	return private
}
