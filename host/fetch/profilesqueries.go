package fetch

import (
	"slices"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

// queries are the requests for first pages: one, unless there are more ids than one takes.
func (r ProfilesRequest) queries(now time.Time, since string) []mixpanel.EngageRequest {
	query := mixpanel.EngageRequest{
		Where: r.Where, DistinctID: r.DistinctID, DataGroupID: r.GroupID, OutputProperties: r.properties(),
		CohortID: r.CohortID, IncludeAllUsers: r.IncludeAllUsers, Behaviors: r.Behaviors,
	}
	if since != "" {
		query.Where = since
		if r.Where != "" {
			query.Where = "(" + r.Where + ") and " + since
		}
	}
	if r.Behaviors != "" {
		query.AsOf = now.Unix() // pages without a common time are refused
		if !r.AsOf.IsZero() {
			query.AsOf = r.AsOf.Unix()
		}
	}
	if r.DistinctIDs == nil {
		return []mixpanel.EngageRequest{query}
	}
	var queries []mixpanel.EngageRequest
	for ids := range slices.Chunk(eachOnce(r.DistinctIDs), MaxDistinctIDs) {
		query.DistinctIDs = ids
		queries = append(queries, query)
	}
	return queries
}

// properties are those to ask for; the time of the last update has a column of its own.
func (r ProfilesRequest) properties() []string {
	if len(r.OutputProperties) == 0 {
		return nil
	}
	return eachOnce(append(slices.Clone(r.OutputProperties), "$last_seen"))
}

// eachOnce keeps the first of equal texts.
func eachOnce(texts []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
		again := seen[text]
		seen[text] = true
		return again
	})
}

func (r ProfilesRequest) workers() int {
	if r.Workers == 0 {
		return MaxPages
	}
	return min(r.Workers, MaxPages)
}
