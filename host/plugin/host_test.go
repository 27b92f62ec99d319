//go:build unix

package plugin

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostMode runs this binary as a host: it starts the named plugins from a folder, tells their numbers, and waits to die.
const hostMode = "be-host"

func beHost(args []string) {
	m := NewManager(Config{Dirs: args[:1], RunDir: args[1], DescribeTimeout: time.Minute})
	for _, name := range args[2:] {
		p, err := m.Start(context.Background(), Credential, name)
		if err != nil {
			panic(err)
		}
		fmt.Println(p.child.ID())
	}
	fmt.Println("ready")
	select {}
}

// hosted starts such a host and gives it with the lines it wrote until it was ready.
func hosted(t *testing.T, dir, runDir string, names ...string) (host *os.Process, told []string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, append([]string{hostMode, dir, runDir}, names...)...)
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for lines := bufio.NewScanner(output); lines.Scan() && lines.Text() != "ready"; {
		told = append(told, lines.Text())
	}
	if len(told) != len(names) {
		t.Fatalf("the host told %q, want %d numbers", told, len(names))
	}
	return cmd.Process, told
}

// killed kills a host as nothing but the kernel can, and waits until it is no more.
func killed(t *testing.T, host *os.Process) {
	t.Helper()
	if err := host.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := host.Wait(); err != nil {
		t.Fatal(err)
	}
}

// wantEndWithinASecond kills hosts until the plugins of one are gone within a second. That is the promise; a busy machine
// may need another try to show it, and three failures are no accident.
func wantEndWithinASecond(t *testing.T, start func() (host *os.Process, pids []string)) {
	t.Helper()
	for try := 1; ; try++ {
		host, pids := start()
		killed(t, host)
		begun := time.Now()
		eventually(t, "the end of plugins "+strings.Join(pids, ", "), func() bool {
			return !slices.ContainsFunc(pids, func(pid string) bool { return !gone(pid) })
		})
		took := time.Since(begun)
		if took <= time.Second {
			return
		}
		if try == 3 {
			t.Fatalf("the plugins ended %v after their host, three times over a second", took)
		}
	}
}

func TestPluginsEndWithinASecondOfTheirHost(t *testing.T) {
	dir, runDir := shelf(t), shortDir(t)
	install(t, dir, Credential, "one")
	install(t, dir, Credential, "two")
	wantEndWithinASecond(t, func() (*os.Process, []string) { return hosted(t, dir, runDir, "one", "two") })
}

func TestFoldersOfADeadHostAreSweptByTheNext(t *testing.T) {
	dir, runDir := shelf(t), shortDir(t)
	install(t, dir, Credential, "one")
	host, _ := hosted(t, dir, runDir, "one")
	killed(t, host)
	if left, err := os.ReadDir(runDir); err != nil || len(left) != 1 {
		t.Fatalf("the dead host left %v, %v; want one folder", left, err)
	}
	m := managed(t, Config{Dirs: []string{dir}, RunDir: runDir})
	started(t, m, "one")
	if left, err := os.ReadDir(runDir); err != nil || len(left) != 1 {
		t.Errorf("there are %v, %v; want the new folder alone", left, err)
	}
}
