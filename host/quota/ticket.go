package quota

import (
	"net/http"
	"sync"
	"time"
)

// free is the time of a request that is not counted.
const free = 0

// Ticket is the right to send one request. Its methods do nothing on nil, which is the ticket of a client without a ledger.
type Ticket struct {
	ledger *Ledger
	family Family
	at     int64
	leave  func()
	over   sync.Once
}

// Done says that the answer has ended, well or not. Only the first call of Done, Unsent or Refused counts.
func (t *Ticket) Done() {
	t.end(func(book *book, now time.Time) {
		if t.at != free {
			book.took(now.Sub(time.UnixMilli(t.at)))
		}
	})
}

// Unsent gives back the right to send, as nothing reached Mixpanel.
func (t *Ticket) Unsent() {
	t.end(func(book *book, _ time.Time) { book.forget(t.at) })
}

// Refused says that Mixpanel answered 429, which it does not count, with a header and the wait that it asked for; 0 is
// none. What it says wins over what the ledger believes.
func (t *Ticket) Refused(header http.Header, after time.Duration) {
	t.end(func(book *book, now time.Time) {
		book.forget(t.at)
		book.correct(now, readSaid(header, after), t.ledger.config.Limits[t.family])
	})
}

func (t *Ticket) end(book func(*book, time.Time)) {
	if t == nil {
		return
	}
	t.over.Do(func() {
		t.leave()
		t.ledger.file.change(func(all *books) {
			now := t.ledger.config.Now()
			all.of(t.family).tidy(now)
			book(all.of(t.family), now)
		})
	})
}
