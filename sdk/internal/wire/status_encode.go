package wire

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// letter is an error as it is put on the wire: plain values only.
type letter struct {
	code    mperr.Code
	grpc    codes.Code
	message string
	details map[string]any
	retry   *time.Duration
}

// Encode makes the status that carries err to the other side, whatever err is. Only the coded error in err's chain is
// sent, so the text of the chain round it stays here; an error without a code goes as UNKNOWN_ERROR with its text, also
// when it is a gRPC status from somewhere else. Secrets are removed before the text is cut to size, since half a secret
// would not be found any more.
func Encode(err error, secrets *Redactor) *status.Status {
	out := write(err)
	out.message = secrets.Redact(strings.ToValidUTF8(out.message, "\uFFFD"))
	out.details, _ = secrets.redactValue(out.details).(map[string]any)
	return fit(out)
}

// write reads the parts of the coded error in err. An author's own error type may panic or hold values that are no JSON;
// as much as can be read still travels.
func write(err error) (out letter) {
	out.code, out.grpc = "UNKNOWN_ERROR", codes.Unknown
	defer func() {
		if p := recover(); p != nil {
			out.message = fmt.Sprintf("an error of type %T cannot be read: %v", err, p)
		}
	}()
	coded := mperr.From(err)
	if code := coded.Code(); code != "" {
		out.code = mperr.Code(strings.ToValidUTF8(string(code), "?"))
	}
	out.grpc = mperr.RowOf(out.code).GRPC
	out.message = coded.Error()
	out.details = plain(coded.Details())
	if seconds, ok := out.details["retry_after"].(float64); ok && seconds >= 0 && seconds < 1e9 {
		wait := time.Duration(seconds * float64(time.Second))
		out.retry = &wait
	}
	return out
}

// plain turns details into the values that JSON knows; nil where that cannot be done. Invalid UTF-8 is replaced.
func plain(details map[string]any) map[string]any {
	encoded, err := json.Marshal(details)
	if err != nil {
		return nil
	}
	var out map[string]any
	if json.Unmarshal(encoded, &out) != nil {
		return nil
	}
	return out
}

// status puts the letter into its envelope: one ErrorInfo, one Struct, and a RetryInfo where a time is known.
func (l letter) status() *status.Status {
	details := []protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: string(l.code), Domain: protocol.Domain}}
	if fields, err := structpb.NewStruct(l.details); err == nil && len(l.details) > 0 {
		details = append(details, protoadapt.MessageV1Of(fields))
	}
	if l.retry != nil {
		details = append(details, &errdetails.RetryInfo{RetryDelay: durationpb.New(*l.retry)})
	}
	bare := status.New(l.grpc, l.message)
	full, err := bare.WithDetails(details...)
	if err != nil {
		return bare
	}
	return full
}
