package accounts

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// locate gives the absolute path of the configuration file: the one given, else MP_CONFIG_PATH, else in the home folder.
// An empty variable is as good as none.
func locate(given string, lookupEnv func(string) (string, bool)) (string, error) {
	home, _ := lookupEnv(homeVariable())
	path := given
	if path == "" {
		path, _ = lookupEnv("MP_CONFIG_PATH")
	}
	switch {
	case path == "" && home == "":
		return "", &mperr.ConfigError{
			Message: fmt.Sprintf("there is no place for a configuration file: %s is not set", homeVariable()),
			Fix:     fmt.Sprintf("set %s, or MP_CONFIG_PATH", homeVariable()),
		}
	case path == "":
		path = filepath.Join(home, ".mp", "config.toml")
	case strings.HasPrefix(path, "~/") && home != "":
		path = filepath.Join(home, path[2:])
	}
	if !filepath.IsAbs(path) {
		// A plugin runs in a folder of the host's choosing, where a relative path means another file.
		return "", &mperr.ConfigError{
			Path: path, Key: "MP_CONFIG_PATH", Message: "the path of the configuration file is not absolute",
			Fix: "set MP_CONFIG_PATH to a path that begins with " + string(os.PathSeparator),
		}
	}
	return filepath.Clean(path), nil
}

func homeVariable() string {
	if runtime.GOOS == "windows" {
		return "USERPROFILE"
	}
	return "HOME"
}
