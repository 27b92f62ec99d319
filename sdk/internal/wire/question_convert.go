package wire

import (
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// questionToProto puts a question into the request. One that this build has no message for goes out with its name alone,
// and the plugin answers that it does not know it.
func questionToProto(store string, question storage.Question) *pb.AnalyzeRequest {
	out := &pb.AnalyzeRequest{Store: store, Name: question.Name()}
	switch q := question.(type) {
	case storage.Summarize:
		out.Question = &pb.AnalyzeRequest_Summarize{Summarize: &pb.SummarizeQuestion{Table: q.Table}}
	case storage.Breakdown:
		out.Question = &pb.AnalyzeRequest_Breakdown{Breakdown: &pb.BreakdownQuestion{Table: q.Table}}
	case storage.Keys:
		out.Question = &pb.AnalyzeRequest_Keys{Keys: &pb.KeysQuestion{Table: q.Table, Event: q.Event}}
	case storage.ColumnStats:
		out.Question = &pb.AnalyzeRequest_ColumnStats{ColumnStats: &pb.ColumnStatsQuestion{
			Table: q.Table, Column: q.Column, Top: int64(q.Top),
		}}
	case storage.Newest:
		out.Question = &pb.AnalyzeRequest_Newest{Newest: &pb.NewestQuestion{Table: q.Table}}
	case storage.Lateness:
		out.Question = &pb.AnalyzeRequest_Lateness{Lateness: &pb.LatenessQuestion{
			Table: q.Table, Days: q.Days, Percentile: q.Percentile, Within: durationpb.New(q.Within), Limit: int64(q.Limit),
		}}
	default:
		analysisToProto(out, question)
	}
	return out
}

// questionFromProto reads the question of a request; nil for one that this build does not know.
func questionFromProto(in *pb.AnalyzeRequest) storage.Question {
	switch of := in.GetQuestion().(type) {
	case *pb.AnalyzeRequest_Summarize:
		return storage.Summarize{Table: of.Summarize.GetTable()}
	case *pb.AnalyzeRequest_Breakdown:
		return storage.Breakdown{Table: of.Breakdown.GetTable()}
	case *pb.AnalyzeRequest_Keys:
		return storage.Keys{Table: of.Keys.GetTable(), Event: of.Keys.GetEvent()}
	case *pb.AnalyzeRequest_ColumnStats:
		q := of.ColumnStats
		return storage.ColumnStats{Table: q.GetTable(), Column: q.GetColumn(), Top: small(q.GetTop())}
	case *pb.AnalyzeRequest_Newest:
		return storage.Newest{Table: of.Newest.GetTable()}
	case *pb.AnalyzeRequest_Lateness:
		q := of.Lateness
		return storage.Lateness{
			Table: q.GetTable(), Days: q.GetDays(), Percentile: q.GetPercentile(), Within: q.GetWithin().AsDuration(), Limit: small(q.GetLimit()),
		}
	}
	return analysisFromProto(in)
}

// small keeps a number inside an int of any platform: what is beyond is refused by [storage.Question.Check] either way.
func small(n int64) int { return int(min(max(n, -1), 1<<31-1)) }
