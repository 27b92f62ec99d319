package main

import (
	"fmt"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

// api is how Mixpanel is asked: waits are told, requests are with --trace-http, and -vv shows those that failed.
func (a *app) api() mixpanel.Config {
	config := mixpanel.Config{
		OnWait:       func(wait mixpanel.Wait) { a.say(waitText(wait)) },
		ShowRequests: a.verbose > 1, DataView: a.env(a.view, "MP_WORKSPACE_ID"),
	}
	if a.traceHTTP {
		// Whoever asks for a trace wants it, also with --quiet.
		config.Trace = func(line string) { fmt.Fprintln(a.err, "mp: http: "+oneLine(line)) }
	}
	return config
}
