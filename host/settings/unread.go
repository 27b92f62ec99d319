package settings

import (
	"maps"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// Unread are the plugins that the file has settings for and that are not given any, in alphabetical order: all but the
// storage plugin.
func (s Settings) Unread() []string {
	names := slices.Sorted(maps.Keys(s.Plugins))
	return slices.DeleteFunc(names, func(name string) bool { return name == s.Storage })
}

// known are the keys of the table [plugins].
var known = []string{"credentials", "storage", "settings"}

// unknownKeys are the other keys of [plugins]: mistyped, or of a newer mp.
func unknownKeys(text []byte) ([]string, error) {
	var parsed struct {
		Plugins map[string]any `toml:"plugins"`
	}
	if err := toml.Unmarshal(text, &parsed); err != nil {
		return nil, err
	}
	var unknown []string
	for _, key := range slices.Sorted(maps.Keys(parsed.Plugins)) {
		if !slices.Contains(known, key) {
			unknown = append(unknown, key)
		}
	}
	return unknown, nil
}
