package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// intoFlags let the results of a command and those below it be stored.
func (a *app) intoFlags(command *cobra.Command) {
	flags := command.PersistentFlags()
	flags.StringVar(&a.into, "into", "", "store the result as a new `TABLE` instead of printing it, for SQL to join")
	flags.BoolVar(&a.replace, "replace", false, "with --into: swap a result that is stored already for this one")
}

// rowsInStore are the commands whose rows are in the store already, or change it; SQL makes tables of them.
var rowsInStore = map[string]bool{
	"mp query sql": true, "mp inspect tables": true, "mp inspect schema": true, "mp inspect sample": true,
	"mp inspect coverage": true, "mp inspect info": true, "mp inspect drop": true, "mp inspect drop-all": true,
}

// showsStored says that a command line shows rows that are in the store. The coverage of properties is an answer, that of
// days is stored.
func showsStored(command *cobra.Command) bool {
	flags := command.Flags()
	return rowsInStore[command.CommandPath()] && !flags.Changed("event") && !flags.Changed("properties")
}

// checkInto refuses what cannot be stored before a question is asked, which may count against a quota.
func (a *app) checkInto(command *cobra.Command) error {
	refused := &mperr.InvalidArgument{Argument: "--into", Value: a.into}
	switch {
	case a.into == "" && a.replace:
		return &mperr.InvalidArgument{Argument: "--replace", Reason: "means something with --into only"}
	case a.into == "":
		return nil
	case showsStored(command):
		refused.Reason = "is for answers, and " + command.CommandPath() +
			" shows what is stored: CREATE TABLE … AS SELECT with mp query sql --write makes tables of that"
		return refused
	case a.plot != "":
		refused.Reason = "cannot be used with --plot"
		return refused
	}
	if err := storage.CheckTable(a.into); err != nil {
		return renamed(err, map[string]string{"table": "--into"})
	}
	err := a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
		return workspace.CheckNewResult(command.Context(), a.into, a.intoMode())
	})
	if errors.As(err, new(*mperr.StorageLocked)) {
		return nil // it is known when the answer is stored
	}
	return err
}

func (a *app) intoMode() storage.Mode {
	if a.replace {
		return storage.Replace
	}
	return storage.Create
}

// keeping is an answer on its way into the store. It is stored when the command has closed its own workspace, which may hold
// the store for reading.
type keeping struct {
	answer result.Tabular
	asked  storage.Metadata
}

// keep takes an answer for the store.
func (a *app) keep(answered result.Result) error {
	arguments, err := json.Marshal(a.asked.byName())
	if err != nil {
		return err
	}
	a.keeping = &keeping{answer: answered, asked: storage.Metadata{
		Question: a.asked.Question, Arguments: string(arguments), AskedAt: a.now().UTC().Format(time.RFC3339Nano),
	}}
	return nil
}

// intoWait is how long an answer waits for a store that another process uses: it is there and has cost a question, and most
// hold a store for a moment only.
const intoWait = 30 * time.Second

// store stores the answer that was taken, and prints what became of it.
func (a *app) store(ctx context.Context) error {
	if a.keeping == nil {
		return nil
	}
	options := a.options(false)
	options.Wait = max(options.Wait, intoWait)
	return a.within(ctx, options, func(workspace *host.Workspace) error {
		table, err := workspace.StoreResult(ctx, a.into, a.intoMode(), a.keeping.asked, a.keeping.answer)
		if err != nil {
			return err
		}
		return a.object(
			render.Field{Name: "table", Value: table.Name}, render.Field{Name: "rows", Value: table.Rows},
			render.Field{Name: "type", Value: table.Kind}, render.Field{Name: "fetched_at", Value: table.FetchedAt},
		)
	})
}
