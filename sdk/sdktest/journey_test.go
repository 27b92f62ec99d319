package sdktest

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// milestone is how far users came, by the date on which they set out.
type milestone struct {
	date string
	far  int
}

// milestones are the rows of counted users, ordered; far is the name of its column, in which size is null.
func milestones(users map[milestone]int, far string, size int) (rows []row) {
	for _, m := range slices.SortedFunc(maps.Keys(users), func(a, b milestone) int {
		return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.far, b.far))
	}) {
		rows = append(rows, row{"date": m.date, far: m.far, "users": users[m]})
		if m.far == size {
			delete(rows[len(rows)-1], far)
		}
	}
	return rows
}

// walks are the events that an expression is true of, by user, also of days after the period.
func walks(visits []visit, where string) (map[string][]visit, error) {
	var kept []visit
	for _, v := range visits {
		ok, err := v.kept(where)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, v)
		}
	}
	return groups(kept, byUser), nil
}

func funnelOf(q storage.Funnel, visits []visit) ([]row, error) {
	byUser, err := walks(visits, q.Where)
	users := map[milestone]int{}
	for _, walk := range byUser {
		entry := slices.IndexFunc(walk, func(v visit) bool { return v.event == q.Steps[0] && v.inside })
		if entry < 0 {
			continue
		}
		date, entered, done := walk[entry].bucket(q.Unit), walk[entry].at, walk[entry].at
		for i, name := range q.Steps {
			at := slices.IndexFunc(walk, func(v visit) bool {
				return v.event == name && !v.at.Before(done.Add(-2*time.Second)) && !v.at.After(entered.Add(q.Window))
			})
			if i == 0 {
				at = entry
			}
			if at < 0 {
				break
			}
			users[milestone{date, i}]++
			if done.Before(walk[at].at) {
				done = walk[at].at
			}
			walk = slices.Delete(slices.Clone(walk), at, at+1) // an event does one step
		}
	}
	return milestones(users, "step", -1), err
}

func retentionOf(q storage.Retention, visits []visit) ([]row, error) {
	born, err := keptOf(visits, q.Born, q.BornWhere)
	if err != nil {
		return nil, err
	}
	returns, err := walks(visits, q.Where)
	users := map[milestone]int{}
	for user, births := range groups(born, byUser) {
		birth, cohort := births[0].at, births[0].bucket(q.Unit)
		users[milestone{cohort, -1}]++
		back := map[int]bool{}
		for _, v := range returns[user] {
			after := v.at.Sub(birth)
			interval := int(after / (time.Duration(q.Interval) * 24 * time.Hour))
			if after <= 0 || interval > q.Intervals || q.Return != "" && v.event != q.Return {
				continue
			}
			back[interval] = true
			for earlier := range interval {
				back[earlier] = back[earlier] || q.Unbounded
			}
		}
		for interval, came := range back {
			if came {
				users[milestone{cohort, interval}]++
			}
		}
	}
	return milestones(users, "interval", -1), err
}
