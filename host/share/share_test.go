package share_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/share"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var locked = &mperr.StorageLocked{Path: "database", HolderPID: 1}

// folder is a private folder whose path is short enough for sockets.
func folder(t *testing.T) string {
	t.Helper()
	path, err := os.MkdirTemp("", "mp-share-") //nolint:usetesting // its paths may be too long
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(path); err != nil {
			t.Error(err)
		}
	})
	return path
}

// offer offers an empty store at a location.
func offer(t *testing.T, folder, location string) *share.Offered {
	t.Helper()
	sink, err := sdktest.NewEngine().Open(t.Context(), storage.Options{Location: location})
	if err != nil {
		t.Fatal(err)
	}
	offered, err := share.Offer(folder, share.Store{Sink: sink, Plugin: dial.Info{Name: "memory", Version: "1"}, Location: location})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		offered.Close()
		if err := sink.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return offered
}

func entries(t *testing.T, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestStoreIsFoundUnderEveryNameOfItsLocation(t *testing.T) {
	sockets, data := folder(t), t.TempDir()
	location, link := filepath.Join(data, "store"), filepath.Join(data, "link")
	for _, err := range []error{os.WriteFile(location, nil, 0o600), os.Symlink(data, link)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	offered := offer(t, sockets, location)
	for _, name := range []string{location, filepath.Join(link, "store"), filepath.Join(data, ".", "x", "..", "store")} {
		joined, err := share.Join(t.Context(), []string{folder(t), sockets}, "memory", name, locked)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if tables, err := joined.Sink().Tables(t.Context()); err != nil || len(tables) != 0 {
			t.Errorf("%s: %v, %v", name, tables, err)
		}
		if err := joined.Close(); err != nil {
			t.Error(err)
		}
	}
	for engine, name := range map[string]string{"memory": filepath.Join(data, "another"), "disk": location} {
		if joined, err := share.Join(t.Context(), []string{sockets}, engine, name, locked); err == nil {
			t.Errorf("%s of %s is found", name, engine)
			_ = joined.Close()
		}
	}
	offered.Close()
	if left := entries(t, sockets); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

func TestSocketIsTheUsersAlone(t *testing.T) {
	sockets := folder(t)
	offer(t, sockets, "store")
	for _, path := range entries(t, sockets) {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestOfferInAFolderThatIsNotThereFails(t *testing.T) {
	sink, err := sdktest.NewEngine().Open(t.Context(), storage.Options{Location: "store"})
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"missing": filepath.Join(folder(t), "missing"), "too long": filepath.Join(folder(t), strings.Repeat("x", 120)),
	} {
		if _, err := share.Offer(path, share.Store{Sink: sink, Plugin: dial.Info{Name: "memory"}, Location: "store"}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	var none *share.Offered
	none.Close()
}

func TestReaderWhoChangesTheStoreLearnsWhoHoldsIt(t *testing.T) {
	sockets := folder(t)
	offer(t, sockets, "store")
	joined, err := share.Join(t.Context(), []string{sockets}, "memory", "store", locked)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = joined.Close() }()
	var held *mperr.StorageLocked
	if err := joined.Sink().Drop(t.Context(), "events"); !errors.As(err, &held) || held.HolderPID != os.Getpid() || held.HolderCommand == "" {
		t.Errorf("error = %v, want that this process holds it", err)
	}
}

func TestReaderOfAStoreThatIsClosedIsToldToRepeat(t *testing.T) {
	sockets := folder(t)
	offered := offer(t, sockets, "store")
	joined, err := share.Join(t.Context(), []string{sockets}, "memory", "store", locked)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = joined.Close() }()
	offered.Close()
	_, err = joined.Sink().Tables(t.Context())
	var failed *mperr.StorageFailed
	if !errors.As(err, &failed) || failed.Fix == "" || !joined.Gone() {
		t.Errorf("error = %v, gone %t; want the advice to repeat", err, joined.Gone())
	}
}

// TestSocketOfAKilledProcessIsNobody also has a process that is stopped: it does not answer.
func TestSocketOfAKilledProcessIsNobody(t *testing.T) {
	sockets := folder(t)
	offered := offer(t, sockets, "store")
	path := entries(t, sockets)[0]
	offered.Close()
	socket, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	stopped, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := share.Join(stopped, []string{sockets}, "memory", "store", locked); err == nil {
		t.Error("a process that does not answer is joined")
	}
	socket.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := socket.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := share.Join(t.Context(), []string{sockets}, "memory", "store", locked); err == nil {
		t.Error("a socket without a process is joined")
	}
}
