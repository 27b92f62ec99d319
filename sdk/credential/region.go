package credential

import (
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Region is where Mixpanel keeps a project's data; it is fixed when the project is created.
type Region string

// The regions, as they are written in configuration files.
const (
	US Region = "us"
	EU Region = "eu"
	IN Region = "in"
)

// Regions lists every region.
func Regions() []Region { return []Region{US, EU, IN} }

// ParseRegion reads a region whatever its case and surrounding space. Anything but us, eu, in is an
// [mperr.InvalidArgument] that names the value and the three.
func ParseRegion(text string) (Region, error) {
	region := Region(strings.ToLower(strings.TrimSpace(text)))
	switch region {
	case US, EU, IN:
		return region, nil
	}
	return "", &mperr.InvalidArgument{
		Argument: "region", Value: text, Reason: "not a Mixpanel region", Allowed: []string{"us", "eu", "in"},
	}
}
