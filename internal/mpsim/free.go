package mpsim

import (
	"slices"
	"strings"
)

// freePaths are the first segments of paths of the query API that the hourly
// limit does not count.
var freePaths = []string{"annotations", "custom_events", "project", "workspaces"}

// isFree tells whether a call is left out of the hourly count: further pages of
// profiles are, and what is no query.
func isFree(c call) bool {
	_, path, _ := strings.Cut(strings.TrimPrefix(c.URL.Path, "/api/"), "/")
	path = strings.TrimSuffix(path, "/")
	if path == "engage" {
		return c.params.text("session_id") != ""
	}
	first, _, _ := strings.Cut(path, "/")
	return slices.Contains(freePaths, first)
}
