package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// fits refuses to append to a table what would not go with its rows. Mixed says that the append brings profiles by other
// filters than those that the table was made with, or that an earlier one did.
func (r *profilesRun) fits(ctx context.Context) (mixed bool, err error) {
	if r.request.Mode != storage.Append {
		return false, nil
	}
	table, err := tableNamed(ctx, r.catalog, r.request.Table)
	if err != nil || table.Kind != storage.Profiles {
		return false, err // Begin refuses a table of another kind
	}
	if err := ownedBy(table, r.config.ProjectID); err != nil {
		return false, err
	}
	held := table.Metadata
	if held.FilterGroupID != r.request.GroupID {
		return false, refused("group_id", r.request.GroupID, "table "+table.Name+" holds the profiles of "+whose(held.FilterGroupID)+
			": choose another table")
	}
	lacks := func(name string) bool { return !slices.Contains(r.request.OutputProperties, name) }
	if len(r.request.OutputProperties) > 0 && (len(held.FilterOutputProperties) == 0 || slices.ContainsFunc(held.FilterOutputProperties, lacks)) {
		return false, refused("output_properties", "", "table "+table.Name+" holds profiles with more properties, which these would replace: "+
			"choose another table, or leave out the output properties")
	}
	if r.request.Incremental {
		return held.FiltersMixed, r.continues(table)
	}
	return held.FiltersMixed || len(r.others(held)) > 0, nil
}

func whose(group string) string {
	if group == "" {
		return "users"
	}
	return "group key " + group
}

// continues refuses an incremental append to a table whose newest update is not that of all the profiles asked for: those of
// them that the table's filters left out would be missed, but for the latest.
func (r *profilesRun) continues(table storage.Table) error {
	again := ": fetch it whole by a replace, choose another table, or append without incremental"
	if table.Metadata.FiltersMixed {
		return refused("incremental", "", "table "+table.Name+" has profiles of appends by other filters than its own, so that its newest "+
			"update does not tell since when profiles are missing"+again)
	}
	if others := r.others(table.Metadata); len(others) > 0 {
		return refused(others[0].argument, others[0].asked, "table "+table.Name+" was fetched "+described(others)+
			", so that its newest update does not tell since when profiles are missing"+again)
	}
	return nil
}

// filterDifference is a filter that a table was not fetched by, or otherwise.
type filterDifference struct{ argument, held, asked string }

// others lists the filters in which the request is not what a table was fetched by. What each filter selects is for Mixpanel
// to know: an expression that is written in another way is another filter.
func (r *profilesRun) others(held storage.Metadata) []filterDifference {
	yes := map[bool]string{true: "true"}
	asked := r.metadata()
	all := []filterDifference{
		{"where", held.FilterWhere, asked.FilterWhere},
		{"cohort_id", held.FilterCohortID, asked.FilterCohortID},
		{"include_all_users", yes[held.FilterIncludeAllUsers], yes[asked.FilterIncludeAllUsers]},
		{"distinct_ids", held.FilterDistinctIDs, asked.FilterDistinctIDs},
		{"behaviors", held.FilterBehaviors, asked.FilterBehaviors},
		{"workspace_id", held.FilterWorkspaceID, asked.FilterWorkspaceID},
	}
	return slices.DeleteFunc(all, func(one filterDifference) bool { return one.held == one.asked })
}

func described(others []filterDifference) string {
	texts := make([]string, len(others))
	for i, one := range others {
		texts[i] = "with " + one.argument + " " + one.held
		if one.held == "" {
			texts[i] = "without " + one.argument
		}
	}
	return strings.Join(texts, " and ")
}

// metadata tells how the table is fetched.
func (r *profilesRun) metadata() storage.Metadata {
	asked := r.request
	return storage.Metadata{
		ProjectID: r.config.ProjectID, FilterWorkspaceID: r.config.DataView, FilterWhere: asked.Where, FilterCohortID: asked.CohortID,
		FilterOutputProperties: eachOnce(asked.OutputProperties), FilterGroupID: asked.GroupID, FilterBehaviors: asked.Behaviors,
		FilterDistinctIDs: asked.chosen(), FilterIncludeAllUsers: asked.IncludeAllUsers, FiltersMixed: r.mixed,
	}
}

// chosen tells the distinct ids of a request from others, whatever their order; "" for all. There may be too many of them to
// write each beside the table.
func (r ProfilesRequest) chosen() string {
	ids := r.DistinctIDs
	if r.DistinctID != "" {
		ids = []string{r.DistinctID}
	}
	if ids == nil {
		return ""
	}
	ids = eachOnce(ids)
	slices.Sort(ids)
	hash := sha256.New()
	for _, id := range ids {
		fmt.Fprintf(hash, "%d:%s,", len(id), id)
	}
	return fmt.Sprintf("%d ids, sha256 %s", len(ids), hex.EncodeToString(hash.Sum(nil)[:8]))
}
