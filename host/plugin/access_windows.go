package plugin

import "io/fs"

// checkAccess accepts every file: mode bits say nothing on Windows, and folders of a profile or of Program Files are
// closed to other users by the access lists they inherit.
func checkAccess(string, fs.FileInfo) error { return nil }

// executable is true: on Windows the suffix decides, and names without it are not found.
func executable(fs.FileInfo) bool { return true }
