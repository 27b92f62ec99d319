//go:build linux

package faults_test

import "github.com/mixpanel-data/mp/internal/mpsim"

// lasting makes a fault of an answer that one unit gets, however often it is asked for. May are the exit statuses.
func lasting(name string, effect mpsim.Effect, may ...int) fault {
	return fault{name, func(r *round) {
		r.inject(r.dice.IntN(len(unitStarts)), -1, effect)
		r.fetch(r.start(r.command()...), may...)
	}}
}

// refusals are answers that no other try mends.
func refusals() []fault {
	return []fault{
		lasting("401 in the middle", mpsim.Status{Code: 401}, 2),
		lasting("402 in the middle", mpsim.Status{Code: 402}, 2),
		lasting("403 in the middle", mpsim.Status{Code: 403}, 2),
		{"a plan that refuses old days", func(r *round) {
			// All days of the project are older: so is whichever unit is asked for first.
			r.inject(r.dice.IntN(len(unitStarts)), -1, mpsim.OldDays{Days: 1})
			r.fetch(r.start(r.command()...), 3)
		}},
		{"a day that has not begun", func(r *round) {
			r.inject(len(unitStarts)-1, -1, mpsim.Behind{Days: 100_000})
			r.fetch(r.start(r.command()...), 3)
		}},
		lasting("a malformed line", mpsim.Malformed{Line: 17}, 1),
		lasting("a page, status 200", mpsim.Status{Code: 200, Body: "<html>please log in</html>\n"}, 1),
		lasting("a body that is always cut", mpsim.Cut{After: 5000}, 9),
	}
}
