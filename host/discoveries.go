package host

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/result"
)

// Project tells what the Mixpanel project contains; the methods below ask it. Its lists are kept for an hour in
// cache/PROJECT_ID.json beside the configuration, for all workspaces of the user that ask as the same service account
// with the same secret.
func (w *Workspace) Project(ctx context.Context) (*discovery.Project, error) {
	return w.project.get(ctx, func(ctx context.Context) (*discovery.Project, error) {
		client, err := w.Client(ctx)
		if err != nil {
			return nil, err
		}
		credentials, err := w.Credentials(ctx)
		if err != nil {
			return nil, err
		}
		return discovery.New(client, discovery.Config{
			Path: w.stateFile("cache", credentials), Owner: w.ownerOf(credentials), Warn: w.options.Warn, Log: w.options.Log, Now: w.options.Now,
		}), nil
	})
}

// ownerOf says whose answers are kept: a user's with one secret, in one data view. Another secret, which may be wrong, gets
// none of them. The secret cannot be had from it.
func (w *Workspace) ownerOf(credentials credential.Credentials) string {
	digest := hmac.New(sha256.New, []byte(credentials.Secret().Reveal()))
	_, _ = digest.Write([]byte(credentials.Username()))
	owner := credentials.Username() + " " + hex.EncodeToString(digest.Sum(nil)[:8])
	if view := w.options.Mixpanel.DataView; view != "" {
		owner += " " + view
	}
	return owner
}

// inProject gives what do makes of the project. Options that are wrong are refused before credentials are asked for.
func inProject[Options interface{ Validate() error }, Answer any](
	ctx context.Context, w *Workspace, do func(*discovery.Project, context.Context, Options) (Answer, error), options Options,
) (Answer, error) {
	var none Answer
	if err := options.Validate(); err != nil {
		return none, err
	}
	project, err := w.Project(ctx)
	if err != nil {
		return none, err
	}
	return do(project, ctx, options)
}

// Events lists the names of recent events; see [discovery.Project.Events].
func (w *Workspace) Events(ctx context.Context, options discovery.EventsOptions) (*result.Names, error) {
	return inProject(ctx, w, (*discovery.Project).Events, options)
}

// Properties lists the names of an event's properties; see [discovery.Project.Properties].
func (w *Workspace) Properties(ctx context.Context, options discovery.PropertiesOptions) (*result.Names, error) {
	return inProject(ctx, w, (*discovery.Project).Properties, options)
}

// PropertyValues lists values of a property; see [discovery.Project.Values].
func (w *Workspace) PropertyValues(ctx context.Context, options discovery.ValuesOptions) (*result.Names, error) {
	return inProject(ctx, w, (*discovery.Project).Values, options)
}

// Funnels lists the saved funnels; see [discovery.Project.Funnels].
func (w *Workspace) Funnels(ctx context.Context, options discovery.Options) (*result.List[result.FunnelInfo], error) {
	return inProject(ctx, w, (*discovery.Project).Funnels, options)
}

// Cohorts lists the saved cohorts; see [discovery.Project.Cohorts].
func (w *Workspace) Cohorts(ctx context.Context, options discovery.Options) (*result.List[result.SavedCohort], error) {
	return inProject(ctx, w, (*discovery.Project).Cohorts, options)
}

// Bookmarks lists the saved reports; see [discovery.Project.Bookmarks].
func (w *Workspace) Bookmarks(ctx context.Context, options discovery.BookmarksOptions) (*result.List[result.BookmarkInfo], error) {
	return inProject(ctx, w, (*discovery.Project).Bookmarks, options)
}

// TopEvents lists today's most common events; see [discovery.Project.TopEvents].
func (w *Workspace) TopEvents(ctx context.Context, options discovery.TopEventsOptions) (*result.List[result.TopEvent], error) {
	return inProject(ctx, w, (*discovery.Project).TopEvents, options)
}

// LexiconSchemas lists what the Lexicon describes; see [discovery.Project.Schemas].
func (w *Workspace) LexiconSchemas(ctx context.Context, options discovery.SchemasOptions) (*result.List[result.LexiconSchema], error) {
	return inProject(ctx, w, (*discovery.Project).Schemas, options)
}

// LexiconSchema is what the Lexicon says of one event or profile; see [discovery.Project.Schema].
func (w *Workspace) LexiconSchema(ctx context.Context, options discovery.SchemaOptions) (*result.LexiconResult, error) {
	return inProject(ctx, w, (*discovery.Project).Schema, options)
}

// Annotations lists the notes of Mixpanel's charts; see [discovery.Project.Annotations].
func (w *Workspace) Annotations(ctx context.Context, options discovery.AnnotationsOptions) (*result.List[result.Annotation], error) {
	return inProject(ctx, w, (*discovery.Project).Annotations, options)
}
