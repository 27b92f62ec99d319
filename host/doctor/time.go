package doctor

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// Verdict is the outcome of a check.
type Verdict string

// The verdicts.
const (
	// Right: the setting reads the times as what they are.
	Right Verdict = "right"
	// Wrong: another setting does.
	Wrong Verdict = "wrong"
	// Stale: the setting is right, and events were stored with another one.
	Stale Verdict = "stale"
	// Unknown: the events do not tell.
	Unknown Verdict = "unknown"
)

// What it takes to judge.
const (
	// leastEvents is how many events must tell something.
	leastEvents = 100
	// leastProof is how many prompt events prove another clock.
	leastProof = 20
	// leastShare is one event of so many: that part must be prompt by a clock that is taken for the right one. Of events
	// that come in spread over a day, some are prompt by any clock.
	leastShare = 5
)

// Sent more than these before or after its processing, whatever the clock, an event tells nothing of clocks: it was imported
// later, or its sender's clock was off.
const (
	mostAhead = 16 * 60 * minute
	mostLate  = 48 * 60 * minute
)

// Time judges from readings whether a setting is right. The setting's zone must exist.
func Time(readings []Reading, setting Setting) (TimeReport, error) {
	own, err := clockOf(setting)
	if err != nil {
		return TimeReport{}, err
	}
	telling := tellingOf(readings)
	report := TimeReport{
		Setting: own.Setting, Readings: len(readings), Judged: len(telling), Verdict: Unknown, Alternatives: []string{}, Offsets: []Offset{},
	}
	best, alternatives, err := fittest(own, telling)
	if err != nil {
		return report, err
	}
	tally := best.tally(telling)
	report.Prompt = tally.prompt
	report.span(best, telling)
	if !enough(tally, telling) {
		return report, nil
	}
	if best != own && best.refutes(own, telling) {
		report.Verdict = Wrong
		report.suggest(best, alternatives)
		report.measure(own, best, telling)
		return report, nil
	}
	if !enough(own.tally(telling), telling) {
		return report, nil
	}
	report.Verdict, report.Prompt = Right, own.tally(telling).prompt
	report.Undecided = undecided(own, telling)
	report.stale(own, readings)
	return report, nil
}

func tellingOf(readings []Reading) []Reading {
	var telling []Reading
	for _, r := range readings {
		if lag := r.Processed - r.Sent; -mostAhead <= lag && lag <= mostLate {
			telling = append(telling, r)
		}
	}
	return telling
}

func enough(t tally, readings []Reading) bool {
	return len(readings) >= leastEvents && t.prompt >= leastProof && t.prompt*leastShare >= len(readings)
}

// fittest is the clock under which the readings look best, and the names of other zones under which they look the same.
func fittest(own clock, readings []Reading) (clock, []string, error) {
	clocks, err := candidates(own)
	if err != nil {
		return own, nil, err
	}
	best, score, same := pick(clocks, readings)
	if enough(best.tally(readings), readings) {
		return best, same, nil
	}
	if nameless, other, _ := pick(offsets(), readings); other > score {
		return nameless, nil, nil
	}
	return best, same, nil
}

// pick is the first of the clocks with the highest score, and the zones of the others that have it.
func pick(clocks []clock, readings []Reading) (best clock, score int, same []string) {
	for i, candidate := range clocks {
		switch got := candidate.tally(readings).score(); {
		case i == 0 || got > score:
			best, score, same = candidate, got, nil
		case got == score && candidate.ExportTime == credential.ExportProject && candidate.Timezone != best.Timezone:
			same = append(same, candidate.Timezone)
		}
	}
	return best, score, same
}

// undecided says whether the account's zone keeps UTC at the times of the events, so that they do not tell its clocks apart.
func undecided(own clock, readings []Reading) bool {
	if own.Timezone == "" {
		return false
	}
	other := clock{Setting{credential.ExportUTC, own.Timezone}, time.UTC}
	if own.ExportTime == credential.ExportUTC {
		zone, err := time.LoadLocation(own.Timezone)
		if err != nil {
			return false
		}
		other = clock{Setting{credential.ExportProject, own.Timezone}, zone}
	}
	return own.agrees(other, readings)
}
