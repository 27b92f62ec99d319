package fetch

import (
	"sync"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// tracker keeps the state that progress tells, for all workers.
type tracker struct {
	mu    sync.Mutex
	state Progress
	tell  func(Progress)
	now   func() time.Time
	start time.Time
}

func newTracker(config Config, days int) *tracker {
	return &tracker{tell: config.Progress, now: config.Now, start: config.Now(), state: Progress{Kind: storage.Events, Days: days}}
}

// change updates the state and tells of a step.
func (t *tracker) change(step Step, unit storage.Unit, update func(*Progress)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if update != nil {
		update(&t.state)
	}
	told := t.state
	told.Step, told.Elapsed = step, t.now().Sub(t.start)
	switch {
	case unit.FromDate != "":
		told.Unit = unit.FromDate + ".." + unit.ToDate
	default:
		told.Unit = unit.ID // pages of profiles have no days
	}
	t.tell(told)
	t.state.Until, t.state.Err = time.Time{}, nil
}

func (t *tracker) step(step Step, unit storage.Unit) { t.change(step, unit, nil) }

func (t *tracker) planned(units, skipped int) {
	t.change(Planned, storage.Unit{}, func(p *Progress) { p.Units, p.DaysSkipped = units, skipped })
}

func (t *tracker) stored(unit storage.Unit) {
	t.change(Stored, unit, func(p *Progress) { p.UnitsStored++ })
}

func (t *tracker) failed(unit storage.Unit, err error) {
	t.change(Failed, unit, func(p *Progress) { p.UnitsFailed++; p.Err = err })
}

func (t *tracker) retry(unit storage.Unit, until time.Time, err error) {
	t.change(Retrying, unit, func(p *Progress) { p.Until, p.Err = until, err })
}

// advance counts what arrives of a unit; undo takes it off again.
func (t *tracker) advance(unit storage.Unit) (advanced func(lines, bytes int64), undo func()) {
	var allLines, allBytes int64
	advanced = func(lines, bytes int64) {
		allLines, allBytes = allLines+lines, allBytes+bytes
		t.change(Advanced, unit, func(p *Progress) { p.Lines += lines; p.Bytes += bytes })
	}
	undo = func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.state.Lines -= allLines
		t.state.Bytes -= allBytes
	}
	return advanced, undo
}

func (t *tracker) elapsed() time.Duration { return t.now().Sub(t.start) }

// expect tells how many pages of profiles there seem to be.
func (t *tracker) expect(profiles, pages int) {
	t.change(Planned, storage.Unit{}, func(p *Progress) { p.Units += pages; p.Profiles += profiles })
}

// pages counts pages that are stored. There may be more of them than were expected.
func (t *tracker) pages(unit storage.Unit, pages int, profiles, bytes int64) {
	t.change(Stored, unit, func(p *Progress) {
		p.UnitsStored += pages
		p.Units = max(p.Units, p.UnitsStored)
		p.Lines += profiles
		p.Bytes += bytes
	})
}

// restarted takes off what is fetched anew.
func (t *tracker) restarted(err error) {
	t.change(Retrying, storage.Unit{}, func(p *Progress) {
		*p = Progress{Kind: p.Kind, Until: t.now(), Err: err}
	})
}
