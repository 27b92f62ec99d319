package plugin

import (
	"path/filepath"
)

// DefaultDirs are the folders of an installation: plugins beside the program, ../libexec/mp/plugins as `make install`
// lays it out, and ~/.mp/plugins. Symbolic links in executable are resolved first. A path that is not absolute gives no
// folder.
func DefaultDirs(executable, home string) []string {
	var dirs []string
	if filepath.IsAbs(executable) {
		if target, err := filepath.EvalSymlinks(executable); err == nil {
			executable = target
		}
		beside := filepath.Dir(executable)
		dirs = append(dirs, filepath.Join(beside, "plugins"), filepath.Join(beside, "..", "libexec", "mp", "plugins"))
	}
	if filepath.IsAbs(home) {
		dirs = append(dirs, filepath.Join(home, ".mp", "plugins"))
	}
	return dirs
}
