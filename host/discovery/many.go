package discovery

import (
	"context"
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
	refused := keyOfFewer(question)
	answer, err = askAnew[Answer](ctx, p, question, keyOf(question))
	if limit > documented && isRefused(err) && strings.Contains(strings.ToLower(err.Error()), "limit") {
		question.Params.Set("limit", strconv.Itoa(documented))
		answer, err = askAnew[Answer](ctx, p, question, refused)
		limit = documented
	}
	return answer, limit, false, err
}

// keyOfFewer is what the documented number of names is kept under where more were asked for and refused: a list that was
// asked for with that number is another answer, and no refusal.
func keyOfFewer(question mixpanel.Question) string { return keyOf(question) + "&refused" }

// keptMany gives what is kept of the answer to askMany, and the number that was answered.
func keptMany[Answer sized](p *Project, question mixpanel.Question, limit int) (answer Answer, asked int, ok bool) {
	question.Params.Set("limit", strconv.Itoa(limit))
	if answer, ok = keptAnswer[Answer](p, keyOf(question)); ok {
		return answer, limit, true
	}
	answer, ok = keptAnswer[Answer](p, keyOfFewer(question))
	return answer, min(limit, documented), ok
}

// isCut says that a list is as long as it was asked to be, or as the documented number of names, which a server that does
// not heed the number gives.
func isCut(length, asked int) bool { return length >= asked || length == documented }
