package credential

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// checkTexts refuses control characters, which HTTP's basic authentication cannot carry (RFC 7617), and what is no project
// id. Its errors show neither user name nor secret.
func checkTexts(f Fields) error {
	for _, field := range []struct{ name, value string }{
		{"username", f.Username}, {"secret", f.Secret.Reveal()}, {"project_id", f.ProjectID},
	} {
		if at := strings.IndexFunc(field.value, unicode.IsControl); at >= 0 {
			return &mperr.InvalidArgument{Argument: field.name, Reason: fmt.Sprintf(
				"holds a control character at byte %d, such as a line break or a tab: copy it again without", at+1)}
		}
	}
	return checkProjectID(f.ProjectID)
}

// Mixpanel's project ids are numbers. What else is taken is safe in a file's name, as a project's store is called by it.
var projectID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

func checkProjectID(id string) error {
	if projectID.MatchString(id) {
		return nil
	}
	wrong := &mperr.InvalidArgument{Argument: "project_id",
		Reason: "must be 1 to 64 letters, digits, - or _: Mixpanel shows it in Project Settings, Overview"}
	// A longer text may be anything, also the secret.
	if len(id) <= 20 {
		wrong.Value = id
	}
	return wrong
}
