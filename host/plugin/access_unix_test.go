//go:build unix

package plugin

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestAccessIsRefusedWhereOthersCouldWrite(t *testing.T) {
	const me, other = 1000, 1001
	for _, c := range []struct {
		name         string
		mode         fs.FileMode
		owner, group int
		problem      string
	}{
		{"own", 0o755, me, 100, ""},
		{"root's", 0o755, 0, 0, ""},
		{"somebody's", 0o755, other, other, "belongs to user 1001"},
		{"own, written by all", 0o777, me, me, "by everybody"},
		{"own, written by all, sticky", fs.ModeDir | fs.ModeSticky | 0o777, me, me, "by everybody"},
		{"own, written by a shared group", 0o775, me, 100, "by group 100"},
		{"own, written by the private group", 0o775, me, me, ""},
		{"root's, written by root's group", 0o775, 0, 0, ""},
		{"root's, written by a shared group", 0o775, 0, 50, "by group 50"},
	} {
		err := judgeAccess("/p", c.mode, c.owner, c.group, me)
		problem, ok := errors.AsType[*fault](err)
		if ok != (c.problem != "") || (ok && (!strings.Contains(problem.problem, c.problem) || problem.fix == "")) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.problem)
		}
	}
}
