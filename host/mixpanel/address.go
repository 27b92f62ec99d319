package mixpanel

import (
	"net"
	"net/url"
	"strings"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// prefixes are the same on every host, so that one address can stand for all of them.
var prefixes = map[API]string{APIQuery: "/api/query", APIExport: "/api/2.0", APIApp: "/api/app"}

// hosts of each region: https://docs.mixpanel.com/docs/privacy/eu-residency and …/india-residency.
var hosts = map[credential.Region]map[API]string{
	credential.US: {APIQuery: "mixpanel.com", APIApp: "mixpanel.com", APIExport: "data.mixpanel.com"},
	credential.EU: {APIQuery: "eu.mixpanel.com", APIApp: "eu.mixpanel.com", APIExport: "data-eu.mixpanel.com"},
	credential.IN: {APIQuery: "in.mixpanel.com", APIApp: "in.mixpanel.com", APIExport: "data-in.mixpanel.com"},
}

// addresses gives the root of each API: below base where there is one, else on the region's own hosts.
func addresses(region credential.Region, base string) (map[API]*url.URL, error) {
	roots := map[API]*url.URL{}
	for api, prefix := range prefixes {
		root := &url.URL{Scheme: "https", Host: hosts[region][api]}
		if base != "" {
			parsed, err := parseBase(base)
			if err != nil {
				return nil, err
			}
			root = parsed
		}
		root.Path = strings.TrimRight(root.Path, "/") + prefix
		roots[api] = root
	}
	return roots, nil
}

// parseBase refuses an address that would send the secret in clear text over a network.
func parseBase(text string) (*url.URL, error) {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") ||
		parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
		return nil, &mperr.ConfigError{
			Message: "the Mixpanel base address is not an absolute http or https address without user info and query",
			Key:     "base_url",
			Fix:     "set MP_API_BASE_URL to an address such as https://mixpanel-proxy.example.com, or unset it",
		}
	}
	if parsed.Scheme == "http" && !isLoopback(parsed.Hostname()) {
		return nil, &mperr.ConfigError{
			Message: "the Mixpanel base address http://" + parsed.Host + " would send the secret in clear text",
			Key:     "base_url",
			Fix:     "use https, or an address on this machine such as http://127.0.0.1:8080",
		}
	}
	return parsed, nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
