package fetch

import (
	"context"
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// sameProject refuses to append one project's events to a table of another's: its days would count as complete, and the
// rows could not be told apart. A table that does not say where it came from is taken as it is. Engines may take EVENTS and
// events for one table, so the guard does.
func (r *run) sameProject(ctx context.Context) error {
	if r.request.Mode != storage.Append {
		return nil
	}
	tables, err := r.catalog.Tables(ctx)
	if err != nil {
		return err
	}
	for _, table := range tables {
		owner := table.Metadata.ProjectID
		if strings.EqualFold(table.Name, r.request.Table) && owner != "" && owner != r.config.ProjectID {
			return &mperr.InvalidArgument{
				Argument: "table", Value: table.Name,
				Reason: fmt.Sprintf("holds the events of project %s, not of project %s: choose another table or another store", owner, r.config.ProjectID),
			}
		}
	}
	return nil
}
