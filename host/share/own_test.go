package share

import (
	"errors"
	"net"
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

func TestCallThatAnOlderProcessDoesNotKnowFindsTheStoreLocked(t *testing.T) {
	locked := &mperr.StorageLocked{Path: "store"}
	for code, want := range map[codes.Code]mperr.Code{
		codes.Unimplemented: "STORAGE_LOCKED", codes.Unavailable: "STORAGE_FAILED", codes.Internal: "STORAGE_FAILED",
	} {
		failure := &dial.TransportError{Call: "storage.New", Status: status.New(code, "")}
		if got := mperr.CodeOf(explain("store", locked)("storage.New", failure)); got != want {
			t.Errorf("%v: %s, want %s", code, got, want)
		}
	}
}
