package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// FunnelInfo is a saved funnel. The table of a [List] has the columns funnel_id and name.
type FunnelInfo struct {
	// FunnelID is Mixpanel's id of the funnel; positive.
	FunnelID int64 `json:"funnel_id"`
	// Name is the funnel's name.
	Name string `json:"name"`
}

func (f FunnelInfo) check(place string) error {
	return cmp.Or(checkID(place+"funnel_id", f.FunnelID), checkText(place+"name", f.Name))
}

func (f FunnelInfo) clone() FunnelInfo { return f }

func (FunnelInfo) tableOf(funnels []FunnelInfo) arrow.RecordBatch {
	return batchOf(len(funnels),
		integers("funnel_id", each(funnels, func(f FunnelInfo) int64 { return f.FunnelID })),
		texts("name", each(funnels, func(f FunnelInfo) string { return f.Name })))
}
