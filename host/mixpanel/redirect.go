package mixpanel

import (
	"net/url"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// redirected is the error for a redirect that is not followed.
func (a answered) redirected(location string) error {
	target := "redirects to an unreadable address, and credentials do not follow to another host"
	if location == "" {
		target = "redirects without saying where"
	} else if parsed, err := url.Parse(location); err == nil {
		target = "redirects to " + plainURL(parsed) + ", and credentials do not follow to another host"
	}
	return &mperr.APIError{
		Exchange: a.exchange, Message: a.host + " " + target, Fix: "check MP_API_BASE_URL and the network's proxy",
	}
}
