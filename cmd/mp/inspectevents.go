package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// eventFlags are the flags of the commands that look into the stored events of some days.
type eventFlags struct {
	reportFlags
	engineFlags

	event, property, events string
}

// add adds the flags that all of them have. Engines beside the local one are added by the command.
func (f *eventFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.from, "from", "", "first day, YYYY-MM-DD, of the project's time zone")
	flags.StringVar(&f.to, "to", "", "last day, YYYY-MM-DD")
	flags.StringVarP(&f.table, "table", "t", "events", "the table of events")
	f.addLocal(flags)
	f.engine = engineLocal
}

func (f *eventFlags) addEngines(command *cobra.Command) {
	command.Flags().StringVar(&f.engine, "engine", engineLocal, "who answers: local (the stored events), live (Mixpanel), both")
	f.addNoWait(command.Flags())
}

func (f *eventFlags) addEvent(command *cobra.Command) {
	command.Flags().StringVarP(&f.event, "event", "e", "", "the event")
}

func (f *eventFlags) addProperty(command *cobra.Command) {
	f.addEvent(command)
	command.Flags().StringVarP(&f.property, "property", "p", "", "the property's name")
}

func (f *eventFlags) addEvents(command *cobra.Command) {
	command.Flags().StringVarP(&f.events, "events", "e", "", "events, with commas between them; all, if it is left out")
}

func (f *eventFlags) asked() local.Property {
	return local.Property{Event: f.event, Property: f.property, From: f.from, To: f.to}
}

// askEvents prints the local engine's answer.
func (a *app) askEvents(command *cobra.Command, flags eventFlags, ask func(context.Context, local.Engine) (result.Result, error)) error {
	return asEventFlag(a.askMixpanel(command, flags.reportFlags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
		return askLocal(ctx, w, flags.engineFlags, ask)
	}))
}

// asEventFlag names the flag where the library names a field.
func asEventFlag(err error) error {
	return asReportFlag(renamed(err, map[string]string{
		"property": "--property", "properties": "--properties", "percentiles": "--percentiles", "buckets": "--buckets",
	}))
}

// given makes of a local answer one that fits every kind; a nil of one type is no result.
func given[R result.Result](answer R, err error) (result.Result, error) {
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func (a *app) inspectNumericCommand() *cobra.Command {
	var flags eventFlags
	var percentiles []string
	command := &cobra.Command{
		Use: "numeric", Short: "Show figures of a property of numbers in the stored events",
		Long: `Show count, min, max, sum, avg, stddev and percentiles of the numbers that a property
of an event is. Texts of digits are no numbers. Mixpanel tells these figures to
scripts only, so they come from the stored events.`,
		Example: "  mp inspect numeric -e Order -p amount --from 2026-01-01 --to 2026-01-31 \\\n    --percentiles 50,90,99",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			numbers, err := parsed("--percentiles", percentiles, func(text string) (float64, error) { return strconv.ParseFloat(text, 64) })
			if err != nil {
				return err
			}
			return a.askEvents(command, flags, func(ctx context.Context, engine local.Engine) (result.Result, error) {
				return given(engine.NumericSummary(ctx, flags.asked(), numbers...))
			})
		},
	}
	flags.add(command)
	flags.addProperty(command)
	command.Flags().StringSliceVar(&percentiles, "percentiles", []string{"25", "50", "75", "90", "95", "99"}, "which percentiles, each 0 to 100")
	return command
}

func (a *app) inspectEngagementCommand() *cobra.Command {
	var flags eventFlags
	var buckets []string
	command := &cobra.Command{
		Use: "engagement", Short: "Show how many events users have in the stored events",
		Long: `Show how many users have how many events. --buckets are the least numbers of each
bucket. Mixpanel tells these figures to scripts only, so they come from the stored
events.`,
		Example: "  mp inspect engagement --from 2026-01-01 --to 2026-01-31 --buckets 1,5,10",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			numbers, err := parsed("--buckets", buckets, func(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) })
			if err != nil {
				return err
			}
			return a.askEvents(command, flags, func(ctx context.Context, engine local.Engine) (result.Result, error) {
				return given(engine.Engagement(ctx, flags.from, flags.to, numbers, names(flags.events)...))
			})
		},
	}
	flags.add(command)
	flags.addEvents(command)
	command.Flags().StringSliceVar(&buckets, "buckets", []string{"1", "2", "5", "10", "25", "50", "100"}, "numbers of events that ascend from 1")
	return command
}

// parsed reads a list of numbers.
func parsed[N any](flag string, texts []string, read func(string) (N, error)) ([]N, error) {
	numbers := make([]N, len(texts))
	for i, text := range texts {
		number, err := read(text)
		if err != nil {
			return nil, &mperr.InvalidArgument{Argument: flag, Value: text, Reason: "must be numbers with commas between them"}
		}
		numbers[i] = number
	}
	return numbers, nil
}
