package main

import (
	"context"
	"fmt"
)

// questions measures what mp inspect asks the store about a table of all events: the whole command, from its start to its
// end.
func questions(ctx context.Context, s *scene, table *figures) error {
	for _, question := range []struct {
		args []string
		most float64
	}{
		{[]string{"sample"}, 1},
		{[]string{"summarize"}, 2},
		{[]string{"breakdown"}, 2},
		{[]string{"keys"}, 2},
		{[]string{"column", "-c", "$browser"}, 2},
		{[]string{"column", "-c", "properties->>'$.mp_country_code'"}, 2},
	} {
		var runs []usage
		for range s.rounds {
			command, err := s.mp(ctx, append([]string{"inspect", question.args[0], "--db", s.store, "-t", "events", "-q"}, question.args[1:]...)...)
			if err != nil {
				return err
			}
			used, err := spend(command)
			if err != nil {
				return fmt.Errorf("mp inspect %s: %w", question.args[0], err)
			}
			runs = append(runs, used)
		}
		name := "`mp inspect " + question.args[0]
		if len(question.args) > 1 {
			name += fmt.Sprintf(" -c %q", question.args[2])
		}
		table.atMost(name+"`", middle(runs, wall).Seconds(), question.most, "%.2f s")
	}
	return nil
}
