package plugin

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Installed is a plugin in one of the folders.
type Installed struct {
	// Kind and Name are those of its file's name.
	Kind Kind
	Name string
	// Path is the program as it was found. Target is the file that is run: Path with symbolic links resolved, "" where that
	// failed.
	Path, Target string
	// Manifest is empty where it cannot be read.
	Manifest Manifest
	// Problem is why it cannot be started, coded; nil where nothing speaks against it.
	Problem error
	// ShadowedBy is the path of the copy that is used in its place, from an earlier folder; "" for the one that is used.
	ShadowedBy string
}

// FileName is the plugin's full name, such as mp-storage-duckdb.
func (i Installed) FileName() string { return fileName(i.Kind, i.Name) }

// List gives every plugin in the folders, also what cannot be started and what is shadowed, by kind, name and order of
// search. It starts nothing.
func (m *Manager) List() []Installed {
	var all []Installed
	for _, dir := range m.dirs {
		all = append(all, listDir(dir, m.cfg.Log)...)
	}
	slices.SortStableFunc(all, func(a, b Installed) int { return strings.Compare(a.FileName(), b.FileName()) })
	for i := 1; i < len(all); i++ {
		if before := all[i-1]; before.FileName() == all[i].FileName() {
			all[i].ShadowedBy = before.Path
			if before.ShadowedBy != "" {
				all[i].ShadowedBy = before.ShadowedBy
			}
		}
	}
	return all
}

// listDir inspects what is named like a plugin in one folder, which need not exist.
func listDir(dir string, log *slog.Logger) []Installed {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Warn("a plugin folder cannot be read", "folder", dir, "error", err)
	}
	var found []Installed
	for _, entry := range entries {
		kind, name, ok := splitProgramName(entry.Name())
		if !ok {
			continue
		}
		if err := checkName(kind, name); err != nil {
			path := filepath.Join(dir, entry.Name())
			found = append(found, Installed{Kind: kind, Name: clean(name), Path: path, Problem: err})
			continue
		}
		found = append(found, inspect(dir, kind, name))
	}
	return found
}

// Find gives the copy of a plugin that Start would run. Errors: [mperr.InvalidArgument] for a kind or name that cannot
// be one, [mperr.PluginNotFound], and the copy's Problem.
func (m *Manager) Find(kind Kind, name string) (Installed, error) {
	if err := checkName(kind, name); err != nil {
		return Installed{}, err
	}
	for _, dir := range m.dirs {
		if _, err := os.Lstat(filepath.Join(dir, programName(kind, name))); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		found := inspect(dir, kind, name)
		return found, found.Problem
	}
	return Installed{}, &mperr.PluginNotFound{
		Plugin: fileName(kind, name), Searched: slices.Clone(m.dirs), Installed: m.names(kind),
	}
}

// names are the usable plugins of a kind, for the one who mistyped.
func (m *Manager) names(kind Kind) []string {
	var names []string
	for _, i := range m.List() {
		if i.Kind == kind && i.ShadowedBy == "" && i.Problem == nil {
			names = append(names, i.Name)
		}
	}
	return names
}

// inspect looks at the copy of a plugin in dir and says in Problem what keeps it from being started.
func inspect(dir string, kind Kind, name string) Installed {
	found := Installed{Kind: kind, Name: name, Path: filepath.Join(dir, programName(kind, name))}
	target, err := checkProgram(dir, found.Path)
	found.Target = target
	if err == nil {
		found.Manifest, err = readManifest(filepath.Join(dir, fileName(kind, name)+".toml"), kind, name)
	}
	found.Problem = coded(err, mperr.Evidence{Plugin: found.FileName(), Path: found.Path, Call: "find"})
	return found
}

// checkProgram gives the file behind path, or the fault for which it must not or cannot be run.
func checkProgram(dir, path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", unusable("the program cannot be reached, or is a link to nothing",
			"install the plugin again", err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return target, unusable("the program cannot be reached", "check the mode of the folders above it", err)
	}
	switch {
	case info.IsDir():
		return target, unusable("it is a folder, not a program", "move the program itself to "+path, nil)
	case !info.Mode().IsRegular():
		return target, unusable("it is not a regular file", "install the plugin again", nil)
	case info.Size() == 0:
		return target, unusable("the program is an empty file",
			"install the plugin again; the last time was cut short", nil)
	case !executable(info):
		return target, unusable("the program is not executable", "chmod +x "+path, nil)
	}
	for _, place := range []string{dir, filepath.Dir(target), target} {
		info, err := os.Stat(place)
		if err != nil {
			return target, unusable("the program cannot be reached", "check the mode of the folders above it", err)
		}
		if err := checkAccess(place, info); err != nil {
			return target, err
		}
	}
	return target, nil
}
