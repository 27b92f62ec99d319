package host

import (
	"errors"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// misconfigured names the configuration's key and file where a value from there is refused: to the user it is no argument.
// Other errors stay as they are.
func (w *Workspace) misconfigured(key string, err error) error {
	invalid, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok {
		return err
	}
	return &mperr.ConfigError{
		Message: key + " cannot be used: " + invalid.Error(), Path: w.settings.Path, Key: key,
		Fix: "correct it in " + w.settings.Path, Cause: err,
	}
}
