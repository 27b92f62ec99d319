package main

import (
	"bufio"
	"context"
	"errors"
	"iter"

	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// streamFlags are those of fetch events and fetch profiles that print instead of store.
type streamFlags struct{ stdout, raw bool }

func (f *streamFlags) add(flags *pflag.FlagSet) {
	flags.BoolVar(&f.stdout, "stdout", false, "print JSON lines as stored rows are, and store nothing; TABLE means nothing")
	flags.BoolVar(&f.raw, "raw", false, "with --stdout: print each object as Mixpanel sent it")
}

// storing are the flags that mean something for a table only.
var storing = []string{"replace", "append", "incremental", "refetch", "lookback", "no-columns", "dry-run"}

// check refuses what does not go with a stream.
func (f *streamFlags) check(a *app, given func(flag string) bool) error {
	if !f.stdout {
		if f.raw {
			return &mperr.InvalidArgument{Argument: "--raw", Reason: "means something with --stdout only"}
		}
		return nil
	}
	for _, flag := range storing {
		if given(flag) {
			return &mperr.InvalidArgument{Argument: "--" + flag, Reason: "cannot be used with --stdout, which stores nothing"}
		}
	}
	if a.jq != "" {
		return &mperr.InvalidArgument{Argument: "--jq", Reason: "cannot be used with --stdout: pipe the lines into jq"}
	}
	format, chosen, err := a.chosenFormat()
	if err == nil && chosen && format != render.JSON && format != render.JSONL {
		return &mperr.InvalidArgument{Argument: "--format", Value: a.format, Reason: "cannot be used with --stdout, which prints JSON lines"}
	}
	return err
}

func (a *app) streamEvents(ctx context.Context, request fetch.Request, flags fetchFlags) error {
	options, progress := a.options(true), a.newStreamProgress(flags.off)
	options.Progress, options.Mixpanel.OnWait = progress.show, progress.wait
	options.Mixpanel.IdleTimeout, options.NoWait = flags.idle, flags.noWait
	return a.within(ctx, options, func(workspace *host.Workspace) error {
		return printStream(a, progress, "event", workspace.StreamEvents(ctx, request), func(row fetch.EventRow, to []byte) []byte {
			if flags.raw {
				return append(to, row.Raw...)
			}
			return row.AppendJSON(to)
		})
	})
}

func (a *app) streamProfiles(ctx context.Context, request fetch.ProfilesRequest, flags profileFlags) error {
	options, progress := a.options(true), a.newStreamProgress(flags.off)
	options.Progress, options.Mixpanel.OnWait, options.NoWait = progress.show, progress.wait, flags.noWait
	return a.within(ctx, options, func(workspace *host.Workspace) error {
		return printStream(a, progress, "profile", workspace.StreamProfiles(ctx, request), func(row fetch.ProfileRow, to []byte) []byte {
			if flags.raw {
				return append(to, row.Raw...)
			}
			return row.AppendJSON(to)
		})
	})
}

// printStream prints a line for each row. What was printed before an error stays.
func printStream[T any](a *app, progress *progress, noun string, rows iter.Seq2[T, error], text func(T, []byte) []byte) (err error) {
	out := bufio.NewWriterSize(output{a.out}, 64<<10)
	printed, line := int64(0), []byte(nil)
	defer func() {
		if flushed := out.Flush(); err == nil {
			err = flushed
		}
		progress.clear()
		if errors.As(err, new(*outputError)) {
			return // nobody knows how much was read
		}
		if printed != 1 {
			noun += "s"
		}
		a.say("mp: streamed " + thousands(printed) + " " + noun)
	}()
	for row, err := range rows {
		if err != nil {
			return err
		}
		line = append(text(row, line[:0]), '\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
		printed++
	}
	return nil
}
