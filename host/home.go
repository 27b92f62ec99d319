package host

import (
	"path/filepath"

	"github.com/mixpanel-data/mp/host/settings"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// homeOf is the user's home as the given environment has it, so that a test's HOME is not the developer's; "" where it is
// not known.
func homeOf(lookupEnv func(string) (string, bool)) string {
	for _, name := range []string{"HOME", "USERPROFILE"} {
		if home, ok := lookupEnv(name); ok && filepath.IsAbs(home) {
			return home
		}
	}
	return ""
}

// configuration is where the configuration file is.
func (o Options) configuration() (string, error) {
	if path, _ := o.LookupEnv(settings.PathVariable); path == "" && o.Home == "" {
		return "", homeless("the configuration file", settings.PathVariable)
	}
	return settings.Path(o.Home, o.LookupEnv), nil
}

// homeless is the error about a thing that is in the home folder where nothing else says its place.
func homeless(thing, instead string) error {
	return &mperr.ConfigError{
		Message: "the home folder is not known, and with it the place of " + thing, Key: "HOME",
		Fix: "set HOME to an absolute path, or say the place with " + instead,
	}
}
