package engine_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOpenSweepsWhatAZombieLeft(t *testing.T) {
	path := newPath(t)
	making := start(t, "make", path)
	making.wantLine(t, "making")
	must(t, "kill", making.Process.Kill())
	// Nobody waits for it until the database is open.
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", making.Process.Pid))
		if strings.Contains(string(stat), ") Z ") {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("it is no zombie but %q", stat)
		}
	}
	if left := drafts(t, filepath.Dir(path)); len(left) != 1 {
		t.Fatalf("it left %v", left)
	}
	must(t, "close", openAt(t, path).Close(t.Context()))
	if left := drafts(t, filepath.Dir(path)); len(left) != 0 {
		t.Errorf("there are still %v", left)
	}
	_ = making.Wait()
}
