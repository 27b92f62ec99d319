package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// copiesTo is the last of the days that de-duplication is measured with: two units of six days.
const copiesTo = "2026-01-12"

// repetitions are the shares of events that come twice. The first is plain insertion.
var repetitions = []struct {
	name  string
	share float64
}{{"no event comes twice", 0}, {"one event in twenty comes twice", 0.05}, {"every event comes twice", 1}}

// copies measures de-duplication in the storage plugin: units of as many events of which none, some and half are copies of
// others. A unit without copies is not searched for them.
func copies(ctx context.Context, s *scene, table *figures) error {
	args := []string{"store", filepath.Join(s.bin, "plugins"), s.dir, firstDay, copiesTo, strconv.Itoa(s.rounds)}
	for i, repetition := range repetitions {
		shares := mpsim.DefaultShares()
		shares.Duplicate, shares.ReusedInsertID = repetition.share, 0
		at, err := serve(ctx, s.file(fmt.Sprint("copies-", i)), s.events, &shares)
		if err != nil {
			return err
		}
		defer func() { _ = at.Stop() }()
		args = append(args, at.URL)
	}
	measured, err := s.inside(ctx, args...)
	if err != nil {
		return err
	}
	table.add(fmt.Sprintf("store %.0f events in the plugin, without property columns, %s", measured["rows_0"], repetitions[0].name),
		fmt.Sprintf("%.2f s", measured["wall_0"]), fmt.Sprintf("%.2f CPU-s of the plugin: plain insertion", measured["cpu_0"]))
	for i, repetition := range repetitions[1:] {
		over := func(what string) float64 { return 100*measured[fmt.Sprint(what, i+1)]/measured[what+"0"] - 100 }
		table.atMost(repetition.name+": time over plain insertion", over("wall_"), 40, "%+.0f %%")
		table.add("the same in CPU time of the plugin", fmt.Sprintf("%+.0f %%", over("cpu_")), "")
	}
	return nil
}
