package quota

import (
	"slices"
	"time"
)

// books are the content of the file.
type books struct {
	Version int              `json:"version"`
	Books   map[Family]*book `json:"families"`
}

// version is that of the file's form. A file of another one is begun anew.
const version = 1

func (b *books) of(family Family) *book {
	if b.Books[family] == nil {
		if b.Books == nil {
			b.Books = map[Family]*book{}
		}
		b.Books[family] = &book{}
	}
	return b.Books[family]
}

// clone shares nothing with the original.
func (b *books) clone() books {
	out := books{Version: version}
	for family, original := range b.Books {
		if original == nil {
			continue
		}
		kept := *original
		kept.Begun = slices.Clone(original.Begun)
		*out.of(family) = kept
	}
	return out
}

// book is what is known of one family. Times are milliseconds since 1970.
type book struct {
	// Begun are the times at which the requests of the last hour began, ascending.
	Begun []int64 `json:"begun"`
	// BlockedUntil is when Mixpanel said that it takes requests again.
	BlockedUntil int64 `json:"blocked_until,omitempty"`
	// BlockedAt is when it said so; 0 where that was not written down.
	BlockedAt int64 `json:"blocked_at,omitempty"`
	// PerHour is the hourly quota that Mixpanel named; 0 where it named none.
	PerHour int `json:"per_hour,omitempty"`
	// TypicalMillis is how long a request takes, lately.
	TypicalMillis int64 `json:"typical_ms,omitempty"`
}

// longestBlock bounds what a single answer can hold up: no quota of Mixpanel's is for longer than an hour, so that a
// longer wait is somebody else's, or a mistake, and would stop every process of the project.
const longestBlock = hour

// tidy forgets what no longer counts. Times to come are those of a clock that was put back since, and count as now.
func (b *book) tidy(now time.Time) {
	present := now.UnixMilli()
	for i, begun := range b.Begun {
		b.Begun[i] = min(begun, present)
	}
	slices.Sort(b.Begun)
	b.Begun = slices.DeleteFunc(b.Begun, func(begun int64) bool { return begun <= present-hour.Milliseconds() })
	b.tidyBlock(present)
}

// tidyBlock bounds a block from when it was written down, so that no reading of it prolongs it.
func (b *book) tidyBlock(present int64) {
	if b.BlockedAt <= 0 || b.BlockedAt > present {
		b.BlockedAt = present
	}
	b.BlockedUntil = min(b.BlockedUntil, b.BlockedAt+longestBlock.Milliseconds())
	if b.BlockedUntil <= present {
		b.BlockedUntil, b.BlockedAt = 0, 0
	}
}

// block notes that Mixpanel asked to wait.
func (b *book) block(now time.Time, wait time.Duration) {
	until := now.Add(min(wait, longestBlock)).UnixMilli()
	if until > b.BlockedUntil {
		b.BlockedUntil, b.BlockedAt = until, now.UnixMilli()
	}
}

// asked says that it is Mixpanel's word alone that holds requests, and not the count; pause that it asked for less than a
// minute, which is no quota of an hour.
func (b *book) asked(limits Limits) (asked, pause bool) {
	quota := b.perHour(limits)
	asked = b.BlockedUntil > 0 && (quota == 0 || len(b.Begun) < quota)
	return asked, asked && b.BlockedUntil-b.BlockedAt < time.Minute.Milliseconds()
}

// perHour is the quota in force: Mixpanel's word before what is documented.
func (b *book) perHour(limits Limits) int {
	if b.PerHour > 0 && limits.PerHour > 0 {
		return b.PerHour
	}
	return limits.PerHour
}

// wait is how long the next request has to wait. The book is tidy. spent says that it is the hour's quota or Mixpanel's
// word that holds it, and not the pace.
func (b *book) wait(now time.Time, limits Limits) (wait time.Duration, spent bool) {
	present := now.UnixMilli()
	if quota := b.perHour(limits); quota > 0 && len(b.Begun) >= quota {
		wait = millis(b.Begun[len(b.Begun)-quota]-present) + hour
	}
	wait = max(wait, millis(b.BlockedUntil-present))
	if wait > 0 {
		return wait, true
	}
	if n := limits.PerSecond; n > 0 && len(b.Begun) >= n {
		wait = millis(b.Begun[len(b.Begun)-n]-present) + second
	}
	return max(wait, 0), false
}

// left is how many requests may begin before the hour's quota is used up; -1 where there is no quota.
func (b *book) left(limits Limits) int {
	quota := b.perHour(limits)
	switch {
	case quota == 0:
		return -1
	case b.BlockedUntil > 0:
		return 0
	}
	return max(0, quota-len(b.Begun))
}

func (b *book) begin(now time.Time) int64 {
	at := now.UnixMilli()
	b.Begun = append(b.Begun, at)
	return at
}

// forget takes back a request that was counted.
func (b *book) forget(at int64) {
	if i := slices.Index(b.Begun, at); i >= 0 {
		b.Begun = slices.Delete(b.Begun, i, i+1)
	}
}

// took learns how long a request took, the latest counting for a quarter.
func (b *book) took(d time.Duration) {
	if b.TypicalMillis == 0 {
		b.TypicalMillis = max(d.Milliseconds(), 1)
		return
	}
	b.TypicalMillis = max((3*b.TypicalMillis+d.Milliseconds())/4, 1)
}

func millis(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
