package credential

import (
	"net"
	"net/url"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// checkBaseURL keeps the secret off the network in clear text: every request carries it, so http is for this machine only.
func checkBaseURL(text string) error {
	if text == "" {
		return nil
	}
	parsed, err := url.Parse(text)
	switch {
	case err != nil, parsed.Hostname() == "", parsed.User != nil, parsed.Scheme != "http" && parsed.Scheme != "https":
		return &mperr.InvalidArgument{Argument: "base_url", Reason: "must be an absolute https address without user info"}
	case parsed.Scheme == "http" && !isLoopback(parsed.Hostname()):
		return &mperr.InvalidArgument{Argument: "base_url", Reason: "must be https: plain http is only for loopback addresses"}
	}
	return nil
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
