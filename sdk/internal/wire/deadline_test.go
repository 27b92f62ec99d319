package wire

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestTheCallersDeadlineIsTheCallersAlsoWhereTheOtherSideNoticesFirst(t *testing.T) {
	explained := errors.New("explained")
	client := Client{Explain: func(string, *status.Status, string) error { return explained }}
	own, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	late := status.Error(codes.DeadlineExceeded, "stream terminated by the server")
	if err := client.decode(own, own, "/mp.plugin.v1.CredentialService/Resolve", late); mperr.CodeOf(err) != "DEADLINE_EXCEEDED" {
		t.Errorf("with a deadline of the caller's: got %v, want DEADLINE_EXCEEDED", err)
	}
	if err := client.decode(t.Context(), own, "/mp.plugin.v1.CredentialService/Resolve", late); !errors.Is(err, explained) {
		t.Errorf("with the client's own: got %v, want what Explain says", err)
	}
}

// Two processes have two timers: the plugin's may ring while this client's has some milliseconds to go.
func TestADeadlineThatIsAboutToPassIsThePluginsFaultAlready(t *testing.T) {
	explained := errors.New("explained")
	client := Client{Explain: func(string, *status.Status, string) error { return explained }}
	rang := Encode(context.DeadlineExceeded, nil).Err()
	for left, want := range map[time.Duration]bool{50 * time.Millisecond: true, time.Hour: false} {
		limited, cancel := context.WithTimeout(t.Context(), left)
		err := client.decode(t.Context(), limited, "/mp.plugin.v1.CredentialService/Resolve", rang)
		cancel()
		if errors.Is(err, explained) != want {
			t.Errorf("with %s left: %v", left, err)
		}
	}
}
