package main

import (
	"context"
	"fmt"
)

// starts measures what a command costs before it does anything.
func starts(ctx context.Context, s *scene, table *figures) error {
	for _, command := range []struct {
		name string
		args []string
	}{
		{"`mp --help` (no process)", []string{"--help"}},
		{"`mp auth list` (one plugin)", []string{"auth", "list"}},
		{"`mp auth explain` (one plugin: env answers)", []string{"auth", "explain"}},
	} {
		const runs = 11
		var all []usage
		for range runs {
			used, err := s.run(ctx, command.args...)
			if err != nil {
				return err
			}
			all = append(all, used)
		}
		table.add(command.name, fmt.Sprintf("%.1f ms", milliseconds(middle(all, wall))), fmt.Sprintf("median of %d", runs))
	}
	return nil
}
