package plugin

// Kind says what a plugin gives.
type Kind string

// The kinds of plugin.
const (
	Credential Kind = "credential"
	Storage    Kind = "storage"
)

// protocols are the versions that this build speaks with a kind.
func protocols(Kind) []int { return []int{1} }
