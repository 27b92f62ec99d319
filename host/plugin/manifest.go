package plugin

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Manifest is what a plugin's author declares, in a file mp-KIND-NAME.toml beside the program:
//
//	kind = "storage"
//	name = "postgres"
//	version = "1.2.0"
//	protocol = 1
//	description = "tables in PostgreSQL"
//	env = ["PGHOST"]
//	secret_env = ["PGPASSWORD"]
//	capabilities = ["sql"]
//
//	[settings]
//	schema = "the schema that tables are made in"
//
// Kind, name and protocol are required; keys that this build does not know are left alone.
type Manifest struct {
	// Kind and Name are those of the program's file name.
	Kind Kind   `toml:"kind"`
	Name string `toml:"name"`
	// Version is the plugin's own version.
	Version string `toml:"version"`
	// Protocol is the version of the protocol that it speaks.
	Protocol int `toml:"protocol"`
	// Description is the author's, in a few words.
	Description string `toml:"description"`
	// Env and SecretEnv are the environment variables that the process may see. What a plugin writes is shown without the
	// values of SecretEnv, and of Env where a name ends in SECRET, TOKEN, PASSWORD or KEY; a value of fewer than four bytes
	// stays, as taking it out would tear up ordinary words. A storage plugin may not ask for the variables of credentials.
	Env       []string `toml:"env"`
	SecretEnv []string `toml:"secret_env"`
	// Capabilities are the optional powers, as the plugin declares them when it runs: accounts and account_store for
	// credentials, sql and sample for storage. They let the host choose a plugin without starting it.
	Capabilities []string `toml:"capabilities"`
	// Settings describes each setting that a storage plugin reads from the user's configuration; credential plugins are
	// given none.
	Settings map[string]string `toml:"settings"`
}

var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)

// parseManifest decodes a manifest without judging its values.
func parseManifest(text []byte) (Manifest, error) {
	var m Manifest
	_, err := toml.Decode(string(text), &m)
	if err == nil {
		return m, nil
	}
	problem := "its manifest is not as it should be: " + clip(clean(err.Error()), 200)
	if syntax, ok := errors.AsType[toml.ParseError](err); ok {
		problem = fmt.Sprintf("its manifest is not valid TOML at line %d: %s",
			syntax.Position.Line, clip(clean(syntax.Message), 200))
	}
	return Manifest{}, unusable(problem, "install the plugin again, or mend the manifest", err)
}

// check holds the manifest against the file's name and against what this build speaks.
func (m Manifest) check(kind Kind, name string) error {
	const fix = "install the plugin again; program and manifest belong together and keep their names"
	switch {
	case m.Kind != kind:
		return mismatch(fmt.Sprintf("its manifest is for a %s plugin, not for a %s plugin", shown(string(m.Kind)), kind),
			fix)
	case m.Name != name:
		return mismatch("its manifest is for a plugin named "+shown(m.Name), fix)
	case !slices.Contains(protocols(kind), m.Protocol):
		return wrongProtocol(kind, m.Protocol)
	}
	for _, name := range slices.Concat(m.Env, m.SecretEnv) {
		if !envName.MatchString(name) {
			return unusable(fmt.Sprintf("its manifest asks for %s, which is no environment variable's name", shown(name)),
				"mend env and secret_env in the manifest: names, without values", nil)
		}
	}
	return nil
}

// shown quotes a value that a stranger wrote.
func shown(value string) string { return fmt.Sprintf("%q", clip(clean(value), 80)) }

// wrongProtocol says which of the two sides is the older one.
func wrongProtocol(kind Kind, theirs int) *fault {
	ours := protocols(kind)
	fix := "install a newer version of the plugin"
	if theirs > slices.Max(ours) {
		fix = "install a newer mp, or an older version of the plugin"
	}
	spoken := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(ours)), ", "), "[]")
	return mismatch(fmt.Sprintf("it speaks protocol %d, and this mp speaks %s", theirs, spoken), fix)
}
