package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) queryCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "query",
		Short:   "Ask the local store, or a report of Mixpanel's",
		Example: "  mp query sql 'SELECT count(*) FROM events'\n  mp query segmentation -e Signup --from 2026-01-01 --to 2026-01-31",
	}
	command.AddCommand(a.querySQLCommand(), a.querySegmentationCommand(), a.queryNumericCommand(), a.querySumCommand(),
		a.queryAverageCommand(), a.queryEventCountsCommand(), a.queryPropertyCountsCommand(), a.queryFunnelCommand(),
		a.queryRetentionCommand(), a.queryFrequencyCommand(), a.queryActivityFeedCommand(), a.querySavedReportCommand(),
		a.queryFlowsCommand(), a.queryJQLCommand())
	return command
}

// sqlFlags are the flags of query sql.
type sqlFlags struct {
	file   string
	params []string
	limit  int64
	scalar bool
	write  bool
}

func (a *app) querySQLCommand() *cobra.Command {
	var flags sqlFlags
	command := &cobra.Command{
		Use: "sql [QUERY]", Short: "Run SQL over the stored tables",
		Long: `Run one SQL statement over the stored tables, in the dialect of the storage engine. It cannot change the store unless
--write is given, and cannot reach files or the network. A parameter $name of the query is bound with --param name=value.`,
		Example: `  mp query sql 'SELECT event_name, count(*) FROM events GROUP BY 1'
  mp query sql -F report.sql --param plan=pro --format csv
  mp query sql 'SELECT * FROM events' --format arrow > events.arrow
  echo 'SELECT max(event_time) FROM events' | mp query sql - --scalar
  mp query sql 'SELECT "$browser", count(*) FROM events GROUP BY 1'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			query, err := a.sqlQuery(command.Context(), args, flags)
			if err != nil {
				return err
			}
			return located(query.SQL, a.withWorkspace(command.Context(), !flags.write, func(workspace *host.Workspace) error {
				reader, err := workspace.Query(command.Context(), query)
				if err != nil {
					return err
				}
				if flags.scalar {
					return a.printScalar(command.Context(), reader)
				}
				return a.rows(rowsOf(command.Context(), reader))
			}))
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.file, "file", "F", "", "read the query from a file; - is standard input")
	f.StringArrayVar(&flags.params, "param", nil, "bind a parameter: name=value; repeatable")
	f.Int64Var(&flags.limit, "limit", 0, "stop after that many rows; 0 does not stop")
	f.BoolVarP(&flags.scalar, "scalar", "s", false, "print only the first column of the first row: as text, or as JSON with --format json or jsonl")
	f.BoolVar(&flags.write, "write", false, "let the query change the store")
	return command
}

func (a *app) sqlQuery(ctx context.Context, args []string, flags sqlFlags) (storage.Query, error) {
	text, err := a.sqlText(ctx, args, flags.file)
	if err != nil {
		return storage.Query{}, err
	}
	query := storage.Query{SQL: text, Params: map[string]string{}, Limit: flags.limit, Write: flags.write}
	if flags.limit < 0 {
		return query, &mperr.InvalidArgument{Argument: "--limit", Value: strconv.FormatInt(flags.limit, 10), Reason: "must not be negative"}
	}
	for _, param := range flags.params {
		name, value, ok := strings.Cut(param, "=")
		if !ok || name == "" {
			return query, &mperr.InvalidArgument{Argument: "--param", Value: param, Reason: "must be name=value"}
		}
		if _, given := query.Params[name]; given {
			return query, &mperr.InvalidArgument{Argument: "--param", Value: param, Reason: name + " has a value already"}
		}
		query.Params[name] = value
	}
	return query, nil
}

// sqlText is the query from the argument, --file or standard input; exactly one of them.
func (a *app) sqlText(ctx context.Context, args []string, file string) (string, error) {
	switch {
	case len(args) == 1 && file != "":
		return "", &mperr.InvalidArgument{Argument: "--file", Reason: "cannot be used beside a query on the command line"}
	case len(args) == 1 && args[0] != "-":
		return checkedSQL(args[0])
	case len(args) == 0 && file == "":
		return "", &mperr.InvalidArgument{Argument: "QUERY", Reason: "is required, or --file, or - for standard input"}
	}
	argument := "--file"
	if file == "" {
		argument, file = "QUERY", "-"
	}
	text, err := interruptible(ctx, func() (string, error) { return a.readQuestion(file) })
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", unread(argument, file, err)
	}
	return checkedSQL(text)
}

func checkedSQL(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", &mperr.InvalidArgument{Argument: "QUERY", Reason: "is empty"}
	}
	return text, nil
}

// printScalar prints the first value and nothing else, for a script: as text, unless --format asks for another form.
// Nothing at all is printed for an empty result.
func (a *app) printScalar(ctx context.Context, reader storage.Reader) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	if _, chosen, _ := a.chosenFormat(); !chosen {
		printer.Format = render.Plain
	}
	for row, err := range rowsOf(ctx, reader).All {
		if err != nil {
			return err
		}
		if len(row) == 0 {
			return errors.New("the query has no columns")
		}
		return printer.Value(row[0])
	}
	return nil
}
