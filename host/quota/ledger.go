package quota

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/mixpanel-data/mp/host/wait"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Config holds what a ledger keeps to, and its surroundings.
type Config struct {
	// Path is the project's file; its folder is made, for the user alone. Files beside it with the same beginning are locks.
	Path string
	// Limits are those of each family; nil is [Documented]. A family without limits is only counted.
	Limits map[Family]Limits
	// MaxWait is the longest wait for a quota; 0 is 65 minutes, as quotas are per hour; a negative value never waits.
	MaxWait time.Duration
	// OnWait is called when requests begin to wait for a quota, once for all that wait for the same time; nil ignores it.
	// Calls may be concurrent.
	OnWait func(Wait)
	// Warn is told that the file cannot be used as it is; nil ignores it.
	Warn func(text string)
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
	// Sleep waits, or ends early with the context's error; nil waits for real.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Wait tells that requests wait for a quota.
type Wait struct {
	Family Family
	// Until is when the next request may begin.
	Until time.Time
	// Err is what the request would have ended with, had it not waited.
	Err error
	// Pause says that Mixpanel asked for a short wait, and that the hour's quota is not used up.
	Pause bool
}

// Ledger counts the requests of a project. It holds nothing open and is safe for concurrent use, also by several of one
// file in one process or in many.
type Ledger struct {
	config Config
	file   file

	mu sync.Mutex
	// told is the end of the wait that was told last, by family.
	told map[Family]time.Time
}

// New makes a ledger. It reads and writes nothing yet.
func New(config Config) *Ledger {
	if config.Limits == nil {
		config.Limits = Documented()
	}
	if config.MaxWait == 0 {
		config.MaxWait = 65 * time.Minute
	}
	if config.OnWait == nil {
		config.OnWait = func(Wait) {}
	}
	if config.Warn == nil {
		config.Warn = func(string) {}
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Sleep == nil {
		config.Sleep = wait.For
	}
	return &Ledger{
		config: config, file: file{path: config.Path, warn: config.Warn}, told: map[Family]time.Time{},
	}
}

// Take waits until a request may be sent and counts it. The ticket's Done is called when the answer has ended. The error
// is [mperr.RateLimited] where the wait would be longer than MaxWait or the context's deadline, or the context's.
func (l *Ledger) Take(ctx context.Context, family Family) (*Ticket, error) {
	slot, err := l.enter(ctx, family)
	if err != nil {
		return nil, err
	}
	for {
		at, held := l.begin(family)
		if held.wait == 0 {
			return &Ticket{ledger: l, family: family, at: at, leave: slot}, nil
		}
		if held.spent {
			err = l.accept(ctx, family, held)
		}
		if err == nil {
			err = l.config.Sleep(ctx, min(held.wait, recheck))
		}
		if err != nil {
			slot()
			return nil, err
		}
	}
}

// TakeFree waits until a request may be sent that Mixpanel does not count by the hour, but among those under way: a further
// page of profiles. The error is as that of Take.
func (l *Ledger) TakeFree(ctx context.Context, family Family) (*Ticket, error) {
	slot, err := l.enter(ctx, family)
	if err != nil {
		return nil, err
	}
	return &Ticket{ledger: l, family: family, at: free, leave: slot}, nil
}

// recheck is how often a long wait looks at the file again: another process may have learned better, and a machine that
// slept has a clock that went on.
const recheck = time.Minute

// hold is why a request has to wait, and for how long.
type hold struct {
	wait time.Duration
	// spent: it is not the pace alone. asked: Mixpanel asked for it, pause: for a short time.
	spent, asked, pause bool
}

// begin counts a request, or says how long it has to wait.
func (l *Ledger) begin(family Family) (at int64, held hold) {
	l.file.change(func(all *books) {
		now, book, limits := l.config.Now(), all.of(family), l.config.Limits[family]
		book.tidy(now)
		if held.wait, held.spent = book.wait(now, limits); held.wait == 0 {
			at = book.begin(now)
		}
		held.asked, held.pause = book.asked(limits)
	})
	return at, held
}

// shortest is the wait that is no more than pace: nobody is told of it, and it is never refused.
const shortest = 2 * time.Second

// accept tells of a wait for the quota, or refuses it.
func (l *Ledger) accept(ctx context.Context, family Family, held hold) error {
	if held.wait <= shortest {
		return nil
	}
	until := l.config.Now().Add(held.wait)
	limited := l.limited(family, held, until)
	deadline, limit := ctx.Deadline()
	if held.wait > l.config.MaxWait || limit && until.After(deadline) {
		return limited
	}
	if l.isNews(family, until) {
		l.config.OnWait(Wait{Family: family, Until: until, Err: limited, Pause: held.pause})
	}
	return nil
}

func (l *Ledger) limited(family Family, held hold, until time.Time) error {
	seconds := int(math.Ceil(held.wait.Seconds()))
	what := fmt.Sprintf("the hour's quota of the project's %s requests is used up", family)
	if held.asked {
		what = fmt.Sprintf("Mixpanel asked to wait with the project's %s requests", family)
	}
	return &mperr.RateLimited{
		Message: what + "; it resumes " + moment(l.config.Now(), until), RetryAfter: &seconds,
		Fix: "wait and repeat the command; all of mp's processes remember it in " + l.config.Path +
			", which may be removed where it is known to be wrong",
	}
}

// moment names a time, with its day where that is not today.
func moment(now, at time.Time) string {
	const clock = "15:04:05"
	year, month, day := now.Date()
	switch today := time.Date(year, month, day, 0, 0, 0, 0, now.Location()); {
	case at.Before(today.AddDate(0, 0, 1)):
		return "at " + at.Format(clock)
	case at.Before(today.AddDate(0, 0, 2)):
		return "tomorrow at " + at.Format(clock)
	}
	return "on " + at.Format(time.DateOnly+" "+clock)
}

// isNews says that nobody was told of about this time yet.
func (l *Ledger) isNews(family Family, until time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !until.After(l.told[family].Add(shortest)) {
		return false
	}
	l.told[family] = until
	return true
}
