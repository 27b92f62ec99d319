package credential

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Fields are the parts that [New] makes Credentials from.
type Fields struct {
	// Username is the service account's user name. Required.
	Username string
	// Secret is the service account's secret. Required.
	Secret Secret
	// ProjectID is the Mixpanel project: 1 to 64 letters, digits, - or _. Required.
	ProjectID string
	// Region is us, eu or in, whatever its case. Required.
	Region string
	// Timezone is the project's IANA time zone, such as Europe/Lisbon; "" means that it is not known here.
	Timezone string
	// ExportTime is utc or project, whatever its case: whose clock the times of the raw export show; "" means that it is not
	// known here. For project, Timezone is required.
	ExportTime string
	// BaseURL puts every Mixpanel host behind one address; "" means Mixpanel's own hosts.
	BaseURL string
}

// Credentials are what a request to one Mixpanel project needs. They are made by [New], are valid, and cannot be
// changed; copies are cheap and safe for concurrent use. Printing one shows the secret as ***.
type Credentials struct {
	fields     Fields
	region     Region
	exportTime ExportTime
}

// New validates the fields: user name, secret and project are not blank and hold no control characters, the project is
// letters, digits, - or _, the region is known, a time zone exists in the tz database and is there where the export shows its
// wall clock, a base URL is https, or http to this machine. The error is an [mperr.InvalidArgument] naming the field; it never holds a value of the secret.
func New(f Fields) (Credentials, error) {
	for _, required := range []struct{ name, value string }{
		{"username", f.Username}, {"secret", f.Secret.Reveal()}, {"project_id", f.ProjectID}, {"region", f.Region},
	} {
		if strings.TrimSpace(required.value) == "" {
			return Credentials{}, &mperr.InvalidArgument{Argument: required.name, Reason: "must not be empty"}
		}
	}
	if err := checkTexts(f); err != nil {
		return Credentials{}, err
	}
	region, err := ParseRegion(f.Region)
	if err != nil {
		return Credentials{}, err
	}
	if err := checkTimezone(f.Timezone); err != nil {
		return Credentials{}, err
	}
	exportTime, err := exportTimeOf(f)
	if err != nil {
		return Credentials{}, err
	}
	if err := checkBaseURL(f.BaseURL); err != nil {
		return Credentials{}, err
	}
	f.Region, f.ExportTime = string(region), string(exportTime)
	return Credentials{fields: f, region: region, exportTime: exportTime}, nil
}

// Username is the service account's user name.
func (c Credentials) Username() string { return c.fields.Username }

// Secret is the service account's secret.
func (c Credentials) Secret() Secret { return c.fields.Secret }

// ProjectID is the Mixpanel project.
func (c Credentials) ProjectID() string { return c.fields.ProjectID }

// Region is where the project's data is.
func (c Credentials) Region() Region { return c.region }

// Timezone is the project's IANA time zone, "" where it is not known.
func (c Credentials) Timezone() string { return c.fields.Timezone }

// ExportTime says whose clock the times of the project's raw export show; "" where it is not known, which is taken for
// [ExportUTC]. Beside [ExportProject] there is a Timezone.
func (c Credentials) ExportTime() ExportTime { return c.exportTime }

// BaseURL is the address that stands for every Mixpanel host, "" for Mixpanel's own.
func (c Credentials) BaseURL() string { return c.fields.BaseURL }

// IsZero says whether c was never made by [New].
func (c Credentials) IsZero() bool { return c.region == "" }

// Equal compares all fields, the secret by its text.
func (c Credentials) Equal(other Credentials) bool {
	a, b := c.fields, other.fields
	return a.Username == b.Username && a.ProjectID == b.ProjectID && a.Region == b.Region &&
		a.Timezone == b.Timezone && a.ExportTime == b.ExportTime && a.BaseURL == b.BaseURL && a.Secret.Equal(b.Secret)
}

// Format prints the fields with the secret as ***, for every verb.
func (c Credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// String shows the fields with the secret as ***.
func (c Credentials) String() string {
	return fmt.Sprintf("Credentials(username=%q, secret=%s, project_id=%q, region=%q)",
		c.fields.Username, redacted, c.fields.ProjectID, c.fields.Region)
}

// GoString is String.
func (c Credentials) GoString() string { return c.String() }

// LogValue groups the fields, the secret as ***.
func (c Credentials) LogValue() slog.Value {
	return slog.GroupValue(slog.String("username", c.fields.Username), slog.String("secret", redacted),
		slog.String("project_id", c.fields.ProjectID), slog.String("region", c.fields.Region))
}
