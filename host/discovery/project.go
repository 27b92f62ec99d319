package discovery

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

// Asker sends questions to Mixpanel about one project; [*mixpanel.Client] does.
type Asker interface {
	// Ask decodes the answer as [json.Unmarshal] does.
	Ask(ctx context.Context, question mixpanel.Question, into any) error
	// ProjectID is the project that is asked about.
	ProjectID() string
}

// Project is asked what it contains. It is safe for concurrent use and needs no closing.
type Project struct {
	asker Asker
	cache *cache
}

// New makes a project that is asked through a client. It sends nothing and reads nothing.
func New(asker Asker, config Config) *Project {
	return &Project{asker: asker, cache: newCache(config)}
}

// Forget drops all answers that are kept, also those on disk. The error is the file system's.
func (p *Project) Forget() error { return p.cache.clear() }

// sized is an answer that knows how many things are in it.
type sized interface{ size() int }

// asked decodes an answer and keeps the text that it came as.
type asked[Answer sized] struct {
	raw    json.RawMessage
	answer Answer
}

func (a *asked[Answer]) UnmarshalJSON(text []byte) error {
	a.raw = slices.Clone(text)
	return json.Unmarshal(text, &a.answer)
}

// ask gives what is kept of an answer, unless refresh, else Mixpanel's. What is kept and cannot be decoded is asked anew.
func ask[Answer sized](ctx context.Context, p *Project, question mixpanel.Question, refresh bool) (answer Answer, kept bool, err error) {
	key := keyOf(question)
	if old, ok := keptAnswer[Answer](p, key); ok && !refresh {
		return old, true, nil
	}
	answer, err = askAnew[Answer](ctx, p, question, key)
	return answer, false, err
}

// askAnew gives Mixpanel's answer and keeps it under a key.
func askAnew[Answer sized](ctx context.Context, p *Project, question mixpanel.Question, key string) (answer Answer, err error) {
	var fresh asked[Answer]
	if err := p.asker.Ask(ctx, question, &fresh); err != nil {
		return answer, err
	}
	if fresh.answer.size() > 0 {
		p.cache.put(key, fresh.raw)
	}
	return fresh.answer, nil
}

func keyOf(question mixpanel.Question) string { return question.Path + "?" + question.Params.Encode() }

// keptAnswer gives what is kept of an answer.
func keptAnswer[Answer sized](p *Project, key string) (answer Answer, ok bool) {
	raw, fresh := p.cache.get(key)
	var old asked[Answer]
	if !fresh || json.Unmarshal(raw, &old) != nil {
		return answer, false
	}
	return old.answer, true
}

// askNow gives Mixpanel's answer and keeps nothing.
func askNow[Answer any](ctx context.Context, p *Project, question mixpanel.Question) (answer Answer, err error) {
	err = p.asker.Ask(ctx, question, &answer)
	return answer, err
}

// inApp is the path of something that the App API has of the project.
func (p *Project) inApp(path string) string { return "projects/" + p.asker.ProjectID() + "/" + path }
