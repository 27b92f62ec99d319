package plugin

import (
	"maps"
	"slices"

	"github.com/mixpanel-data/mp/sdk/dial"
)

// Kind says what a plugin gives.
type Kind = dial.Kind

// The kinds of plugin.
const (
	Credential = dial.KindCredential
	Storage    = dial.KindStorage
)

// Protocol is the newest version of the plugin protocol that this build speaks.
const Protocol = 1

// protocols are the versions that this build speaks with a kind, ascending.
func protocols(kind Kind) []int { return slices.Sorted(maps.Keys(dial.VersionedPlugins(kind))) }
