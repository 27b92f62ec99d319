package discovery

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

// documented is how many names Mixpanel's pages speak of where nobody says how many; older pages called it the most.
const documented = 255

// askMany asks for up to limit names. Where a server refuses the number it asks for the documented one; asked is the number
// that was answered.
func askMany[Answer sized](
	ctx context.Context, p *Project, question mixpanel.Question, limit int, refresh bool,
) (answer Answer, asked int, kept bool, err error) {
	if !refresh {
		if answer, asked, kept = keptMany[Answer](p, question, limit); kept {
			return answer, asked, true, nil
		}
	}
	question.Params.Set("limit", strconv.Itoa(limit))
	answer, kept, err = ask[Answer](ctx, p, question, true)
	if limit > documented && isRefused(err) && strings.Contains(strings.ToLower(err.Error()), "limit") {
		return askMany[Answer](ctx, p, question, documented, refresh)
	}
	return answer, limit, kept, err
}

// keptMany gives what is kept of the answer to askMany, and the number that was answered.
func keptMany[Answer sized](p *Project, question mixpanel.Question, limit int) (answer Answer, asked int, ok bool) {
	// The documented number is kept where a greater one was refused.
	for _, asked = range slices.Compact([]int{min(limit, documented), limit}) {
		question.Params.Set("limit", strconv.Itoa(asked))
		if answer, ok = keptAnswer[Answer](p, question); ok {
			return answer, asked, true
		}
	}
	return answer, limit, false
}

// isCut says that a list is as long as it was asked to be, or as the documented number of names, which a server that does
// not heed the number gives.
func isCut(length, asked int) bool { return length >= asked || length == documented }
