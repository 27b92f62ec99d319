package mpsim

import "strings"

// isFree tells whether a call is left out of the hourly count: further pages of
// profiles are.
func isFree(c call) bool {
	_, path, _ := strings.Cut(strings.TrimPrefix(c.URL.Path, "/api/"), "/")
	return strings.TrimSuffix(path, "/") == "engage" && c.params.text("session_id") != ""
}
