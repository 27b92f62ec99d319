package discovery_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/discovery"
)

// kept is a project whose funnels are kept in a file, at a time that the test moves.
type kept struct {
	path  string
	owner string
	now   time.Time
	asker *fake
}

func newKept(t *testing.T) *kept {
	t.Helper()
	return &kept{
		path: filepath.Join(t.TempDir(), "cache", "424242.json"), owner: "sa", now: time.Now(),
		asker: &fake{answers: map[string]string{"funnels/list": `[{"funnel_id":1,"name":"one"}]`}},
	}
}

// project is a new one each time, as another process would have.
func (k *kept) project() *discovery.Project {
	return discovery.New(k.asker, discovery.Config{Path: k.path, Owner: k.owner, Now: func() time.Time { return k.now }})
}

// asks checks how many requests asking for the funnels takes.
func (k *kept) asks(t *testing.T, what string, p *discovery.Project, refresh bool, want int) {
	t.Helper()
	before := len(k.asker.seen)
	got, err := p.Funnels(t.Context(), discovery.Options{Refresh: refresh})
	if err != nil || got.Len() != 1 {
		t.Fatalf("%s: %v, %v", what, got, err)
	}
	if requests := len(k.asker.seen) - before; requests != want {
		t.Errorf("%s: %d requests, want %d", what, requests, want)
	}
}

func TestAnswersAreKeptForAnHour(t *testing.T) {
	k := newKept(t)
	start := k.now
	p := k.project()
	k.asks(t, "first", p, false, 1)
	k.asks(t, "again", p, false, 0)
	k.asks(t, "in another process", k.project(), false, 0)
	k.asks(t, "refreshed", p, true, 1)
	k.now = start.Add(discovery.Fresh - time.Second)
	k.asks(t, "at the end of the hour", k.project(), false, 0)
	k.now = start.Add(discovery.Fresh)
	k.asks(t, "after the hour", k.project(), false, 1)
	k.now = start
	k.asks(t, "when the clock was set back", k.project(), false, 1)
	k.owner = "another"
	k.asks(t, "of another account", k.project(), false, 1)
	if err := k.project().Forget(); err != nil {
		t.Fatal(err)
	}
	k.asks(t, "forgotten", k.project(), false, 1)
}

func TestForgettingNothingIsNoError(t *testing.T) {
	if err := newKept(t).project().Forget(); err != nil {
		t.Error(err)
	}
	memory := discovery.New(&fake{}, discovery.Config{})
	if err := memory.Forget(); err != nil {
		t.Error(err)
	}
}

func TestEmptyListsAndErrorsAreNotKept(t *testing.T) {
	k := newKept(t)
	k.asker.answers["funnels/list"] = `[]`
	if _, err := k.project().Funnels(t.Context(), discovery.Options{}); err != nil {
		t.Fatal(err)
	}
	k.asker.errs = map[string]error{"funnels/list": refusal(400)}
	if _, err := k.project().Funnels(t.Context(), discovery.Options{}); err == nil {
		t.Error("an empty list was kept")
	}
	k.asker.errs = nil
	k.asker.answers["funnels/list"] = `[{"funnel_id":1,"name":"one"}]`
	k.asks(t, "after an error", k.project(), false, 1)
}

func TestTheFileIsTheUsersAlone(t *testing.T) {
	k := newKept(t)
	k.asks(t, "first", k.project(), false, 1)
	for name, want := range map[string]os.FileMode{filepath.Dir(k.path): 0o700, k.path: 0o600} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(k.path))
	if err != nil || len(entries) != 1 {
		t.Errorf("there is %v, %v", entries, err)
	}
}

func TestADamagedFileIsAskedAnewAndMended(t *testing.T) {
	k := newKept(t)
	k.asks(t, "first", k.project(), false, 1)
	whole, err := os.ReadFile(k.path)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty": "", "cut": string(whole[:len(whole)/2]), "binary": "\x00\xff", "another kind": `[1]`, "null": `null`,
		"of another version": strings.Replace(string(whole), `"version":1`, `"version":2`, 1),
		"of another shape":   strings.Replace(string(whole), `[{`, `{"a":[{`, 1),
		"an answer of nobody": strings.Replace(string(whole), `[{"funnel_id":1,"name":"one"}]`,
			`{"what":"is this"}`, 1),
		"huge": strings.Repeat(" ", 9<<20) + string(whole),
	} {
		if err := os.WriteFile(k.path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		k.asks(t, name, k.project(), false, 1)
		k.asks(t, name+", mended", k.project(), false, 0)
	}
}

func TestAFolderThatCannotBeWrittenCostsRequestsOnly(t *testing.T) {
	k := newKept(t)
	blocker := filepath.Dir(k.path)
	if err := os.WriteFile(blocker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := k.project()
	k.asks(t, "first", p, false, 1)
	k.asks(t, "again", p, false, 0)
	k.asks(t, "in another process", k.project(), false, 1)
}

func TestALinkIsNotFollowed(t *testing.T) {
	k := newKept(t)
	k.asks(t, "first", k.project(), false, 1)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.json")
	if err := os.Rename(k.path, elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, k.path); err != nil {
		t.Fatal(err)
	}
	k.asks(t, "behind a link", k.project(), false, 1)
	if info, err := os.Lstat(k.path); err != nil || !info.Mode().IsRegular() {
		t.Errorf("the link is %v, %v", info, err)
	}
}

// A process that was killed while it wrote leaves a file that the next one takes away, later.
func TestAKilledWriterStopsNobodyForLong(t *testing.T) {
	k := newKept(t)
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.path+".new", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	k.asks(t, "meanwhile", k.project(), false, 1)
	k.asks(t, "not written", k.project(), false, 1)
	k.now = k.now.Add(2 * time.Minute)
	k.asks(t, "later", k.project(), false, 1)
	k.asks(t, "written", k.project(), false, 0)
}

func TestManyAtOnceKeepAWholeFile(t *testing.T) {
	k := newKept(t)
	k.asker.answers["events/properties/values"] = `["v"]`
	var askers sync.WaitGroup
	for i := range 16 {
		p := k.project()
		askers.Go(func() {
			for j := range 8 {
				_, err := p.Values(t.Context(), discovery.ValuesOptions{Property: "p" + strconv.Itoa((i+j)%10)})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	askers.Wait()
	text, err := os.ReadFile(k.path)
	if err != nil || !json.Valid(text) {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

func TestTheOldestAnswersMakeRoom(t *testing.T) {
	k := newKept(t)
	value := strings.Repeat("x", 1<<20)
	k.asker.answers["events/properties/values"] = `["` + value + `"]`
	p := k.project()
	for i := range 6 {
		k.now = k.now.Add(time.Second)
		if _, err := p.Values(t.Context(), discovery.ValuesOptions{Property: strconv.Itoa(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(k.path); err != nil || info.Size() > 5<<20 {
		t.Errorf("the file has %v bytes, %v", info.Size(), err)
	}
	before := len(k.asker.seen)
	for _, property := range []string{"5", "0"} {
		if _, err := k.project().Values(t.Context(), discovery.ValuesOptions{Property: property}); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(k.asker.seen) - before; got != 1 {
		t.Errorf("%d requests for the newest and the oldest answer, want one for the oldest", got)
	}
}

func TestAnAnswerThatIsTooLongToKeepLeavesTheOthers(t *testing.T) {
	k := newKept(t)
	k.asks(t, "first", k.project(), false, 1)
	k.asker.answers["cohorts/list"] = `[{"id":1,"name":"` + strings.Repeat("x", 5<<20) + `"}]`
	k.now = k.now.Add(time.Second)
	if _, err := k.project().Cohorts(t.Context(), discovery.Options{}); err != nil {
		t.Fatal(err)
	}
	k.asks(t, "beside an answer that is too long", k.project(), false, 0)
}
