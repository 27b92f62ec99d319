package share

import (
	"errors"
	"net"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestWhoIsNoSocketIsRefused(t *testing.T) {
	ours, theirs := net.Pipe()
	defer func() { _ = errors.Join(ours.Close(), theirs.Close()) }()
	if err := checkPeer(ours); err == nil {
		t.Error("a pipe is taken for a process of the user")
	}
}

func TestAnErrorSaysWhatBecameOfTheOtherProcess(t *testing.T) {
	locked := &mperr.StorageLocked{Path: "store"}
	for code, want := range map[codes.Code]string{
		codes.Unimplemented: "is in use", codes.Unavailable: "ended before", codes.Internal: "ended before",
		codes.ResourceExhausted: "more than a message may hold", codes.DeadlineExceeded: "in time",
	} {
		failure := &dial.TransportError{Call: "storage.New", Status: status.New(code, "")}
		if got := explain("store", locked)("storage.New", failure); !strings.Contains(got.Error(), want) {
			t.Errorf("%v: %v, want %s", code, got, want)
		}
	}
}
