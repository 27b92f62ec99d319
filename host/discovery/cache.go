package discovery

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"
	"time"
)

// Fresh is how long an answer is kept.
const Fresh = time.Hour

// Config holds what is optional about a [Project]; the zero value keeps answers in memory.
type Config struct {
	// Path is the file that answers are kept in, of one project and one address of Mixpanel's; its folder is made. "" is none.
	Path string
	// Owner is whose answers they are, such as the service account: another one may have other rights, and gets its own.
	Owner string
	// Warn is told of what was left out of an answer; nil ignores it.
	Warn func(text string)
	// Log is told of a file that cannot be used, which costs requests and nothing else; nil drops it.
	Log *slog.Logger
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
}

// cache keeps answers by their questions. It is safe for concurrent use; processes that share the file may lose each
// other's answers, which are then asked for again.
type cache struct {
	config Config

	mu sync.Mutex
	// entries are what this process has seen.
	entries map[string]entry
}

// entry is an answer as Mixpanel gave it, so that another version of mp can read it too.
type entry struct {
	At     time.Time       `json:"at"`
	Answer json.RawMessage `json:"answer"`
}

func newCache(config Config) *cache {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.Warn == nil {
		config.Warn = func(string) {}
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	return &cache{config: config, entries: map[string]entry{}}
}

// get gives a fresh answer.
func (c *cache) get(key string) (json.RawMessage, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key = c.owned(key)
	if !c.isFresh(c.entries[key]) {
		c.load()
	}
	found := c.entries[key]
	return found.Answer, c.isFresh(found)
}

// put keeps an answer.
func (c *cache) put(key string, answer json.RawMessage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load()
	c.entries[c.owned(key)] = entry{At: c.config.Now().UTC(), Answer: answer}
	c.prune()
	if c.config.Path == "" {
		return
	}
	if err := writeEntries(c.config.Path, c.entries, c.config.Now()); err != nil {
		c.config.Log.Info("what a project contains is not kept", "path", c.config.Path, "reason", err)
	}
}

func (c *cache) clear() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	if c.config.Path == "" {
		return nil
	}
	if err := os.Remove(c.config.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (c *cache) owned(key string) string { return c.config.Owner + " " + key }

// isFresh is false for the future too, which a clock that was set back makes of the past.
func (c *cache) isFresh(e entry) bool {
	age := c.config.Now().Sub(e.At)
	return age >= 0 && age < Fresh && len(e.Answer) > 0
}

// load adds what other processes have kept. A damaged file is none.
func (c *cache) load() {
	if c.config.Path == "" {
		return
	}
	read, err := readEntries(c.config.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.config.Log.Info("what was kept of a project cannot be read", "path", c.config.Path, "reason", err)
	}
	for key, theirs := range read {
		if mine, ok := c.entries[key]; !ok || mine.At.Before(theirs.At) {
			c.entries[key] = theirs
		}
	}
}

// mostKept bounds the answers, in bytes: the longest that Mixpanel gives, lists of five thousand names, take some hundred
// thousand, and the file is read and written whole.
const mostKept = 4 << 20

// prune drops what is not fresh, and the oldest of what is too much.
func (c *cache) prune() {
	maps.DeleteFunc(c.entries, func(_ string, e entry) bool { return !c.isFresh(e) })
	byAge := slices.SortedFunc(maps.Keys(c.entries), func(a, b string) int { return c.entries[b].At.Compare(c.entries[a].At) })
	total := 0
	for _, key := range byAge {
		size := len(c.entries[key].Answer)
		if total+size > mostKept {
			delete(c.entries, key)
			continue
		}
		total += size
	}
}
