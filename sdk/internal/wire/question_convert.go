package wire

import (
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
	default:
		analysisToProto(out, question)
	}
	return out
}

// questionFromProto reads the question of a request; nil for one that this build does not know.
func questionFromProto(in *pb.AnalyzeRequest) storage.Question {
	switch q := in.GetQuestion().(type) {
	case *pb.AnalyzeRequest_Summarize:
		return storage.Summarize{Table: q.Summarize.GetTable()}
	case *pb.AnalyzeRequest_Breakdown:
		return storage.Breakdown{Table: q.Breakdown.GetTable()}
	case *pb.AnalyzeRequest_Keys:
		return storage.Keys{Table: q.Keys.GetTable(), Event: q.Keys.GetEvent()}
	case *pb.AnalyzeRequest_ColumnStats:
		return storage.ColumnStats{
			Table: q.ColumnStats.GetTable(), Column: q.ColumnStats.GetColumn(), Top: small(q.ColumnStats.GetTop()),
		}
	}
	return analysisFromProto(in)
}

// small keeps a number inside an int of any platform: what is beyond is refused by [storage.Question.Check] either way.
func small(n int64) int { return int(min(max(n, -1), 1<<31-1)) }
