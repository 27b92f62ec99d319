package wire_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/mixpanel-data/mp/sdk/internal/errtest"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// FuzzStatusFromThePeer decodes whatever a peer may put into the trailer of a call. What decodes must be usable as an error
// and travel on.
func FuzzStatusFromThePeer(f *testing.F) {
	for _, row := range mperr.Table() {
		for _, sent := range []error{row.New(), errtest.Filled(row)} {
			encoded, err := proto.Marshal(wire.Encode(sent, nil).Proto())
			if err != nil {
				f.Fatal(err)
			}
			f.Add(encoded)
		}
	}
	f.Add([]byte{})
	secrets := wire.NewRedactor("text ü-secret")
	f.Fuzz(func(t *testing.T, encoded []byte) {
		var received spb.Status
		if proto.Unmarshal(encoded, &received) != nil {
			return
		}
		coded, problem := wire.Decode(status.FromProto(&received), secrets)
		if coded == nil {
			_ = problem
			return
		}
		if !utf8.ValidString(coded.Error()) {
			t.Errorf("the text is not UTF-8: %q", coded.Error())
		}
		if _, err := json.Marshal(coded); err != nil {
			t.Errorf("%T: %v", coded, err)
		}
		_, _ = mperr.Hint(coded), errors.Is(coded, context.Canceled)
		again, problem := wire.Decode(wire.Encode(coded, secrets), secrets)
		if problem != "" || again.Code() != coded.Code() {
			t.Errorf("sent on, %s became %v %q", coded.Code(), again, problem)
		}
	})
}

// FuzzErrorOfAnAuthor sends whatever an author may put into an error.
func FuzzErrorOfAnAuthor(f *testing.F) {
	f.Add("plain", "detail", int64(1))
	f.Add("\xff%%%\x00", "\xfe", int64(-1<<63))
	f.Fuzz(func(t *testing.T, message, detail string, number int64) {
		for _, sent := range []mperr.Error{
			&mperr.ConfigError{Message: message, Path: detail, Line: int(number), Key: detail},
			&mperr.AccountNotFound{AccountName: message, AvailableAccounts: []string{detail, detail}},
			&mperr.UnknownError{Message: message, ForeignDetails: map[string]any{detail: message}},
		} {
			st := wire.Encode(sent, nil)
			if size := proto.Size(st.Proto()); size > 4096 || !utf8.ValidString(st.Message()) {
				t.Errorf("%T: %d bytes, %q", sent, size, st.Message())
			}
			coded, problem := wire.Decode(st, nil)
			// A number beyond 2^53 is rounded on the way, which may take it out of its type's range.
			if problem != "" && number > -1<<53 && number < 1<<53 {
				t.Errorf("%T: %s", sent, problem)
			}
			if problem == "" && coded.Code() != sent.Code() {
				t.Errorf("%T became %T", sent, coded)
			}
		}
	})
}
