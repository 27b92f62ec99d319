package quota_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/quota"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// asChild names the variable that makes this test's program one of several processes of a ledger.
const asChild = "QUOTA_TEST_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(asChild); path != "" {
		child(path)
		return
	}
	os.Exit(m.Run())
}

var childLimits = map[quota.Family]quota.Limits{quota.Export: {PerHour: 50}, quota.Query: {AtOnce: 1}}

// child takes what it gets of the exports and one query, says how many exports it got, and keeps the query until its
// input ends.
func child(path string) {
	ledger := quota.New(quota.Config{Path: path, MaxWait: -1, Limits: childLimits, Warn: func(text string) { fmt.Println("warning:", text) }})
	ctx, taken := context.Background(), 0
	_, _ = ledger.Take(ctx, quota.Query)
	for range 40 {
		ticket, err := ledger.Take(ctx, quota.Export)
		if err == nil {
			taken++
			ticket.Done()
		}
	}
	fmt.Println(taken)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// started is a child process.
type started struct {
	command *exec.Cmd
	input   io.Closer
	output  *bufio.Reader
}

func start(t *testing.T, path string) started {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), asChild+"="+path)
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return started{command, input, bufio.NewReader(output)}
}

// taken is how many exports the process got.
func (s started) taken(t *testing.T) int {
	t.Helper()
	line, err := s.output.ReadString('\n')
	taken, notNumber := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || notNumber != nil {
		t.Errorf("a process said %q, %v", line, err)
	}
	return taken
}

func TestProcessesShareAQuotaExactly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quota", "1.json")
	var children []started
	for range 4 {
		children = append(children, start(t, path))
	}
	sum := 0
	for _, child := range children {
		sum += child.taken(t)
		_ = child.input.Close()
		if err := child.command.Wait(); err != nil {
			t.Error(err)
		}
	}
	if sum != 50 {
		t.Errorf("the processes took %d together, want 50", sum)
	}
	if left := quota.New(quota.Config{Path: path, Limits: childLimits}).Left(quota.Export).Requests; left != 0 {
		t.Errorf("%d left", left)
	}
}

func TestAKilledProcessKeepsNoQueryUnderWay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quota", "1.json")
	child := start(t, path)
	child.taken(t)
	ledger := quota.New(quota.Config{
		Path: path, MaxWait: -1, Limits: childLimits, Sleep: func(context.Context, time.Duration) error { return nil },
	})
	if _, err := ledger.Take(t.Context(), quota.Query); mperr.CodeOf(err) != "RATE_LIMITED" {
		t.Errorf("beside the other process's query: %v", err)
	}
	if err := child.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.command.Wait()
	take(t, ledger, quota.Query).Done()
}
