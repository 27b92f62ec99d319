package wire

import (
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
)

// list converts every element. It gives an empty slice and not nil, so that no rows show as [] in JSON.
func list[A, B any](in []A, convert func(A) B) []B {
	out := make([]B, len(in))
	for i, item := range in {
		out[i] = convert(item)
	}
	return out
}

// timeToProto leaves out the zero time.
func timeToProto(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

// timeFromProto gives UTC, and the zero time where there is none.
func timeFromProto(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime()
}

// valid replaces what is not UTF-8: protobuf refuses to send a string field that holds it.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
