package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) inspectColumnsCommand() *cobra.Command {
	var table string
	command := &cobra.Command{
		Use: "columns [TABLE]", Short: "Show which column holds which property",
		Long: `Show the columns that hold a property of every row, with the property, the type and the number of rows that have it.

The properties column has all properties as Mixpanel sent them. Those that are in a hundredth of the rows, with values
that are no arrays or objects, also have a column of their own, up to 200 of them: SELECT "$os", count(*) FROM events
GROUP BY 1. A column is called as its property, with a number behind it where another column has that name; whole numbers
are BIGINT, others DOUBLE, and what has values of several kinds is VARCHAR. prop(properties, 'any key') gives the others.`,
		Example: "  mp inspect columns -t events",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
				return answered(a, command.Context(), func(ctx context.Context) (*result.List[result.PropertyColumn], error) {
					held, err := propertyColumns(ctx, workspace, name)
					if err != nil {
						return nil, err
					}
					return result.NewList(held)
				})
			})
		},
	}
	tableFlag(command, &table)
	return command
}

// propertyColumns are the columns that hold a property, without the number of rows where the engine does not count.
func propertyColumns(ctx context.Context, workspace *host.Workspace, table string) ([]result.PropertyColumn, error) {
	all, err := workspace.Describe(ctx, table)
	if err != nil {
		return nil, err
	}
	var held []result.PropertyColumn
	var counts []string
	for _, column := range all {
		if column.Property != "" {
			held = append(held, result.PropertyColumn{Name: column.Name, Property: column.Property, Type: column.Type})
			counts = append(counts, "count("+quoted(column.Name)+")")
		}
	}
	if len(held) == 0 {
		return nil, nil
	}
	reader, err := workspace.Query(ctx, storage.Query{SQL: "SELECT " + strings.Join(counts, ", ") + " FROM " + quoted(table)})
	if _, lacks := errors.AsType[*mperr.CapabilityNotSupported](err); lacks {
		return held, nil // an engine without SQL does not count
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = reader.Close() }()
	batch, err := reader.Next(ctx)
	if err == io.EOF {
		return held, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range held {
		if counted, ok := batch.Column(i).(*array.Int64); ok && counted.Len() > 0 {
			held[i].Rows = new(counted.Value(0))
		}
	}
	return held, nil
}

// quoted makes a name of SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
