package host

import (
	"path/filepath"
	"runtime"

	"github.com/mixpanel-data/mp/host/settings"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Home is the user's home folder as the given environment has it, so that a test's HOME is not the developer's: HOME, and
// on Windows USERPROFILE before it, which is where the credential-file plugin looks. It is "" where neither is an absolute
// path.
func Home(lookupEnv func(string) (string, bool)) string {
	return homeOn(runtime.GOOS, lookupEnv)
}

func homeOn(system string, lookupEnv func(string) (string, bool)) string {
	names := []string{"HOME"}
	if system == "windows" {
		names = []string{"USERPROFILE", "HOME"}
	}
	for _, name := range names {
		if home, ok := lookupEnv(name); ok && filepath.IsAbs(home) {
			return home
		}
	}
	return ""
}

// configuration is where the configuration file is.
func (o Options) configuration() (string, error) {
	path, _ := o.LookupEnv(settings.PathVariable)
	_, inHome := settings.InHome(path)
	if o.Home == "" && (path == "" || inHome) {
		return "", homeless("the configuration file", settings.PathVariable)
	}
	return settings.Path(o.Home, o.LookupEnv), nil
}

// homeless is the error about a thing that is in the home folder where nothing else says its place.
func homeless(thing, instead string) error {
	return &mperr.ConfigError{
		Message: "the home folder is not known, and with it the place of " + thing, Key: "HOME",
		Fix: "set HOME to an absolute path, or say the whole place with " + instead,
	}
}
