package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// ProfileRow is a profile of a stream, with what a stored row has of it.
type ProfileRow struct {
	DistinctID string
	// LastSeen is when the profile was last updated; the zero time where it does not tell.
	LastSeen time.Time
	// Properties is the JSON object as Mixpanel sent it, Raw the whole result. Both are valid until the next row.
	Properties, Raw []byte
}

// AppendJSON appends the row as a JSON object with the columns of a stored one: distinct_id, last_seen in UTC as SQL shows it,
// and properties.
func (p ProfileRow) AppendJSON(to []byte) []byte {
	to = appendText(append(to, `{"distinct_id":`...), p.DistinctID)
	to = append(to, `,"last_seen":`...)
	if p.LastSeen.IsZero() {
		to = append(to, "null"...)
	} else {
		to = appendInstant(to, p.LastSeen)
	}
	return append(append(append(to, `,"properties":`...), p.Properties...), '}')
}

// MarshalJSON is the row as [ProfileRow.AppendJSON] has it.
func (p ProfileRow) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// StreamProfiles gives the profiles of a request one by one, without a store. All of them are put aside in a temporary file
// first, as a session that Mixpanel forgets has to begin anew: the stream is one snapshot, and no profile is given before
// it is whole. Their order is that in which pages arrived; with one worker that of the pages.
//
// Table, Mode, Incremental and Overlap of the request mean nothing. The first error ends the stream.
func StreamProfiles(ctx context.Context, engager Engager, request ProfilesRequest, config Config) iter.Seq2[ProfileRow, error] {
	return func(yield func(ProfileRow, error) bool) {
		err := CheckProfileStream(request, config)
		ended := false
		if err == nil {
			r := newProfileStream(engager, request, config)
			err = interrupted(ctx, r.stream(ctx, func(row ProfileRow) bool {
				ended = !yield(row, nil)
				return !ended
			}))
		}
		if err != nil && !ended {
			yield(ProfileRow{}, err)
		}
	}
}

// CheckProfileStream gives the error with which [StreamProfiles] would refuse a request that makes no sense.
func CheckProfileStream(request ProfilesRequest, config Config) error {
	return CheckProfiles(request.streamed(), config)
}

// streamed is the request without what belongs to a table.
func (r ProfilesRequest) streamed() ProfilesRequest {
	r.Table, r.Mode, r.Incremental, r.Overlap = "stream", storage.Create, false, 0
	return r
}

// profileStream is a run of [StreamProfiles].
type profileStream struct {
	*profilesRun

	spool *spool
}

func newProfileStream(engager Engager, request ProfilesRequest, config Config) *profileStream {
	r := &profileStream{profilesRun: &profilesRun{engager: engager, request: request.streamed()}}
	r.config, _ = config.withDefaults() // was checked
	r.tracker = newTracker(r.config, 0)
	r.tracker.state.Kind = storage.Profiles
	return r
}

func (r *profileStream) stream(ctx context.Context, each func(ProfileRow) bool) error {
	defer func() { r.spool.close() }()
	queries := r.request.queries(r.config.Now(), "")
	for {
		err := r.gather(ctx, queries)
		if err == nil {
			return r.emit(ctx, each)
		}
		if !r.again(err) {
			return err
		}
	}
}

// gather puts the pages of all queries aside, in place of what was gathered before.
func (r *profileStream) gather(ctx context.Context, queries []mixpanel.EngageRequest) (err error) {
	r.spool.close()
	r.spool = nil
	r.allowed = &allowance{allowed: r.request.MaxRejects}
	if r.spool, err = newSpool(r.config.TempDir); err != nil {
		return err
	}
	return r.read(ctx, queries, r.putAside)
}

// putAside puts a run of pages aside.
func (r *profileStream) putAside(_ context.Context, run pageRun) error {
	rows := newProfileRows(run, r.allowed)
	defer rows.builder.Release()
	r.mu.Lock()
	defer r.mu.Unlock()
	var compact bytes.Buffer
	for {
		text, ok := rows.result()
		if !ok {
			break
		}
		if _, err := rows.scanner.ScanProfile(text); err != nil {
			rows.reject(err.Error(), text)
		} else if err := r.spool.write(oneLine(text, &compact)); err != nil {
			return err
		} else {
			rows.count++
		}
		rows.offset += int64(len(text))
	}
	if rows.rejects.count > 0 {
		if err := r.allowed.spend(rows.unit, rows.rejects); err != nil {
			return err
		}
	}
	r.tracker.pages(rows.unit, len(run.pages), rows.count, rows.offset)
	return nil
}

// oneLine is a result as it was sent, but for white space where that breaks the line.
func oneLine(text []byte, compact *bytes.Buffer) []byte {
	if !bytes.ContainsAny(text, "\n\r") {
		return text
	}
	compact.Reset()
	if json.Compact(compact, text) != nil {
		return text // it was scanned, so it is JSON
	}
	return compact.Bytes()
}

func (r *profileStream) emit(ctx context.Context, each func(ProfileRow) bool) error {
	var scanner scan.Scanner
	var faulty error
	err := r.spool.lines(func(line []byte) bool {
		profile, err := scanner.ScanProfile(line)
		if err != nil {
			faulty = spoolFailed(err) // it was right when it was put aside
			return false
		}
		row := ProfileRow{DistinctID: string(profile.DistinctID), Properties: profile.Properties, Raw: line}
		if profile.HasLastSeen {
			row.LastSeen = time.UnixMicro(profile.Micros).UTC()
		}
		if faulty = ctx.Err(); faulty != nil {
			return false
		}
		return each(row)
	})
	if faulty != nil {
		return faulty
	}
	return err
}
