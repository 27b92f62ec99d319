package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// waitText tells why a request is made later or again, and when.
func waitText(wait mixpanel.Wait) string {
	if limited, ok := errors.AsType[*mperr.RateLimited](wait.Cause); ok {
		return quotaText(wait, limited)
	}
	return fmt.Sprintf("mp: a request did not succeed and will be made again at %s: %v", wait.Until.Format(time.TimeOnly), wait.Cause)
}

// quotaText tells when requests resume: to the minute, unless it is less than one, and with the day where it is another.
func quotaText(wait mixpanel.Wait, limited *mperr.RateLimited) string {
	form := "15:04"
	if wait.Delay < time.Minute {
		form = time.TimeOnly
	}
	if begun := wait.Until.Add(-wait.Delay); begun.YearDay() != wait.Until.YearDay() {
		form = time.DateOnly + " " + form
	}
	what := "the hour's quota is used up"
	switch {
	case wait.Pause && limited.StatusCode != 0:
		what = limited.Message
	case wait.Pause:
		what = "Mixpanel asked to wait"
	case limited.StatusCode != 0:
		what += ", Mixpanel says"
	}
	return fmt.Sprintf("mp: %s; resumes at %s", what, wait.Until.Format(form))
}
