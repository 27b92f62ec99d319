package host

import (
	"context"
	"path/filepath"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Location is the path of the store: Options.Database, else data/PROJECT_ID.ENGINE in ~/.mp, for which the credentials
// are asked. That of a temporary store is known once the storage plugin runs, which is started for it.
func (w *Workspace) Location(ctx context.Context) (string, error) {
	if w.options.Temporary != "" {
		return w.temporaryLocation(ctx)
	}
	if w.options.Database != "" {
		absolute, err := filepath.Abs(w.options.Database)
		if err != nil {
			return "", &mperr.InvalidArgument{Argument: "database", Value: w.options.Database, Reason: err.Error()}
		}
		return absolute, nil
	}
	if w.options.Home == "" {
		return "", homeless("the store", "--db or MP_DB")
	}
	credentials, err := w.Credentials(ctx)
	if err != nil {
		return "", err
	}
	// A project id is digits, see [credential.New], so it names no other folder.
	return filepath.Join(w.options.Home, ".mp", "data", credentials.ProjectID()+"."+w.settings.Storage), nil
}
