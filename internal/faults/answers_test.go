//go:build linux

package faults_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// bad is an answer that another try mends, or that is odd and whole.
type bad struct {
	name   string
	effect func(dice *rand.Rand, size int64) mpsim.Effect // size is that of the body, as sent
}

func fixed(effect mpsim.Effect) func(*rand.Rand, int64) mpsim.Effect {
	return func(*rand.Rand, int64) mpsim.Effect { return effect }
}

// cutIn cuts somewhere in the middle of the compressed body.
func cutIn(how mpsim.CutHow) func(*rand.Rand, int64) mpsim.Effect {
	return func(dice *rand.Rand, size int64) mpsim.Effect {
		return mpsim.Cut{After: 10 + dice.Int64N(size-18), How: how}
	}
}

func badAnswers() []bad {
	return append(cuts(), []bad{
		{"an early end that is told", func(dice *rand.Rand, _ int64) mpsim.Effect { return mpsim.TerminatedEarly{After: dice.IntN(900)} }},
		{"an early end in other words", func(dice *rand.Rand, _ int64) mpsim.Effect {
			return mpsim.TerminatedEarly{After: dice.IntN(350), Text: "export terminated early"}
		}},
		{"an error object at the end", func(dice *rand.Rand, _ int64) mpsim.Effect {
			return mpsim.TerminatedEarly{After: dice.IntN(350), Text: `{"error": "Timeout Error."}`}
		}},
		{"an early end told in the middle", func(dice *rand.Rand, _ int64) mpsim.Effect {
			return mpsim.Malformed{Line: 1 + dice.IntN(350), Text: "terminated early"}
		}},
		{"an error object, status 200", fixed(mpsim.ErrorObject{Message: "Query timed out"})},
		{"lines across members", func(dice *rand.Rand, _ int64) mpsim.Effect { return mpsim.Members{Bytes: 1000 + dice.IntN(50_000)} }},
		{"the end at a member's border", func(dice *rand.Rand, _ int64) mpsim.Effect {
			return mpsim.Members{Bytes: 20_000, Keep: 1 + dice.IntN(9)}
		}},
		{"lines across chunks", func(dice *rand.Rand, _ int64) mpsim.Effect { return mpsim.Pieces{Bytes: 30 + dice.IntN(3000)} }},
		{"429 with seconds", fixed(mpsim.Status{Code: 429, RetryAfter: 1})},
		{"429 with a date", fixed(mpsim.Status{Code: 429, RetryAfter: 2, RetryAsDate: true})},
		{"429 with nothing", fixed(mpsim.Status{Code: 429, Body: "rate limit reached"})},
		{"500", fixed(mpsim.Status{Code: 500})},
		{"502 with a page", fixed(mpsim.Status{Code: 502, Body: "<html>bad gateway</html>"})},
		{"503", fixed(mpsim.Status{Code: 503})},
		{"no answer", fixed(mpsim.HangUp{})},
		{"a reset before the answer", fixed(mpsim.HangUp{Reset: true})},
		{"a stall", func(dice *rand.Rand, size int64) mpsim.Effect {
			return mpsim.Stall{After: dice.Int64N(size), For: forAMinute}
		}},
	}...)
}

// cuts are in each region of a compressed body, and of its transfer.
func cuts() []bad {
	return []bad{
		{"a cut gzip header", func(dice *rand.Rand, _ int64) mpsim.Effect { return mpsim.Cut{After: dice.Int64N(10)} }},
		{"a gzip header and no more", func(dice *rand.Rand, _ int64) mpsim.Effect {
			return mpsim.Cut{After: dice.Int64N(11), How: mpsim.CutClean}
		}},
		{"a cut member", cutIn(mpsim.CutClean)},
		{"a cut chunk", cutIn(mpsim.CutDrop)},
		{"a cut chunk head", cutIn(mpsim.CutHead)},
		{"a cut between chunks", cutIn(mpsim.CutBetween)},
		{"a length not reached", cutIn(mpsim.CutLength)},
		{"a reset", cutIn(mpsim.CutReset)},
		{"a cut trailer", func(dice *rand.Rand, _ int64) mpsim.Effect {
			return mpsim.Cut{BeforeEnd: 1 + dice.IntN(8), How: mpsim.CutClean}
		}},
		{"a trailer dropped", func(dice *rand.Rand, _ int64) mpsim.Effect { return mpsim.Cut{BeforeEnd: 1 + dice.IntN(8)} }},
		{"the last chunk missing", func(_ *rand.Rand, size int64) mpsim.Effect {
			return mpsim.Cut{After: size, How: mpsim.CutBetween}
		}},
	}
}

// answers are rounds with a bad answer for each unit. The run mends all of them by itself.
func answers() (faults []fault) {
	all := badAnswers()
	for i := 0; i < len(all); i += len(unitStarts) {
		some := all[i:min(i+len(unitStarts), len(all))]
		names := make([]string, len(some))
		for n, one := range some {
			names[n] = one.name
		}
		faults = append(faults, fault{strings.Join(names, ", "), func(r *round) {
			for unit, one := range some {
				r.inject(unit, 1, one.effect(r.dice, sizeOf(r.t, unit)))
			}
			r.fetch(r.start(r.command()...), 0)
		}})
	}
	return faults
}

func TestEveryBadAnswerIsMetInAPlainRun(t *testing.T) {
	if got, want := len(answers()), (len(badAnswers())+len(unitStarts)-1)/len(unitStarts); got != want {
		t.Errorf("%d rounds for %d answers", got, want)
	}
}
