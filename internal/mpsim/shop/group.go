package shop

import (
	"fmt"
	"strconv"
	"time"
)

// Group is a key by which events and people can be grouped; its groups have
// profiles of their own.
type Group struct {
	// ID is the data_group_id, a number of 64 bits that may be negative.
	ID int64
	// Key is the property that names the group.
	Key string
	// Profiles is the number of groups.
	Profiles int

	kind int
}

// The kinds of groups.
const (
	company = iota
	store
)

var groupKeys = [...]string{company: "company", store: "store"}

// Groups returns the group keys of the shop: one with a negative id, one with a
// positive one, both too large for a float64.
func (s *Shop) Groups() []Group {
	groups := make([]Group, len(groupKeys))
	for kind, key := range groupKeys {
		d := newDice(s.config.Seed, 'g', uint64(kind))
		id := int64(d.next()>>2 | 1<<60)
		if kind == company {
			id = -id
		}
		groups[kind] = Group{ID: id, Key: key, Profiles: s.groupSize(kind), kind: kind}
	}
	return groups
}

// groupSize is the number of groups of a kind: one for so many people.
func (s *Shop) groupSize(kind int) int {
	people := [...]int{company: 25, store: 400}[kind]
	return (s.config.Profiles + people - 1) / people
}

// groupID is the $distinct_id of group i.
func groupID(kind, i int) string { return fmt.Sprintf("%s-%05d", groupKeys[kind], i) }

// GroupProfile returns the profile of group i of 0 … g.Profiles-1 as it stood at
// the instant. The slice in it is the caller's.
func (s *Shop) GroupProfile(g Group, i int, at time.Time) Profile {
	d := newDice(s.config.Seed, 'G', uint64(g.kind), uint64(i))
	p := Profile{ID: groupID(g.kind, i)}
	life := s.newLife(&d)
	updates, last := s.updates(life, at)
	p.LastSeen = last
	p.add("$name", pick(&d, []string{`"Hälg & Söhne"`, `"Northwind"`, `"株式会社ミクス"`, `"Lima \/ Costa"`}))
	p.datetime("$created", life.created)
	p.datetime("$last_seen", last)
	p.add("plan", pick(&d, plans))
	p.whole("seats", d.between(1, 5000))
	p.whole("updates", updates)
	p.add("active", strconv.FormatBool(d.chance(0.8)))
	p.add("sites", pick(&d, []string{`[]`, `["Lisboa"]`, `["Lisboa","東京"]`, `null`}))
	return p
}
