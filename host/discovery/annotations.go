package discovery

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/result"
)

// AnnotationsOptions are those of [Project.Annotations].
type AnnotationsOptions struct {
	// From and To are the first and the last day, YYYY-MM-DD; "" is no bound.
	From, To string
}

// Validate says what is wrong with the options.
func (o AnnotationsOptions) Validate() error { return days(o.From, o.To) }

type annotation struct {
	ID          number `json:"id"`
	Date        word   `json:"date"`
	Description word   `json:"description"`
	User        struct {
		FirstName word `json:"first_name"`
		LastName  word `json:"last_name"`
	} `json:"user"`
	Tags []struct {
		Name word `json:"name"`
	} `json:"tags"`
}

// Annotations gives the notes of some days, or all, sorted by their moment. It is asked each time.
func (p *Project) Annotations(ctx context.Context, options AnnotationsOptions) (*result.List[result.Annotation], error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	params := url.Values{}
	if options.From != "" {
		params.Set("fromDate", options.From)
	}
	if options.To != "" {
		params.Set("toDate", options.To)
	}
	answer, err := askNow[array[annotation]](ctx, p, mixpanel.Question{API: mixpanel.APIApp, Path: p.inApp("annotations"), Params: params})
	if err != nil {
		return nil, err
	}
	notes := make([]result.Annotation, len(answer))
	for i, a := range answer {
		notes[i] = a.result()
	}
	slices.SortFunc(notes, func(a, b result.Annotation) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID)) })
	return result.NewList(notes)
}

func (a annotation) result() result.Annotation {
	note := result.Annotation{
		ID: int64(a.ID), Date: string(a.Date), Description: string(a.Description),
		User: strings.TrimSpace(string(a.User.FirstName + " " + a.User.LastName)),
	}
	for _, tag := range a.Tags {
		note.Tags = append(note.Tags, string(tag.Name))
	}
	return note
}
