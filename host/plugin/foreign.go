package plugin

import (
	"fmt"
	"slices"
	"strings"
)

// credentialVariables are what the credential plugin "env" reads. No storage plugin may see them: it never needs to know
// who asks Mixpanel, and the secret least of all.
var credentialVariables = []string{
	"MP_USERNAME", "MP_SECRET", "MP_PROJECT_ID", "MP_REGION", "MP_TIMEZONE", "MP_EXPORT_TIME", "MP_API_BASE_URL",
}

// checkForeign refuses a storage plugin's manifest that asks for credentials. text is the manifest, for the line.
func (m Manifest) checkForeign(text []byte) error {
	if m.Kind != Storage {
		return nil
	}
	for _, list := range []struct {
		key   string
		names []string
	}{{"env", m.Env}, {"secret_env", m.SecretEnv}} {
		for _, name := range list.names {
			// Windows takes the names of variables in any case.
			if !slices.Contains(credentialVariables, strings.ToUpper(name)) {
				continue
			}
			place := list.key
			if line := lineOf(string(text), list.key, name); line > 0 {
				place = fmt.Sprintf("%s at line %d", list.key, line)
			}
			return mismatch(fmt.Sprintf("its manifest asks for %s in %s, which is for credential plugins alone", name, place),
				"take "+name+" out of the manifest; a storage plugin is given its settings and never the credentials")
		}
	}
	return nil
}

// lineOf is the line, from 1, in which the list of a key names a variable; 0 where it is written in a way that is not
// seen at once, such as with escapes.
func lineOf(text, key, name string) int {
	inList := false
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		before, _, assigns := strings.Cut(line, "=")
		if assigns {
			inList = strings.Trim(before, " \t\"'") == key
		}
		if inList && (strings.Contains(line, `"`+name+`"`) || strings.Contains(line, "'"+name+"'")) {
			return number
		}
	}
	return 0
}
