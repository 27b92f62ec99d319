package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) inspectDropCommand() *cobra.Command {
	var tables []string
	var force bool
	command := &cobra.Command{
		Use: "drop [TABLE...]", Short: "Remove tables",
		Long: `Remove tables with their coverage. None is removed where one of them is not there,
or is a view. A person is asked first; an answer other than yes changes nothing and
ends with status 2.`,
		Example: "  mp inspect drop -t events --force\n  mp inspect drop signups logins",
		RunE: func(command *cobra.Command, args []string) error {
			names := slices.Compact(slices.Sorted(slices.Values(append(tables, args...))))
			if len(names) == 0 {
				return &mperr.InvalidArgument{Argument: "--table", Reason: "is required; mp inspect tables lists the tables"}
			}
			return a.dropTables(command.Context(), names, force)
		},
	}
	command.Flags().StringArrayVarP(&tables, "table", "t", nil, "a table; repeatable")
	command.Flags().BoolVar(&force, "force", false, "do not ask")
	return command
}

func (a *app) dropTables(ctx context.Context, names []string, force bool) error {
	// A store is opened for writing when there is something to remove.
	err := a.withWorkspace(ctx, true, func(workspace *host.Workspace) error {
		for _, name := range names {
			if _, err := workspace.Describe(ctx, name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.confirm(ctx, force, "Remove "+tablesInWords(names)+" and "+theirs(names)+" coverage?"); err != nil {
		return err
	}
	if err := a.drop(ctx, names); err != nil {
		return err
	}
	if len(names) == 1 {
		return a.object(render.Field{Name: "dropped", Value: names[0]})
	}
	return a.object(render.Field{Name: "dropped", Value: names})
}

func (a *app) drop(ctx context.Context, names []string) error {
	return a.withWorkspace(ctx, false, func(workspace *host.Workspace) error { return workspace.Drop(ctx, names...) })
}

// tablesInWords is "table a", or "tables a and b".
func tablesInWords(names []string) string {
	if len(names) == 1 {
		return "table " + names[0]
	}
	last := len(names) - 1
	return "tables " + strings.Join(names[:last], ", ") + " and " + names[last]
}

func theirs(names []string) string {
	if len(names) == 1 {
		return "its"
	}
	return "their"
}

func (a *app) inspectDropAllCommand() *cobra.Command {
	var kind string
	var force bool
	kinds := []string{string(storage.Events), string(storage.Profiles), string(storage.Result)}
	command := &cobra.Command{
		Use: "drop-all", Short: "Remove all tables, or all of one type",
		Long: `Remove all tables of the store that mp made, or all of one type. Tables that were made
with SQL stay. A person is asked first; an answer other than yes changes nothing and
ends with status 2.`,
		Example: "  mp inspect drop-all --type profiles\n  mp inspect drop-all --force",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if kind != "" && !slices.Contains(kinds, kind) {
				return &mperr.InvalidArgument{Argument: "--type", Value: kind, Reason: "not a type of table", Allowed: kinds}
			}
			return a.dropAll(command.Context(), storage.Kind(kind), force)
		},
	}
	command.Flags().StringVarP(&kind, "type", "t", "", "only tables of this type: "+strings.Join(kinds, ", "))
	command.Flags().BoolVar(&force, "force", false, "do not ask")
	return command
}

// dropAll removes the tables of a kind; "" is all.
func (a *app) dropAll(ctx context.Context, kind storage.Kind, force bool) error {
	var names []string
	err := a.withWorkspace(ctx, true, func(workspace *host.Workspace) error {
		tables, err := a.tablesOrNone(ctx, workspace)
		for _, table := range tables {
			if kind == "" || table.Kind == kind {
				names = append(names, table.Name)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(names) > 0 {
		if err := a.confirm(ctx, force, fmt.Sprintf("Remove %s and %s coverage?", tablesInWords(names), theirs(names))); err != nil {
			return err
		}
		if err := a.drop(ctx, names); err != nil {
			return err
		}
	}
	fields := []render.Field{{Name: "dropped_count", Value: len(names)}}
	if kind != "" {
		fields = append(fields, render.Field{Name: "type_filter", Value: string(kind)})
	}
	return a.object(fields...)
}
