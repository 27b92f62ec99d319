package mixpanel

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// jqlPath is the endpoint that runs scripts, and answers 412 where one fails.
const jqlPath = "/jql"

// ofJQL is what the statuses mean of which the endpoint for scripts has a use of its own; nil for others.
func (a answered) ofJQL() error {
	if !strings.HasSuffix(strings.TrimRight(a.exchange.RequestURL, "/"), jqlPath) {
		return nil
	}
	switch a.exchange.StatusCode {
	case http.StatusPreconditionFailed:
		return a.scriptFailed()
	case http.StatusNotFound, http.StatusGone:
		// Mixpanel has announced the end of JQL, and taken the date back: the API may be gone for some projects only.
		return &mperr.APIError{
			Exchange: a.exchange,
			Message:  a.text("Mixpanel has retired JQL for this project"),
			Fix:      "mp query sql answers such questions over fetched events, mp query segmentation, funnel and retention in Mixpanel",
		}
	}
	return nil
}

// scriptError is the text of a script's failure, as it was seen on the wire; it is not documented:
//
//	UserVisiblePreconditionFailedError: Uncaught exception TypeError: Events(...).limit is not a function
//	  .limit(10);
//	   ^
//
//	Stack trace:
//	TypeError: Events(...).limit is not a function
//	    at main (<anonymous>:5:4)
var scriptError = regexp.MustCompile(`^(?:UserVisiblePreconditionFailedError: *)?(?:Uncaught exception *)?(?:(\w*Error): *)?`)

// scriptFailed takes the text apart as far as it has the form that is known.
func (a answered) scriptFailed() error {
	failed := &mperr.JQLSyntaxError{
		Exchange: a.exchange, ErrorType: "Error", RequestPath: a.requestPath, Script: a.script, RawError: a.words,
	}
	match := scriptError.FindStringSubmatch(a.words)
	if match[1] != "" {
		failed.ErrorType = match[1]
	}
	rest, trace, _ := strings.Cut(a.words[len(match[0]):], "Stack trace:\n")
	lines := strings.Split(rest, "\n")
	failed.ErrorMessage = strings.TrimSpace(lines[0])
	failed.StackTrace = strings.TrimSpace(trace)
	for i := 2; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "^" {
			failed.LineInfo = lines[i-1] + "\n" + lines[i]
		}
	}
	failed.Message = "the jql script did not run: " + failed.ErrorType + ": " + failed.ErrorMessage
	return failed
}

// requestPathOf is the path in Mixpanel's envelope of an error, without its query; "" where there is none.
func requestPathOf(body []byte) string {
	var envelope struct {
		Request string `json:"request"`
	}
	if json.Unmarshal(body, &envelope) != nil {
		return ""
	}
	path, _, _ := strings.Cut(envelope.Request, "?")
	return path
}
