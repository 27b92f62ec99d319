//go:build linux

package faults_test

import (
	"fmt"
	"sync"
)

// tally adds up what the rounds found.
type tally struct {
	mu                                  sync.Mutex
	runs, losses, duplicates, leftovers int
}

func (t *tally) add(runs, losses, duplicates, leftovers int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.runs += runs
	t.losses += losses
	t.duplicates += duplicates
	t.leftovers += leftovers
}

func (t *tally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return fmt.Sprintf("runs %d, losses %d, duplicates %d, leftovers %d", t.runs, t.losses, t.duplicates, t.leftovers)
}
