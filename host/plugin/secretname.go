package plugin

import (
	"slices"
	"strings"
)

// secretEndings are the ends of names whose values are secret whatever list of the manifest they stand in: an author may
// take the wrong one. The SDK hides the same values in what a plugin logs.
var secretEndings = []string{"SECRET", "TOKEN", "PASSWORD", "KEY"}

// namesSecret says whether a variable is secret by its name, in any case, such as MP_SECRET and VAULT_TOKEN.
func namesSecret(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc(secretEndings, func(end string) bool { return strings.HasSuffix(name, end) })
}

// secretNames are the variables that the process sees and whose values nobody else may.
func (m Manifest) secretNames() []string {
	names := slices.Clone(m.SecretEnv)
	for _, name := range m.Env {
		if namesSecret(name) {
			names = append(names, name)
		}
	}
	return names
}
