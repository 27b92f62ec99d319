package host

import (
	"context"
	"os"
	"path/filepath"
	"runtime"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Temporary says that nobody wants a store for longer than its workspace, and where it is meanwhile.
type Temporary string

// The places of temporary stores.
const (
	// OnDisk is the folder for temporary files.
	OnDisk Temporary = "disk"
	// InMemory is a file system in memory where the system has one, which is /dev/shm on Linux, and OnDisk elsewhere.
	InMemory Temporary = "memory"
)

// checkTemporary refuses what contradicts itself.
func (o Options) checkTemporary() error {
	var reason string
	switch {
	case o.Temporary == "":
		return nil
	case o.Temporary != OnDisk && o.Temporary != InMemory:
		return &mperr.InvalidArgument{
			Argument: "temporary", Value: string(o.Temporary), Reason: "no place of a temporary store",
			Allowed: []string{string(OnDisk), string(InMemory)},
		}
	case o.Database != "":
		reason = "a store at a place of its own is not temporary: give either"
	case o.ReadOnly:
		reason = "an empty store that cannot be written answers nothing"
	default:
		return nil
	}
	return &mperr.InvalidArgument{Argument: "temporary", Value: string(o.Temporary), Reason: reason}
}

// runDir is where the folder with the temporary store and the plugins' sockets is made; "" leaves it to the manager.
func (o Options) runDir() string {
	const inMemory = "/dev/shm"
	if o.Temporary != InMemory || runtime.GOOS != "linux" {
		return ""
	}
	if info, err := os.Stat(inMemory); err != nil || !info.IsDir() {
		return ""
	}
	return inMemory
}

// temporaryLocation is in the plugins' private folder, which is there once one runs, and which the next workspace removes
// where this program is killed.
func (w *Workspace) temporaryLocation(ctx context.Context) (string, error) {
	if _, err := w.startEngine(ctx); err != nil {
		return "", err
	}
	folder, err := w.plugins.RunFolder()
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, "store."+w.settings.Storage), nil
}
