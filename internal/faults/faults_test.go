//go:build linux

package faults_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/mixpanel-data/mp/internal/built"
)

// fault is a way for a fetch to be disturbed. Strike runs the command once and disturbs it.
type fault struct {
	name   string
	strike func(r *round)
}

// modes are the ways to write a table, which rounds take in turn.
var modes = []string{"", "--append", "--replace"}

func TestNoFaultLosesOrDoublesARow(t *testing.T) {
	programs, err := built.Dir()
	if err != nil {
		t.Fatal(err)
	}
	var count tally
	usual := undisturbed(t, programs, &count)
	all := everyFault()
	number := *rounds
	if number == 0 {
		number = len(all)
	}
	t.Logf("%d rounds at points drawn from seed %d", number, *seed)
	places := make(chan struct{}, max(1, *atOnce))
	var group sync.WaitGroup
	for i := range number {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			meet(t, programs, all[i%len(all)], i, usual, &count)
		})
	}
	group.Wait()
	t.Log(&count)
	if count.losses+count.duplicates+count.leftovers > 0 {
		t.Fail()
	}
}

// meet makes one round.
func meet(t *testing.T, programs string, met fault, i int, usual map[string]bool, count *tally) {
	t.Helper()
	dice := rand.New(rand.NewPCG(*seed, uint64(i)))
	mode := modes[dice.IntN(len(modes))]
	t.Run(met.name, func(t *testing.T) {
		r := newRound(t, programs, met.name+" "+mode, mode, dice)
		r.prepare()
		met.strike(r)
		left := r.checkProcesses()
		var losses, extra int
		if !r.well {
			losses, extra = r.checkWholeUnits()
			r.finish()
		}
		lossesAtEnd, extraAtEnd := r.checkFinished()
		left += r.checkProcesses() + r.checkFiles(usual)
		count.add(r.runs, losses+lossesAtEnd, extra+extraAtEnd, left)
		if n := losses + lossesAtEnd + extra + extraAtEnd; n > 0 {
			t.Errorf("after the fault %d rows are lost and %d too many, at the end %d and %d", losses, extra, lossesAtEnd, extraAtEnd)
		}
	})
}

func everyFault() []fault {
	var all []fault
	for _, some := range [][]fault{answers(), refusals(), signals(), plugins(), disks()} {
		all = append(all, some...)
	}
	return all
}
