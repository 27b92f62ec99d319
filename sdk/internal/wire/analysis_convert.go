package wire

import (
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func periodToProto(p storage.Period) *pb.Period {
	return &pb.Period{From: p.From, To: p.To, Zone: p.Zone, LocalTime: p.LocalTime}
}

func periodFromProto(in *pb.Period) storage.Period {
	return storage.Period{From: in.GetFrom(), To: in.GetTo(), Zone: in.GetZone(), LocalTime: in.GetLocalTime()}
}

// analysisToProto puts a question about the events of some days into the request.
func analysisToProto(out *pb.AnalyzeRequest, question storage.Question) {
	switch q := question.(type) {
	case storage.Segmentation:
		out.Question = &pb.AnalyzeRequest_Segmentation{Segmentation: &pb.SegmentationQuestion{
			Table: q.Table, Event: q.Event, Period: periodToProto(q.Period), Unit: string(q.Unit), Count: string(q.Count),
			On: q.On, Where: q.Where, Limit: int64(q.Limit), Segments: q.Segments,
		}}
	case storage.Funnel:
		out.Question = &pb.AnalyzeRequest_Funnel{Funnel: &pb.FunnelQuestion{
			Table: q.Table, Steps: q.Steps, Period: periodToProto(q.Period), Unit: string(q.Unit),
			Window: durationpb.New(q.Window), Where: q.Where,
		}}
	case storage.Retention:
		out.Question = &pb.AnalyzeRequest_Retention{Retention: &pb.RetentionQuestion{
			Table: q.Table, Born: q.Born, BornWhere: q.BornWhere, Return: q.Return, Where: q.Where,
			Period: periodToProto(q.Period), Unit: string(q.Unit), Interval: int64(q.Interval), Intervals: int64(q.Intervals),
			Unbounded: q.Unbounded,
		}}
	case storage.Frequency:
		out.Question = &pb.AnalyzeRequest_Frequency{Frequency: &pb.FrequencyQuestion{
			Table: q.Table, Event: q.Event, Where: q.Where, Period: periodToProto(q.Period), Unit: string(q.Unit), Each: string(q.Each),
		}}
	default:
		profileToProto(out, question)
	}
}

// profileToProto is analysisToProto for what tells about properties and users at large.
func profileToProto(out *pb.AnalyzeRequest, question storage.Question) {
	switch q := question.(type) {
	case storage.Distribution:
		out.Question = &pb.AnalyzeRequest_Distribution{Distribution: &pb.DistributionQuestion{
			Table: q.Table, Event: q.Event, Property: q.Property, Period: periodToProto(q.Period), Limit: int64(q.Limit),
		}}
	case storage.NumericSummary:
		out.Question = &pb.AnalyzeRequest_NumericSummary{NumericSummary: &pb.NumericSummaryQuestion{
			Table: q.Table, Event: q.Event, Property: q.Property, Period: periodToProto(q.Period), Percentiles: q.Percentiles,
		}}
	case storage.DailyCounts:
		out.Question = &pb.AnalyzeRequest_DailyCounts{DailyCounts: &pb.DailyCountsQuestion{
			Table: q.Table, Events: q.Events, Period: periodToProto(q.Period),
		}}
	case storage.Engagement:
		out.Question = &pb.AnalyzeRequest_Engagement{Engagement: &pb.EngagementQuestion{
			Table: q.Table, Events: q.Events, Period: periodToProto(q.Period),
		}}
	case storage.PropertyCoverage:
		out.Question = &pb.AnalyzeRequest_PropertyCoverage{PropertyCoverage: &pb.PropertyCoverageQuestion{
			Table: q.Table, Event: q.Event, Properties: q.Properties, Period: periodToProto(q.Period),
		}}
	}
}

// analysisFromProto reads what analysisToProto wrote; nil for a question that this build does not know.
func analysisFromProto(in *pb.AnalyzeRequest) storage.Question {
	switch of := in.GetQuestion().(type) {
	case *pb.AnalyzeRequest_Segmentation:
		q := of.Segmentation
		return storage.Segmentation{
			Table: q.GetTable(), Event: q.GetEvent(), Period: periodFromProto(q.GetPeriod()), Unit: storage.TimeUnit(q.GetUnit()),
			Count: storage.Counting(q.GetCount()), On: q.GetOn(), Where: q.GetWhere(), Limit: small(q.GetLimit()),
			Segments: q.GetSegments(),
		}
	case *pb.AnalyzeRequest_Funnel:
		q := of.Funnel
		return storage.Funnel{
			Table: q.GetTable(), Steps: q.GetSteps(), Period: periodFromProto(q.GetPeriod()), Unit: storage.TimeUnit(q.GetUnit()),
			Window: q.GetWindow().AsDuration(), Where: q.GetWhere(),
		}
	case *pb.AnalyzeRequest_Retention:
		q := of.Retention
		return storage.Retention{
			Table: q.GetTable(), Born: q.GetBorn(), BornWhere: q.GetBornWhere(), Return: q.GetReturn(), Where: q.GetWhere(),
			Period: periodFromProto(q.GetPeriod()), Unit: storage.TimeUnit(q.GetUnit()), Interval: small(q.GetInterval()),
			Intervals: small(q.GetIntervals()), Unbounded: q.GetUnbounded(),
		}
	case *pb.AnalyzeRequest_Frequency:
		q := of.Frequency
		return storage.Frequency{
			Table: q.GetTable(), Event: q.GetEvent(), Where: q.GetWhere(), Period: periodFromProto(q.GetPeriod()),
			Unit: storage.TimeUnit(q.GetUnit()), Each: storage.TimeUnit(q.GetEach()),
		}
	}
	return profileFromProto(in)
}

func profileFromProto(in *pb.AnalyzeRequest) storage.Question {
	switch of := in.GetQuestion().(type) {
	case *pb.AnalyzeRequest_Distribution:
		q := of.Distribution
		return storage.Distribution{
			Table: q.GetTable(), Event: q.GetEvent(), Property: q.GetProperty(), Period: periodFromProto(q.GetPeriod()), Limit: small(q.GetLimit()),
		}
	case *pb.AnalyzeRequest_NumericSummary:
		q := of.NumericSummary
		return storage.NumericSummary{
			Table: q.GetTable(), Event: q.GetEvent(), Property: q.GetProperty(), Period: periodFromProto(q.GetPeriod()),
			Percentiles: q.GetPercentiles(),
		}
	case *pb.AnalyzeRequest_DailyCounts:
		q := of.DailyCounts
		return storage.DailyCounts{Table: q.GetTable(), Events: q.GetEvents(), Period: periodFromProto(q.GetPeriod())}
	case *pb.AnalyzeRequest_Engagement:
		q := of.Engagement
		return storage.Engagement{Table: q.GetTable(), Events: q.GetEvents(), Period: periodFromProto(q.GetPeriod())}
	case *pb.AnalyzeRequest_PropertyCoverage:
		q := of.PropertyCoverage
		return storage.PropertyCoverage{
			Table: q.GetTable(), Event: q.GetEvent(), Properties: q.GetProperties(), Period: periodFromProto(q.GetPeriod()),
		}
	}
	return nil
}
