package plugin

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestTheKernelEndsAPluginThatKeepsNoLease(t *testing.T) {
	dir, note := shelf(t), filepath.Join(t.TempDir(), "pid")
	script(t, dir, "silent", "echo $$ > "+note+".new; mv "+note+".new "+note+"; exec sleep 600")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	wantEndWithinASecond(t, func() (*os.Process, []string) {
		host := exec.Command(self, hostMode, dir, shortDir(t), "silent")
		if err := host.Start(); err != nil {
			t.Fatal(err)
		}
		var pid string
		eventually(t, "the start", func() bool {
			text, err := os.ReadFile(note)
			pid = strings.TrimSpace(string(text))
			return err == nil
		})
		if err := os.Remove(note); err != nil {
			t.Fatal(err)
		}
		return host.Process, []string{pid}
	})
}

func TestAPluginLeavesNoCoreDumps(t *testing.T) {
	child := exec.Command("/bin/sleep", "600")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = child.Process.Kill(); _ = child.Wait() }()
	// Where this test may, it raises the limit first, as many systems have none set.
	_ = unix.Prlimit(child.Process.Pid, unix.RLIMIT_CORE, &unix.Rlimit{Cur: 1 << 20, Max: 1 << 20}, nil)
	limit(child.Process)
	var got unix.Rlimit
	if err := unix.Prlimit(child.Process.Pid, unix.RLIMIT_CORE, nil, &got); err != nil {
		t.Fatal(err)
	}
	if got != (unix.Rlimit{}) {
		t.Errorf("the limit is %+v, want 0", got)
	}
}
