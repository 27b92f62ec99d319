package mixpanel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// EngageRequest says which profiles to give, and which page of them. A zero field asks for nothing.
type EngageRequest struct {
	// Where is an expression in Mixpanel's language over the profile's properties.
	Where string
	// DistinctID is the one profile wanted, DistinctIDs are several; not both. mp sends 2000 at most, as other clients do.
	DistinctID  string
	DistinctIDs []string
	// DataGroupID asks for the profiles of a group key instead of users. It is a signed number of 64 bits, as text.
	DataGroupID string
	// OutputProperties are the properties wanted; none means all.
	OutputProperties []string
	// CohortID is the cohort whose members are wanted, a whole number. Not with Behaviors.
	CohortID string
	// IncludeAllUsers gives members of the cohort also where they have no profile.
	IncludeAllUsers bool
	// Behaviors is a JSON array of selections by events, which Where tests.
	Behaviors string
	// AsOf is the time, in seconds since 1970, up to which Behaviors counts events; 0 is now. Several pages need one.
	AsOf int64
	// SessionID is that of the page before; "" asks anew, for the first page.
	SessionID string
	// Page counts from 0. All else must be the same for each page of a session.
	Page int
}

// EngagePage is a page of profiles.
type EngagePage struct {
	// Results are the profiles, each a JSON object with $distinct_id, text or a number, and $properties, byte for byte.
	Results []json.RawMessage
	// SessionID is what the next page is asked with; "" where there is none.
	SessionID string
	// PageSize is how many profiles a full page has, as this answer says; 0 where it does not, as later pages may not.
	PageSize int
	// Total is what the answer says of the number of profiles: of all pages, by the documentation of this one. 0 where it says
	// nothing, as later pages may not.
	Total int
	// Bytes counts those of the results.
	Bytes int64
}

// SessionExpired says that Mixpanel no longer knows the session of a page, so that its query has to begin anew. It has no
// code: its cause is Mixpanel's refusal, an [mperr.QueryFailed].
type SessionExpired struct {
	// Cause is Mixpanel's refusal.
	Cause error
}

// Error says what has ended, and Mixpanel's words.
func (e *SessionExpired) Error() string {
	return "the session of the profiles has ended: " + e.Cause.Error()
}

// Unwrap is the cause.
func (e *SessionExpired) Unwrap() error { return e.Cause }

// Engage asks for a page of profiles. Pages of one session may be asked for at once, five at most; all but the first are
// not counted by the hour's quota. Errors: those of [Client.Ask], and [SessionExpired] around one of them.
//
// https://developer.mixpanel.com/reference/engage-query
func (c *Client) Engage(ctx context.Context, request EngageRequest) (*EngagePage, error) {
	form, err := request.form()
	if err != nil {
		return nil, err
	}
	var answer struct {
		Results   []json.RawMessage `json:"results"`
		SessionID string            `json:"session_id"`
		PageSize  int               `json:"page_size"`
		Total     int               `json:"total"`
	}
	call := call{api: APIQuery, path: "engage", params: form, post: true, free: request.SessionID != ""}
	if err := c.ask(ctx, call, &answer); err != nil {
		return nil, request.explain(err)
	}
	if answer.Results == nil {
		return nil, &mperr.APIError{
			Message: "the answer of engage has no results",
			Fix:     "check MP_API_BASE_URL and the network's proxy: something else than Mixpanel may have answered",
		}
	}
	page := &EngagePage{Results: answer.Results, SessionID: answer.SessionID, PageSize: answer.PageSize, Total: answer.Total}
	for _, result := range answer.Results {
		page.Bytes += int64(len(result))
	}
	return page, nil
}

// form is the body of the request. A list or an object is sent as JSON text.
func (r EngageRequest) form() (url.Values, error) {
	form := url.Values{}
	for name, text := range map[string]string{
		"where": r.Where, "distinct_id": r.DistinctID, "data_group_id": r.DataGroupID, "behaviors": r.Behaviors, "session_id": r.SessionID,
	} {
		if text != "" {
			form.Set(name, text)
		}
	}
	for name, list := range map[string][]string{"distinct_ids": r.DistinctIDs, "output_properties": r.OutputProperties} {
		if len(list) == 0 {
			continue
		}
		text, err := json.Marshal(list)
		if err != nil {
			return nil, err
		}
		form.Set(name, string(text))
	}
	if r.CohortID != "" {
		id, err := strconv.ParseInt(r.CohortID, 10, 64)
		if err != nil || id <= 0 {
			return nil, &mperr.InvalidArgument{Argument: "cohort_id", Value: r.CohortID, Reason: "must be the number of a cohort"}
		}
		form.Set("filter_by_cohort", fmt.Sprintf(`{"id":%d}`, id))
		// Without it Mixpanel includes all.
		form.Set("include_all_users", strconv.FormatBool(r.IncludeAllUsers))
	}
	if r.AsOf != 0 {
		form.Set("as_of_timestamp", strconv.FormatInt(r.AsOf, 10))
	}
	if r.Page > 0 {
		form.Set("page", strconv.Itoa(r.Page))
	}
	return form, nil
}

// lostSession matches what Mixpanel says of a session that it does not know; the first words are the documented ones.
var lostSession = regexp.MustCompile(`(?i)uncached query|session`)

// explain tells a lost session from a query that is wrong.
func (r EngageRequest) explain(err error) error {
	failed, ok := errors.AsType[*mperr.QueryFailed](err)
	if !ok || r.SessionID == "" || !lostSession.MatchString(failed.Message) {
		return err
	}
	switch failed.StatusCode {
	case http.StatusBadRequest, http.StatusNotFound:
		named := *failed
		named.Fix = "nothing is wrong with what was asked: Mixpanel forgot a session that it had begun; repeat the command"
		return &SessionExpired{Cause: &named}
	}
	return err
}
