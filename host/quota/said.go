package quota

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// said is what a refusal tells of the quota. Queries are refused with the headers of the IETF's RateLimit draft,
//
//	RateLimit-Policy: "project";q=60;w=3600, "project-concurrency";q=5;qu="concurrent-requests"
//	RateLimit: "project";r=0;t=3600, "project-concurrency";r=3
//
// exports with Retry-After alone.
type said struct {
	// after is how long to wait; 0 where nothing was said.
	after time.Duration
	// quota is the hourly one, 0 where it was not named; left is what is left of it, -1 likewise.
	quota, left int
	// resets is when the hour's quota is whole again; 0 where it was not named.
	resets time.Duration
}

// policy is the name under which Mixpanel counts a project's requests of an hour.
const policy = "project"

// readSaid reads the header of a refusal, whose Retry-After is after.
func readSaid(header http.Header, after time.Duration) said {
	heard := said{after: after, left: -1}
	policies, states := items(header.Values("Ratelimit-Policy")), items(header.Values("Ratelimit"))
	if hourly := policies[policy]; hourly["w"] == int(time.Hour.Seconds()) && hourly["q"] > 0 {
		heard.quota = hourly["q"]
	}
	if state, ok := states[policy]; ok {
		if left, ok := state["r"]; ok {
			heard.left = left
		}
		heard.resets = time.Duration(state["t"]) * time.Second
	}
	if heard.after == 0 {
		for _, state := range states {
			if left, ok := state["r"]; ok && left == 0 {
				heard.after = max(heard.after, time.Duration(state["t"])*time.Second)
			}
		}
	}
	return heard
}

// items are the members of a structured field by name, each with its parameters that are whole numbers.
func items(values []string) map[string]map[string]int {
	found := map[string]map[string]int{}
	for member := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, parameters, _ := strings.Cut(member, ";")
		numbers := map[string]int{}
		for parameter := range strings.SplitSeq(parameters, ";") {
			key, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
			if number, err := strconv.ParseInt(value, 10, 32); err == nil && number >= 0 {
				numbers[key] = int(number)
			}
		}
		found[strings.Trim(strings.TrimSpace(name), `"`)] = numbers
	}
	return found
}

// correct makes the book agree with what Mixpanel said: it counts everybody's requests, the book only mp's. Requests of
// others are taken to have begun so that they leave the window when the quota is said to be whole again.
func (b *book) correct(now time.Time, heard said, limits Limits) {
	if heard.after > 0 {
		b.block(now, heard.after)
	}
	if heard.quota > 0 {
		b.PerHour = heard.quota
	}
	quota := b.perHour(limits)
	if heard.left < 0 || quota == 0 {
		return
	}
	used := max(0, quota-heard.left)
	if over := len(b.Begun) - used; over > 0 {
		b.Begun = b.Begun[over:]
		return
	}
	begun := now
	if heard.left == 0 && heard.resets > 0 && heard.resets < hour {
		begun = now.Add(heard.resets - hour)
	}
	for len(b.Begun) < used {
		b.Begun = append(b.Begun, begun.UnixMilli())
	}
	slices.Sort(b.Begun)
}
