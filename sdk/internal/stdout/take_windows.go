package stdout

import "os"

// take gives the real standard output and puts standard error in its place, for Go code.
func take() *os.File {
	private := os.Stdout
	os.Stdout = os.Stderr
	return private
}
