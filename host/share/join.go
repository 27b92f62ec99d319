package share

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"path/filepath"
	"time"

	"google.golang.org/grpc/codes"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// joinLimit is how long a process may take to answer whoever joins. One that was stopped does not answer at all.
const joinLimit = 5 * time.Second

// errNobody says that no process offers the store.
var errNobody = errors.New("no process shares the store")

// Joined is a store that another process holds. It is closed by whoever joined.
type Joined struct{ joined *dial.Joined }

// Sink is the store, with the optional powers that it has there.
func (j *Joined) Sink() storage.Sink { return j.joined.Sink }

// Gone says that the other process has let go of the store, or has ended.
func (j *Joined) Gone() bool { return j.joined.Gone() }

// Close leaves the store to the process that holds it. Answers under way end with an error.
func (j *Joined) Close() error { return j.joined.Close() }

// Join finds the process that offers a store in one of the folders and opens the store there for reading. locked is the
// error with which the engine refused the store, and what a process of an older mp cannot answer fails with. An error of
// Join says why nobody could be asked, and is for a log.
func Join(ctx context.Context, folders []string, engine, location string, locked error) (*Joined, error) {
	ctx, cancel := context.WithTimeout(ctx, joinLimit)
	defer cancel()
	tried := []error{errNobody}
	for _, folder := range folders {
		joined, err := join(ctx, filepath.Join(folder, nameOf(engine, location)), dial.Config{Explain: explain(location, locked)})
		if err == nil {
			return &Joined{joined}, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			tried = append(tried, err)
		}
	}
	return nil, errors.Join(tried...)
}

func join(ctx context.Context, path string, cfg dial.Config) (*dial.Joined, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	if err := checkPeer(conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return dial.Join(ctx, conn, cfg)
}

// explain makes the error of a call that the other process did not answer.
func explain(location string, locked error) func(string, *dial.TransportError) error {
	return func(_ string, failure *dial.TransportError) error {
		switch failure.Status.Code() {
		case codes.Unimplemented:
			return locked
		case codes.ResourceExhausted:
			return unanswered(location, "answers more than a message may hold", "ask for less at once: a message has 8 MiB at most", failure)
		case codes.DeadlineExceeded:
			return unanswered(location, "did not answer in time", "repeat the command, or wait for that process to end with --wait", failure)
		}
		return gone(location, failure)
	}
}
