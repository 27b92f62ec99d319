package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// The engines that answer questions about events.
const (
	engineLive  = "live"
	engineLocal = "local"
	engineBoth  = "both"
)

// engineFlags say who answers a question, and from which table where that is the local engine.
type engineFlags struct {
	engine, table, zone string
	strict              bool
}

// addEngine adds --engine to a report of Mixpanel's, and what the local engine needs.
func (f *engineFlags) addEngine(flags *pflag.FlagSet) {
	flags.StringVar(&f.engine, "engine", engineLive, "who answers: live (Mixpanel), local (the stored events), both (and how they differ)")
	flags.StringVar(&f.table, "table", "events", "local: the table of events")
	f.addLocal(flags)
}

// addLocal adds what the local engine may be told.
func (f *engineFlags) addLocal(flags *pflag.FlagSet) {
	flags.StringVar(&f.zone, "zone", "", "local: the project's time zone, such as Europe/Lisbon; else the account's")
	flags.BoolVar(&f.strict, "strict", false, "local: fail where the table lacks days, instead of warning")
}

func (f *engineFlags) check(engines ...string) error {
	if slices.Contains(engines, f.engine) {
		return nil
	}
	return &mperr.InvalidArgument{Argument: "--engine", Value: f.engine, Reason: "cannot answer this", Allowed: engines}
}

// answers are the two ways to an answer.
type answers struct {
	live  func(context.Context, *host.Workspace) (result.Result, error)
	local func(context.Context, local.Engine) (result.Result, error)
}

// askEngine prints the answer of the engine that --engine names, or both beside each other.
func (a *app) askEngine(command *cobra.Command, flags reportFlags, engine engineFlags, ask answers) error {
	if err := engine.check(engineLive, engineLocal, engineBoth); err != nil {
		return err
	}
	return a.askMixpanel(command, flags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
		switch engine.engine {
		case engineLocal:
			return askLocal(ctx, w, engine, ask.local)
		case engineLive:
			return ask.live(ctx, w)
		}
		// The local answer first: it costs none of the quota.
		here, err := askLocal(ctx, w, engine, ask.local)
		if err != nil {
			return nil, err
		}
		there, err := ask.live(ctx, w)
		if err != nil {
			return nil, err
		}
		compared := result.NewComparison(here, there)
		a.say("mp: local and live: " + compared.String())
		return compared, nil
	})
}

func askLocal(
	ctx context.Context, w *host.Workspace, flags engineFlags, ask func(context.Context, local.Engine) (result.Result, error),
) (result.Result, error) {
	engine, err := w.Local(ctx, host.LocalOptions{Table: flags.table, Zone: flags.zone, Strict: flags.strict})
	if err != nil {
		return nil, err
	}
	answer, err := ask(ctx, engine)
	return answer, renamed(err, map[string]string{"zone": "--zone", "table": "--table"})
}

// as makes of a method that asks one kind of question one that fits every kind.
func as[On, Q any, R result.Result](question Q, ask func(On, context.Context, Q) (R, error)) func(context.Context, On) (result.Result, error) {
	return func(ctx context.Context, on On) (result.Result, error) {
		answer, err := ask(on, ctx, question)
		if err != nil {
			return nil, err
		}
		return answer, nil
	}
}

// both are the two ways to the answer of one question.
func both[Q any, R result.Result](
	question Q, live func(*host.Workspace, context.Context, Q) (R, error), here func(local.Engine, context.Context, Q) (R, error),
) answers {
	return answers{live: as(question, live), local: as(question, here)}
}
