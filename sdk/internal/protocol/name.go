package protocol

import "regexp"

// NameRule is what a plugin's short name must be, to go on after "is" or "is not".
const NameRule = "1 to 63 lower-case letters and digits, with single hyphens between them"

// maxName keeps mp-credential-NAME.toml a file name everywhere.
const maxName = 63

// name leaves no room for separators, "..", a leading hyphen that a command takes for a flag, or two names that are one on
// a file system without case.
var name = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ValidName says whether a plugin may have that short name: duckdb of mp-storage-duckdb.
func ValidName(short string) bool { return len(short) <= maxName && name.MatchString(short) }
