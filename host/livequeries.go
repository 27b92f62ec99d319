package host

import (
	"context"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/result"
)

// askLive refuses a question that cannot be asked before credentials are looked for, then asks Mixpanel. What it needs
// beside the question, quota and retries, is the client's.
func askLive[R any](
	ctx context.Context, w *Workspace, question interface{ Validate() error }, ask func(context.Context, live.Asker) (*R, error),
) (*R, error) {
	if err := question.Validate(); err != nil {
		return nil, err
	}
	client, err := w.Client(ctx)
	if err != nil {
		return nil, err
	}
	return ask(ctx, client)
}

// askNamed is askLive for a question that names events or a property. Options.Warn is told of those that the answer has
// nothing of and that are not there.
func askNamed[R any](
	ctx context.Context, w *Workspace, question interface{ Validate() error }, ask func(context.Context, live.Asker) (*R, error),
	doubt func(*R) live.Doubt,
) (*R, error) {
	answer, err := askLive(ctx, w, question, ask)
	if err == nil {
		w.tellDoubt(ctx, doubt(answer))
	}
	return answer, err
}

// Segmentation asks Mixpanel how often an event happened over time; see [live.Segmentation.Ask].
func (w *Workspace) Segmentation(ctx context.Context, q live.Segmentation) (*result.SegmentationResult, error) {
	return askNamed(ctx, w, q, q.Ask, q.Doubt)
}

// SegmentationNumeric asks Mixpanel how often a number lay in which range; see [live.Numeric.Ask].
func (w *Workspace) SegmentationNumeric(ctx context.Context, q live.Numeric) (*result.NumericBucketResult, error) {
	return askNamed(ctx, w, q, q.Ask, q.Doubt)
}

// SegmentationSum asks Mixpanel for the sum of a number over time; see [live.Numeric.AskSum].
func (w *Workspace) SegmentationSum(ctx context.Context, q live.Numeric) (*result.NumericSumResult, error) {
	return askNamed(ctx, w, q, q.AskSum, q.DoubtSum)
}

// SegmentationAverage asks Mixpanel for the average of a number over time; see [live.Numeric.AskAverage].
func (w *Workspace) SegmentationAverage(ctx context.Context, q live.Numeric) (*result.NumericAverageResult, error) {
	return askNamed(ctx, w, q, q.AskAverage, q.DoubtAverage)
}

// EventCounts asks Mixpanel how often several events happened over time; see [live.EventCounts.Ask].
func (w *Workspace) EventCounts(ctx context.Context, q live.EventCounts) (*result.EventCountsResult, error) {
	return askNamed(ctx, w, q, q.Ask, q.Doubt)
}

// PropertyCounts asks Mixpanel how often an event happened with which value of a property; see [live.PropertyCounts.Ask].
func (w *Workspace) PropertyCounts(ctx context.Context, q live.PropertyCounts) (*result.PropertyCountsResult, error) {
	return askNamed(ctx, w, q, q.Ask, q.Doubt)
}

// Retention asks Mixpanel how many users came back; see [live.Retention.Ask].
func (w *Workspace) Retention(ctx context.Context, q live.Retention) (*result.RetentionResult, error) {
	return askNamed(ctx, w, q, q.Ask, q.Doubt)
}

// Frequency asks Mixpanel in how many hours or days users were active; see [live.Frequency.Ask].
func (w *Workspace) Frequency(ctx context.Context, q live.Frequency) (*result.FrequencyResult, error) {
	return askNamed(ctx, w, q, q.Ask, q.Doubt)
}

// SavedReport asks Mixpanel what a saved report shows; see [live.SavedReport.Ask].
func (w *Workspace) SavedReport(ctx context.Context, q live.SavedReport) (*result.SavedReportResult, error) {
	return askLive(ctx, w, q, q.Ask)
}

// Flows asks Mixpanel what a saved flows report shows; see [live.Flows.Ask].
func (w *Workspace) Flows(ctx context.Context, q live.Flows) (*result.FlowsResult, error) {
	return askLive(ctx, w, q, q.Ask)
}

// JQL has Mixpanel run a script, and tells Options.Warn that this is deprecated; see [live.JQL.Ask].
func (w *Workspace) JQL(ctx context.Context, q live.JQL) (*result.JQLResult, error) {
	return askLive(ctx, w, q, func(ctx context.Context, asker live.Asker) (*result.JQLResult, error) {
		w.options.Warn(live.JQLNote)
		return q.Ask(ctx, asker)
	})
}
