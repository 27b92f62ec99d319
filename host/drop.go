package host

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Drop removes tables; see [storage.Sink]. Where one of them is not there, or is a view, which is no table to remove, none is
// removed. A store removes one table after another: where it fails at one, such as with an [mperr.SessionConflict] for a
// table that this workspace is fetching, those before it are gone. A name that comes twice is removed once.
func (w *Workspace) Drop(ctx context.Context, tables ...string) error {
	_, err := w.drop(ctx, tables)
	return err
}

// DropAll removes the tables of a kind, "" is every kind, and gives the names of those that are gone, also beside an error.
// Tables that were made with SQL stay.
func (w *Workspace) DropAll(ctx context.Context, kind storage.Kind) ([]string, error) {
	switch kind {
	case "", storage.Events, storage.Profiles, storage.Result:
	default:
		return nil, &mperr.InvalidArgument{
			Argument: "type", Value: string(kind), Reason: "not a type of table",
			Allowed: []string{string(storage.Events), string(storage.Profiles), string(storage.Result)},
		}
	}
	tables, err := w.Tables(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, table := range tables {
		if kind == "" || table.Kind == kind {
			names = append(names, table.Name)
		}
	}
	return w.drop(ctx, names)
}

// drop gives the names of the tables that are gone, also beside an error.
func (w *Workspace) drop(ctx context.Context, names []string) (gone []string, err error) {
	sink, err := w.Sink(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := sink.Describe(ctx, name); err != nil {
			return nil, err
		}
	}
	ordered, err := w.refusedFirst(ctx, sink, names)
	if err != nil {
		return nil, err
	}
	for _, name := range ordered {
		err := sink.Drop(ctx, name)
		same := func(other string) bool { return strings.EqualFold(other, name) }
		switch {
		case err == nil:
			gone = append(gone, name)
		// Another spelling, which some engines take for the same name, was removed just now.
		case errors.As(err, new(*mperr.TableNotFound)) && slices.ContainsFunc(gone, same):
		default:
			return gone, err
		}
	}
	return gone, nil
}

// refusedFirst puts what a store may refuse to remove before the tables that mp made: views, and then whatever else SQL has
// made. So the store refuses before anything is gone, in its own words.
func (w *Workspace) refusedFirst(ctx context.Context, sink storage.Catalog, names []string) ([]string, error) {
	tables, err := sink.Tables(ctx)
	if err != nil {
		return nil, err
	}
	order := map[string]int{}
	for _, name := range names {
		switch {
		case slices.ContainsFunc(tables, func(table storage.Table) bool { return strings.EqualFold(table.Name, name) }):
			order[name] = 2
		case !w.isView(ctx, name):
			order[name] = 1
		}
	}
	return slices.SortedStableFunc(slices.Values(names), func(a, b string) int { return cmp.Compare(order[a], order[b]) }), nil
}

// isView asks the catalog that standard SQL has. A catalog tells no view from a table, and an engine may have no SQL, or
// another: what it does not answer is taken for a table.
func (w *Workspace) isView(ctx context.Context, name string) bool {
	found, err := w.Scalar(ctx, storage.Query{
		SQL:    "SELECT table_name FROM information_schema.tables WHERE table_type = 'VIEW' AND lower(table_name) = lower($name)",
		Params: map[string]string{"name": name},
	})
	return err == nil && found != nil
}
