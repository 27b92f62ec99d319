package wire

import (
	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func unitToProto(u storage.Unit) *pb.Unit {
	return &pb.Unit{Id: u.ID, FromDate: u.FromDate, ToDate: u.ToDate, Filter: u.Filter}
}

func unitFromProto(u *pb.Unit) storage.Unit {
	return storage.Unit{ID: u.GetId(), FromDate: u.GetFromDate(), ToDate: u.GetToDate(), Filter: u.GetFilter()}
}

func reportToProto(r storage.UnitReport) *pb.UnitReport {
	return &pb.UnitReport{
		Unit:       unitToProto(r.Unit),
		Received:   r.Received,
		Stored:     r.Stored,
		Duplicates: r.Duplicates,
		Rejected:   r.Rejected,
	}
}

func reportFromProto(r *pb.UnitReport) storage.UnitReport {
	return storage.UnitReport{
		Unit:       unitFromProto(r.GetUnit()),
		Received:   r.GetReceived(),
		Stored:     r.GetStored(),
		Duplicates: r.GetDuplicates(),
		Rejected:   r.GetRejected(),
	}
}

func footerToProto(f storage.Footer) *pb.Footer {
	return &pb.Footer{
		Rows:    f.Rows,
		Bytes:   f.Bytes,
		Days:    list(f.Days, dayCountToProto),
		Rejects: list(f.Rejects, rejectToProto),

		Unfilled: list(f.Unfilled, unfilledToProto),
	}
}

func footerFromProto(f *pb.Footer) storage.Footer {
	return storage.Footer{
		Rows:    f.GetRows(),
		Bytes:   f.GetBytes(),
		Days:    list(f.GetDays(), dayCountFromProto),
		Rejects: list(f.GetRejects(), rejectFromProto),

		Unfilled: list(f.GetUnfilled(), unfilledFromProto),
	}
}

func dayCountToProto(d storage.DayCount) *pb.DayCount {
	return &pb.DayCount{Day: d.Day, Received: d.Received, Rejected: d.Rejected, Complete: d.Complete}
}

func dayCountFromProto(d *pb.DayCount) storage.DayCount {
	return storage.DayCount{
		Day: d.GetDay(), Received: d.GetReceived(), Rejected: d.GetRejected(), Complete: d.GetComplete(),
	}
}

// rejectToProto cuts the text, as a reject of 1,000 must never fill a message.
func rejectToProto(r storage.Reject) *pb.Reject {
	return &pb.Reject{Day: r.Day, Offset: r.Offset, Reason: cutText(valid(r.Reason), 1024), Start: cutText(valid(r.Start), 1024)}
}

func rejectFromProto(r *pb.Reject) storage.Reject {
	return storage.Reject{Day: r.GetDay(), Offset: r.GetOffset(), Reason: r.GetReason(), Start: r.GetStart()}
}
