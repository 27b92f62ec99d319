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
	table, err := tableNamed(ctx, r.catalog, r.request.Table)
	if err != nil {
		return err
	}
	return ownedBy(table, r.config.ProjectID)
}

// tableNamed finds a table, in upper or lower case; the zero value where there is none.
func tableNamed(ctx context.Context, catalog Catalog, name string) (storage.Table, error) {
	tables, err := catalog.Tables(ctx)
	if err != nil {
		return storage.Table{}, err
	}
	for _, table := range tables {
		if strings.EqualFold(table.Name, name) {
			return table, nil
		}
	}
	return storage.Table{}, nil
}

// ownedBy refuses a table of another project.
func ownedBy(table storage.Table, project string) error {
	owner := table.Metadata.ProjectID
	if owner == "" || owner == project {
		return nil
	}
	return &mperr.InvalidArgument{
		Argument: "table", Value: table.Name,
		Reason: fmt.Sprintf("holds the %s of project %s, not of project %s: choose another table or another store", table.Kind, owner, project),
	}
}
