//go:build linux

package faults_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/mixpanel-data/mp/internal/built"
)

var (
	rounds = flag.Int("faults.rounds", 0, "how many `rounds` to make; 0 makes each kind once")
	seed   = flag.Uint64("faults.seed", 1, "`number` that the points of the faults are drawn from")
	atOnce = flag.Int("faults.parallel", 8, "how many rounds are made at a `time`: they mostly wait")
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == confinedWord {
		fmt.Fprintln(os.Stderr, "confined:", confined(os.Args[2:]))
		os.Exit(125)
	}
	code := m.Run()
	built.Remove()
	os.Exit(code)
}
