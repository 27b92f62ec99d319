package wire

import (
	"math"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Decode rebuilds the coded error that a status carries. A status that carries none gives nil: it is the transport's
// own, or comes from code that does not know the protocol. Where a status of our domain cannot be read, problem says why.
//
// Secrets are removed here too, as the other side may be written in another language.
func Decode(st *status.Status, secrets *Redactor) (coded mperr.Error, problem string) {
	code, details := open(st)
	if code == "" {
		return nil, ""
	}
	details, _ = secrets.redactValue(details).(map[string]any)
	message := secrets.Redact(strings.ToValidUTF8(st.Message(), "\uFFFD"))
	built, err := mperr.Build(code, message, details)
	if err != nil {
		return nil, secrets.Redact(err.Error())
	}
	return built, ""
}

// open reads the first ErrorInfo of our domain, the first Struct and the first RetryInfo. Details of other types are
// left alone: a newer protocol may add some.
func open(st *status.Status) (mperr.Code, map[string]any) {
	var code mperr.Code
	var fields *structpb.Struct
	var retry *errdetails.RetryInfo
	for _, detail := range st.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			if code == "" && detail.GetDomain() == protocol.Domain {
				code = mperr.Code(detail.GetReason())
			}
		case *structpb.Struct:
			if fields == nil {
				fields = detail
			}
		case *errdetails.RetryInfo:
			if retry == nil {
				retry = detail
			}
		}
	}
	details := fields.AsMap()
	if code == "RATE_LIMITED" && details["retry_after"] == nil && retry.GetRetryDelay() != nil {
		details["retry_after"] = math.Ceil(max(0, retry.GetRetryDelay().AsDuration().Seconds()))
	}
	return code, details
}
