package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// asking are the questions of mp inspect about a table of all events, and how many seconds each may take.
var asking = []struct {
	question string
	args     []string
	most     float64
}{
	{"tables", nil, 2},
	{"info", nil, 2},
	{"schema -t events", nil, 2},
	{"columns -t events", nil, 2},
	{"coverage -t events", nil, 2},
	{"sample -t events", nil, 1},
	{"summarize -t events", nil, 2},
	{"breakdown -t events", nil, 2},
	{"keys -t events", nil, 2},
	{"keys -t events -e", []string{"Page View"}, 2},
	{"column -t events -c", []string{"$browser"}, 2},
	{"column -t events -c", []string{"properties->>'$.mp_country_code'"}, 2},
	{"daily -t events" + ofDays, nil, 2},
	{"engagement -t events" + ofDays, nil, 2},
	{"distribution -t events -p plan" + ofDays + " -e", []string{"Page View"}, 2},
	{"numeric -t events -p price" + ofDays + " -e", []string{"Product Viewed"}, 2},
	{"coverage -t events -p plan,$browser" + ofDays + " -e", []string{"Page View"}, 2},
}

// ofDays are the flags of a question about the events of all days.
const ofDays = " --from " + firstDay + " --to " + lastDay + " --zone UTC"

// questions measures what mp inspect asks the store: the whole command, from its start to its end.
func questions(ctx context.Context, s *scene, table *figures) error {
	for _, a := range asking {
		var runs []usage
		for range s.rounds {
			args := append(strings.Fields(a.question), a.args...)
			command, err := s.mp(ctx, append([]string{"inspect", "--db", s.store, "-q"}, args...)...)
			if err != nil {
				return err
			}
			used, err := spend(command)
			if err != nil {
				return fmt.Errorf("mp inspect %s: %w", a.question, err)
			}
			runs = append(runs, used)
		}
		words := []string{"mp inspect", strings.ReplaceAll(a.question, ofDays, "")}
		for _, arg := range a.args {
			words = append(words, strconv.Quote(arg))
		}
		table.atMost("`"+strings.Join(words, " ")+"`", middle(runs, wall).Seconds(), a.most, "%.2f s")
	}
	return nil
}
