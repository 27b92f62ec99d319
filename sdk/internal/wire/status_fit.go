package wire

import (
	"encoding/base64"
	"maps"
	"slices"
	"unicode/utf8"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// maxTrailer is what the text and the details of an error may take as HTTP/2 trailers: the 8 KiB that grpc-java, the C
// core and Envoy accept, less the fields that gRPC adds.
const maxTrailer = 8<<10 - 256

// maxReason is the longest reason that google.rpc.ErrorInfo allows.
const maxReason = 63

// allowance says how long the parts of an error may be.
type allowance struct {
	message int // bytes of the message
	text    int // bytes of each text in the details
	items   int // entries of each list and map inside the details
}

// allowances are tried in this order. The first one leaves every ordinary error as it is.
var allowances = []allowance{
	{2048, 2048, 128}, {1024, 1024, 64}, {1024, 512, 32}, {512, 256, 16}, {512, 128, 8}, {256, 64, 4}, {256, 32, 2},
}

// fit makes a status of at most protocol.MaxStatus bytes: as much of the letter as fits, cut so that it still decodes.
// The code is always kept; the details go last.
func fit(l letter) *status.Status {
	l.code = mperr.Code(cutText(string(l.code), maxReason))
	for _, allowed := range allowances {
		cut := l
		cut.message = cutText(l.message, allowed.message)
		cut.details = allowed.cutFields(l.details)
		if st := cut.status(); fits(st) {
			return st
		}
	}
	l.message, l.details = cutText(l.message, 256), nil
	return l.status()
}

func fits(st *status.Status) bool {
	size := proto.Size(st.Proto())
	return size <= protocol.MaxStatus && base64.RawStdEncoding.EncodedLen(size)+percentEncodedLen(st.Message()) <= maxTrailer
}

// percentEncodedLen is the length of a message as gRPC writes it into the grpc-message trailer.
func percentEncodedLen(text string) int {
	n := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '%' {
			n += 3
			continue
		}
		n++
	}
	return n
}

// cutFields shortens the values of an error's fields and keeps every field.
func (a allowance) cutFields(fields map[string]any) map[string]any {
	out := make(map[string]any, len(fields))
	for name, value := range fields {
		out[name] = a.cut(value)
	}
	return out
}

// cut shortens the texts, lists and maps inside a JSON value, never changing the type of a value.
func (a allowance) cut(value any) any {
	switch value := value.(type) {
	case string:
		return cutText(value, a.text)
	case []any:
		kept := value[:min(len(value), a.items)]
		out := make([]any, len(kept))
		for i, item := range kept {
			out[i] = a.cut(item)
		}
		return out
	case map[string]any:
		names := slices.Sorted(maps.Keys(value))
		out := make(map[string]any, min(len(names), a.items))
		for _, name := range names[:min(len(names), a.items)] {
			out[cutText(name, a.text)] = a.cut(value[name])
		}
		return out
	default:
		return value
	}
}

// cutText shortens text to at most limit bytes, between two characters, and marks the cut.
func cutText(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	const mark = "…"
	end := limit - len(mark)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + mark
}
