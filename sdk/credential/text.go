package credential

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// checkTexts refuses what HTTP's basic authentication cannot carry (RFC 7617: no control characters, and no colon in the
// user name) and what is no project id. Its errors show neither user name nor secret: what holds a colon may be both, as
// curl takes them.
func checkTexts(f Fields) error {
	for _, field := range []struct{ name, value string }{
		{"username", f.Username}, {"secret", f.Secret.Reveal()}, {"project_id", f.ProjectID},
	} {
		if at := strings.IndexFunc(field.value, unicode.IsControl); at >= 0 {
			return &mperr.InvalidArgument{Argument: field.name, Reason: fmt.Sprintf(
				"holds a control character at byte %d, such as a line break or a tab: copy it again without", at+1)}
		}
	}
	if strings.Contains(f.Username, ":") {
		return &mperr.InvalidArgument{Argument: "username", Reason: "holds a colon, which ends a user name in basic " +
			"authentication: give the service account's user name alone, and the secret as secret"}
	}
	return checkProjectID(f.ProjectID)
}

// maxProjectID is how many digits the largest number of 64 bits has; Mixpanel's projects are numbers.
const maxProjectID = 20

func checkProjectID(id string) error {
	isDigit := func(r rune) bool { return '0' <= r && r <= '9' }
	if len(id) <= maxProjectID && strings.TrimFunc(id, isDigit) == "" {
		return nil
	}
	wrong := &mperr.InvalidArgument{Argument: "project_id", Reason: fmt.Sprintf(
		"must be a number of 1 to %d digits: Mixpanel shows it in Project Settings, Overview", maxProjectID)}
	// A longer text may be anything, also the secret.
	if len(id) <= maxProjectID {
		wrong.Value = id
	}
	return wrong
}
