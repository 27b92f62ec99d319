package shop

import (
	"fmt"
	"strconv"
	"time"
)

// Profiles returns the number of profiles of people.
func (s *Shop) Profiles() int { return s.config.Profiles }

// Profile returns profile number i of 0 … Profiles()-1 as it stood at the
// instant. The slice in it is the caller's.
func (s *Shop) Profile(i int, at time.Time) Profile {
	d := newDice(s.config.Seed, 'p', uint64(i))
	u := s.customer(i)
	p := Profile{ID: u.id}
	if i >= len(s.users) && d.chance(0.1) {
		p.ID, p.Numeric = strconv.Itoa(1_000_000_000+i), true
	}
	if d.chance(0.02) {
		return p // set once, with nothing in it
	}
	p.Members = make([]Member, 0, 24)
	s.introduce(&p, &d, u, i)
	s.account(&p, &d, u, at)
	hobbies(&p, &d)
	return p
}

// customer returns user i, also beyond those who come to the shop.
func (s *Shop) customer(i int) user {
	if i < len(s.users) {
		return s.users[i]
	}
	d := newDice(s.config.Seed, 'u', uint64(i))
	return newUser(&d, i)
}

// introduce adds who the person is.
func (s *Shop) introduce(p *Profile, d *dice, u user, i int) {
	if u.identified {
		p.add("$name", pick(d, people))
		p.words("$email", fmt.Sprintf("person%d@example.test", i))
	}
	if u.place.city != "" {
		p.add("$city", u.place.city)
	}
	p.add("$country_code", u.place.country)
	if companies := s.groupSize(company); companies > 0 && d.chance(0.5) {
		p.words("company", groupID(company, d.below(companies)))
	}
	if d.chance(0.3) {
		p.words("birthday", fmt.Sprintf("%d-%02d-%02d", d.between(1950, 2007), d.between(1, 12), d.between(1, 28)))
	}
}

// account adds what the shop knows of the person, some of which changes.
func (s *Shop) account(p *Profile, d *dice, u user, at time.Time) {
	life := s.newLife(d)
	updates, last := s.updates(life, at)
	p.datetime("$created", life.created)
	if !d.chance(0.01) {
		p.LastSeen = last
		p.datetime("$last_seen", last)
	}
	p.add("plan", u.plan)
	if d.chance(0.01) {
		p.words("Plan", "PRO")
	}
	p.whole("updates", updates)
	orders := d.below(40) + updates/3
	p.whole("orders", orders)
	p.add("lifetime_value", fmt.Sprintf("%d.%02d", orders*d.between(5, 90), d.below(100)))
	if d.chance(0.05) {
		p.add("loyalty_no", strconv.FormatUint(d.next()|1<<54, 10))
	}
	p.add("newsletter", strconv.FormatBool(d.chance(0.4)))
}

// hobbies adds properties of the rarer types.
func hobbies(p *Profile, d *dice) {
	p.add("tags", pick(d, []string{`[]`, `["vip"]`, `["vip","b2b \u2757"]`, `["a,b","日本語",""]`}))
	p.add("coupon", pick(d, []string{`null`, `"<null>"`, `"<undefined>"`, `"ÉTÉ-2026"`, `""`}))
	p.whole("größe", d.between(34, 48))
	if d.chance(0.5) {
		p.add("address", fmt.Sprintf(`{"zip":"%d-001","lines":["c\/o \"Kim\"",null],"geo":{"lat":%d.5,"lon":-9.0}}`,
			d.between(1000, 9999), d.between(-60, 60)))
	}
	if d.chance(0.3) {
		p.add("devices", fmt.Sprintf(`[{"os":"iOS","app":%d.0},{"os":"Android","app":%d}]`, d.between(1, 9), d.between(1, 9)))
	}
	p.add("score", pick(d, []string{`0`, `-1`, `3.0`, `1e3`, `0.1`, `"3"`, `true`}))
}

var people = []string{
	`"Inês Lima"`, `"Rui Costa"`, `"Zoë M\u00fcller"`, `"山田 太郎"`, `"Ana \"Nina\" Souza"`, `"O'Brien, Pat"`, `"Ólafur 🎸"`, `"ليلى"`,
}
