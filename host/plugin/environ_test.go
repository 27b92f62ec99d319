//go:build unix

package plugin

import (
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/dial"
)

func TestAPluginSeesTheDeclaredVariablesAlone(t *testing.T) {
	values := map[string]string{"MP_TEST_VISIBLE": "yes", "MP_TEST_SECRET": "canary-secret"}
	for i := range 50 {
		name := fmt.Sprintf("MP_CANARY_%d", i)
		values[name] = "canary"
		t.Setenv(name, "canary")
	}
	p := one(t, Config{LookupEnv: environment(values)}, `env = ["MP_TEST_VISIBLE", "MP_TEST_UNSET"]`, `secret_env = ["MP_TEST_SECRET"]`)
	var names []string
	for _, pair := range do(t, p, "environ") {
		name, value, _ := strings.Cut(pair, "=")
		names = append(names, name)
		if strings.Contains(value, "canary") && name != "MP_TEST_SECRET" {
			t.Errorf("%s leaked", pair)
		}
	}
	slices.Sort(names)
	want := []string{
		"MP_TEST_SECRET", "MP_TEST_VISIBLE", "TMPDIR", levelEnv, socketDirEnv, dial.Handshake(Credential).MagicCookieKey,
		"PLUGIN_CLIENT_CERT", "PLUGIN_MAX_PORT", "PLUGIN_MIN_PORT", "PLUGIN_PROTOCOL_VERSIONS",
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

func TestAPluginLivesInItsPrivateFolder(t *testing.T) {
	t.Parallel()
	p := one(t, Config{})
	where := do(t, p, "where")
	work, err := filepath.EvalSymlinks(filepath.Join(p.folder, "work"))
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(where[0])
	if err != nil {
		t.Fatal(err)
	}
	temp, err := filepath.EvalSymlinks(where[1])
	if err != nil {
		t.Fatal(err)
	}
	if dir != work || temp != work {
		t.Errorf("working folder %s, temporary folder %s; want both %s", dir, temp, work)
	}
	if where[2] != "" {
		t.Errorf("stdin gave %q, want nothing", where[2])
	}
	if where[3] != where[4] || where[4] != strconv.Itoa(number(t, p)) {
		t.Errorf("process %s is in group %s, want its own", where[4], where[3])
	}
}

func TestTheConnectionsOwnVariablesWin(t *testing.T) {
	m := Manifest{Env: []string{"TMPDIR", socketDirEnv, levelEnv, "PLUGIN_CLIENT_CERT"}}
	lookup := func(string) (string, bool) { return "host's", true }
	env := environ(m, lookup, []string{"PLUGIN_CLIENT_CERT=ours", socketDirEnv + "=long"}, "/s", "/w", "info")
	last := map[string]string{}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		last[name] = value
	}
	want := map[string]string{"TMPDIR": "/w", socketDirEnv: "/s", levelEnv: "info", "PLUGIN_CLIENT_CERT": "ours"}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Error(diff)
	}
}

func TestPluginsLogAtTheLevelOfTheHost(t *testing.T) {
	for level, want := range map[slog.Level]string{levelTrace: "trace", slog.LevelDebug: "debug", slog.LevelInfo: "info", slog.LevelError: "info"} {
		log := slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: level})) //nolint:sloglint // slog.DiscardHandler is off at every level
		if got := levelFor(log); got != want {
			t.Errorf("level %v: got %s, want %s", level, got, want)
		}
	}
}
