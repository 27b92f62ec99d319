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
	question.Params.Set("limit", strconv.Itoa(documented))
	if fewer, ok := keptAnswer[Answer](p, question); ok && !refresh && limit > documented {
		return fewer, documented, true, nil // it is kept because the greater number was refused
	}
	question.Params.Set("limit", strconv.Itoa(limit))
	answer, kept, err = ask[Answer](ctx, p, question, refresh)
	if limit > documented && isRefused(err) && strings.Contains(strings.ToLower(err.Error()), "limit") {
		return askMany[Answer](ctx, p, question, documented, refresh)
	}
	return answer, limit, kept, err
}

// isCut says that a list is as long as it was asked to be, or as the documented number of names, which a server that does
// not heed the number gives.
func isCut(length, asked int) bool { return length >= asked || length == documented }
