package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// quietInterval is how often a command says where it is when nobody watches.
const quietInterval = 30 * time.Second

// progress shows on stderr how a fetch goes: a bar on a terminal, else it is what elapsed tells. What needs a person's
// attention, a wait, a retry or a failure, is a line in both cases. It is safe for concurrent use.
type progress struct {
	// mu is held while something is shown: steps come one at a time, but waits come from each request.
	mu      sync.Mutex
	say     func(line string)
	elapsed *elapsed
	bar     *progressbar.ProgressBar
	begun   bool
	screen  io.Writer
}

// newProgress is the progress for these surroundings. off leaves out all but what needs attention; with --verbose there
// is no bar, as the lines of the log would tear it.
func (a *app) newProgress(off bool) *progress {
	p := &progress{say: a.say, elapsed: a.elapsed}
	if off {
		a.elapsed.end()
	} else if a.errTerminal && !a.quiet && a.verbose == 0 {
		p.screen = a.err
	}
	return p
}

// newStreamProgress is the progress of rows that are printed, which have no bar among them on a screen.
func (a *app) newStreamProgress(off bool) *progress {
	p := a.newProgress(off)
	if a.outTerminal {
		p.screen = nil
	}
	return p
}

func (p *progress) show(now fetch.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch now.Step {
	case fetch.Planned:
		p.begin(now)
	case fetch.Retrying:
		if now.Kind == storage.Profiles {
			p.line(fmt.Sprintf("mp: the profiles are fetched anew: %v", now.Err))
			return
		}
		p.line(fmt.Sprintf("mp: %s broke off and will be fetched again at %s: %v", unitText(now.Unit), now.Until.Format(time.TimeOnly), now.Err))
	case fetch.Failed:
		p.line(fmt.Sprintf("mp: %s failed: %v", unitText(now.Unit), now.Err))
	case fetch.Committed:
		p.clearBar()
		p.elapsed.resume()
	case fetch.Started, fetch.Advanced, fetch.Stored:
		p.move(now)
	}
}

// wait tells that a request has to be made again.
func (p *progress) wait(wait mixpanel.Wait) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line(waitText(wait))
}

func (p *progress) begin(now fetch.Progress) {
	if now.Kind == storage.Profiles {
		p.beginPages(now)
		return
	}
	skipped := ""
	if now.DaysSkipped > 0 {
		skipped = fmt.Sprintf(", %d complete already", now.DaysSkipped)
	}
	p.say(fmt.Sprintf("mp: %s%s, %s", counted(now.Days, "day"), skipped, counted(now.Units, "request")))
	p.draw(now)
}

// beginPages tells once how much there is; further queries have more pages.
func (p *progress) beginPages(now fetch.Progress) {
	if p.begun {
		return
	}
	p.begun = true
	profiles := thousands(int64(now.Profiles)) + " profiles"
	if now.Profiles == 1 {
		profiles = "1 profile"
	}
	p.say(fmt.Sprintf("mp: %s, %s", profiles, counted(now.Units, "page")))
	p.draw(now)
}

// draw puts a bar on the screen where there is one.
func (p *progress) draw(now fetch.Progress) {
	if p.screen == nil || now.Units == 0 {
		return
	}
	p.elapsed.pause()
	p.bar = progressbar.NewOptions(now.Units,
		progressbar.OptionSetWriter(p.screen), progressbar.OptionSetWidth(20), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetElapsedTime(false), progressbar.OptionSetPredictTime(false))
}

func (p *progress) move(now fetch.Progress) {
	if p.bar != nil {
		p.bar.Describe(amounts(now))
		if now.Kind == storage.Profiles {
			p.bar.ChangeMax(now.Units) // pages may be more than Mixpanel told of
		}
		_ = p.bar.Set(now.UnitsStored)
		return
	}
	units := "request"
	if now.Kind == storage.Profiles {
		units = "page"
	}
	p.elapsed.tells(fmt.Sprintf("%d of %s, %s", now.UnitsStored, counted(now.Units, units), amounts(now)))
}

// line says something without tearing the bar.
func (p *progress) line(text string) {
	p.clearBar()
	p.say(text)
}

// unitText is the days of a unit, FROM..TO, or the one day.
func unitText(unit string) string {
	from, to, _ := strings.Cut(unit, "..")
	if to == "" {
		return unit
	}
	return spanText(from, to)
}

// clear takes the bar off the screen at the end.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clearBar()
	p.elapsed.resume()
}

// clearBar takes the bar off the screen, so that a line can be said; the next step draws it again.
func (p *progress) clearBar() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func amounts(now fetch.Progress) string {
	rate := 0.0
	if seconds := now.Elapsed.Seconds(); seconds > 0 {
		rate = float64(now.Bytes) / 1e6 / seconds
	}
	what := "events"
	if now.Kind == storage.Profiles {
		what = "profiles"
	}
	return fmt.Sprintf("%s %s, %.0f MB, %.0f MB/s", thousands(now.Lines), what, float64(now.Bytes)/1e6, rate)
}
