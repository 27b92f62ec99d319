package plugin

import (
	"runtime"
	"strings"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// checkName refuses a kind or name that cannot be part of a file name.
func checkName(kind Kind, name string) error {
	if kind != Credential && kind != Storage {
		return &mperr.InvalidArgument{
			Argument: "plugin kind", Value: string(kind), Reason: "there is no such kind",
			Allowed: []string{string(Credential), string(Storage)},
		}
	}
	if !dial.ValidName(name) {
		return &mperr.InvalidArgument{
			Argument: "plugin", Value: clip(clean(name), 80),
			Reason: "a plugin's name is " + dial.NameRule,
		}
	}
	return nil
}

// fileName is the plugin's name in errors, and its program's without .exe.
func fileName(kind Kind, name string) string { return "mp-" + string(kind) + "-" + name }

// programName is the name of the program's file on this system.
func programName(kind Kind, name string) string { return fileName(kind, name) + programSuffix() }

func programSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// splitProgramName is the inverse of programName; ok is false for a file that is no plugin's program, such as a manifest.
func splitProgramName(file string) (kind Kind, name string, ok bool) {
	if strings.HasSuffix(file, ".toml") {
		return "", "", false
	}
	file, ok = strings.CutSuffix(file, programSuffix())
	if !ok {
		return "", "", false
	}
	for _, kind := range []Kind{Credential, Storage} {
		if name, ok := strings.CutPrefix(file, fileName(kind, "")); ok {
			return kind, name, true
		}
	}
	return "", "", false
}
