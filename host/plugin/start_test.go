//go:build unix

package plugin

import (
	"context"
	"debug/elf"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// evidenceOf gives the evidence that every error of a process carries.
func evidenceOf(t *testing.T, err error) mperr.Evidence {
	t.Helper()
	if e, ok := errors.AsType[*mperr.PluginStartFailed](err); ok {
		return e.Evidence
	}
	if e, ok := errors.AsType[*mperr.PluginCrashed](err); ok {
		return e.Evidence
	}
	if e, ok := errors.AsType[*mperr.PluginTimeout](err); ok {
		return e.Evidence
	}
	if e, ok := errors.AsType[*mperr.PluginProtocol](err); ok {
		return e.Evidence
	}
	t.Fatalf("%v (%T) carries no evidence", err, err)
	return mperr.Evidence{}
}

func TestStartGivesARunningPlugin(t *testing.T) {
	dir := shelf(t)
	install(t, dir, Credential, "well")
	m := managed(t, Config{Dirs: []string{dir}})
	p := started(t, m, "well")
	info := p.Info()
	if info.Name != "well" || info.Version != "1.0.0" || info.Kind != Credential || info.Protocol != 1 {
		t.Errorf("info is %+v", info)
	}
	if p.Engine() != nil || p.Provider() == nil {
		t.Errorf("provider %v, engine %v; want a provider alone", p.Provider(), p.Engine())
	}
	if p.found.Path != filepath.Join(dir, "mp-credential-well") {
		t.Errorf("installed is %+v", p.found)
	}
	err := fail(t, p, "missing bob")
	if missing, ok := errors.AsType[*mperr.AccountNotFound](err); !ok || missing.AccountName != "bob" {
		t.Errorf("the plugin's own error came out as %v", err)
	}
}

func TestStartSaysWhyItFailed(t *testing.T) {
	for _, c := range []struct {
		name          string
		code          mperr.Code
		problem, exit string
		stderr, fix   string
		plant         func(t *testing.T, dir, name string)
	}{
		{name: "prints", code: "PLUGIN_START_FAILED", problem: `on stdout: "hello world"`, fix: "before sdk.Serve", plant: scripted(`printf 'hello \033[31mworld\n'; sleep 600`)},
		{name: "prints-and-ends", code: "PLUGIN_START_FAILED", problem: `on stdout: "bye"`, exit: "exit status 0", plant: scripted(`printf bye`)},
		{name: "exits", code: "PLUGIN_START_FAILED", problem: "ended during its start", exit: "exit status 3", stderr: "no database here", plant: scripted("echo no database here >&2; exit 3")},
		{name: "exits-well", code: "PLUGIN_START_FAILED", problem: "ended during its start", exit: "exit status 0", plant: scripted("exit 0")},
		{name: "killed", code: "PLUGIN_START_FAILED", problem: "killed from outside", exit: "signal: killed", fix: "memory", plant: scripted("kill -9 $$")},
		{name: "segfault", code: "PLUGIN_START_FAILED", problem: "ended during its start", exit: "signal: segmentation fault", plant: scripted("kill -SEGV $$")},
		{name: "panics", code: "PLUGIN_START_FAILED", problem: "panic: no config", exit: "exit status 2", stderr: "goroutine 1", plant: scripted(`printf 'panic: no config\n\ngoroutine 1 [running]:\n' >&2; exit 2`)},
		{name: "closes-stdout", code: "PLUGIN_START_FAILED", problem: "closed stdout without a handshake", plant: scripted("exec >&-; sleep 600")},
		{name: "core-protocol", code: "PLUGIN_PROTOCOL", problem: "core protocol 9", plant: scripted(`echo "9|1|unix|/x|grpc|"; sleep 600`)},
		{name: "newer", code: "PLUGIN_PROTOCOL", problem: "speaks protocol 7, and this mp speaks 1", fix: "newer mp", plant: scripted(`echo "1|7|unix|/x|grpc|"; sleep 600`)},
		{name: "older", code: "PLUGIN_PROTOCOL", problem: "speaks protocol 0, and this mp speaks 1", fix: "newer version of the plugin", plant: scripted(`echo "1|0|unix|/x|grpc|"; sleep 600`)},
		{name: "netrpc", code: "PLUGIN_PROTOCOL", problem: "not grpc", plant: scripted(`echo "1|1|unix|/x|netrpc|"; sleep 600`)},
		{name: "elsewhere", code: "PLUGIN_PROTOCOL", problem: "outside its private folder", plant: scripted(`echo "1|1|unix|/tmp/x|grpc|"; sleep 600`)},
		{name: "tcp", code: "PLUGIN_PROTOCOL", problem: "not on a unix socket", plant: stranger},
		{name: "no-certificate", code: "PLUGIN_PROTOCOL", problem: "gave no certificate", plant: stranger},
		{name: "mute", code: "PLUGIN_PROTOCOL", problem: "does not know this call", plant: stranger},
		{name: "turncoat", code: "PLUGIN_PROTOCOL", problem: "no credential plugin", exit: "exit status 1", stderr: "storage plugin", plant: planted},
		{name: "misnamed", code: "PLUGIN_PROTOCOL", problem: `says that it is "somebody-else"`, plant: planted},
		{name: "text", code: "PLUGIN_START_FAILED", problem: "it is not a program", fix: runtime.GOOS, plant: func(t *testing.T, dir, name string) {
			t.Helper()
			put(t, filepath.Join(dir, programName(Credential, name)), "hello\n", 0o755)
			describe(t, dir, Credential, name)
		}},
		{name: "foreign", code: "PLUGIN_START_FAILED", problem: "built for ", fix: runtime.GOARCH, plant: func(t *testing.T, dir, name string) {
			t.Helper()
			put(t, filepath.Join(dir, programName(Credential, name)), foreignProgram(), 0o755)
			describe(t, dir, Credential, name)
		}},
		{name: "no-interpreter", code: "PLUGIN_START_FAILED", problem: "loader or interpreter", plant: func(t *testing.T, dir, name string) {
			t.Helper()
			put(t, filepath.Join(dir, programName(Credential, name)), "#!/nonexistent/interpreter\n", 0o755)
			describe(t, dir, Credential, name)
		}},
		{name: "unmarked", code: "PLUGIN_START_FAILED", problem: "not executable", fix: "chmod +x", plant: func(t *testing.T, dir, name string) {
			t.Helper()
			put(t, filepath.Join(dir, programName(Credential, name)), "#!/bin/sh\n", 0o644)
			describe(t, dir, Credential, name)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := shelf(t)
			c.plant(t, dir, c.name)
			_, err := managed(t, Config{Dirs: []string{dir}, StartTimeout: time.Minute}).Start(t.Context(), Credential, c.name)
			if mperr.CodeOf(err) != c.code {
				t.Fatalf("got %s: %v, want %s", mperr.CodeOf(err), err, c.code)
			}
			e := evidenceOf(t, err)
			if !strings.Contains(e.Problem, c.problem) || e.Exit != c.exit {
				t.Errorf("problem %q (%s), want %q (%s)", e.Problem, e.Exit, c.problem, c.exit)
			}
			if e.Plugin != "mp-credential-"+c.name || e.Path != filepath.Join(dir, e.Plugin) || e.Fix == "" || !strings.Contains(e.Fix, c.fix) {
				t.Errorf("plugin %q at %q, fix %q; want %q", e.Plugin, e.Path, e.Fix, c.fix)
			}
			if c.stderr != "" && !slices.ContainsFunc(e.Stderr, func(line string) bool { return strings.Contains(line, c.stderr) }) {
				t.Errorf("stderr is %q, want %q", e.Stderr, c.stderr)
			}
		})
	}
}

func scripted(body string) func(*testing.T, string, string) {
	return func(t *testing.T, dir, name string) {
		t.Helper()
		script(t, dir, name, body)
	}
}

func planted(t *testing.T, dir, name string) {
	t.Helper()
	install(t, dir, Credential, name)
}

// foreignProgram is the head of a program for another processor.
func foreignProgram() string {
	machine := elf.EM_S390
	if runtime.GOARCH == "s390x" {
		machine = elf.EM_X86_64
	}
	head := elf.Header64{
		Type: uint16(elf.ET_EXEC), Machine: uint16(machine), Version: uint32(elf.EV_CURRENT), Ehsize: 64, Phentsize: 56, Shentsize: 64,
	}
	copy(head.Ident[:], elf.ELFMAG)
	head.Ident[elf.EI_CLASS], head.Ident[elf.EI_DATA], head.Ident[elf.EI_VERSION] = byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)
	text, err := binary.Append(nil, binary.LittleEndian, head)
	if err != nil {
		panic(err)
	}
	return string(text) + strings.Repeat("\x00", 64)
}

func TestExecFaultsAreToldApart(t *testing.T) {
	for errno, want := range map[syscall.Errno]string{
		syscall.EACCES: "refuses to run it", syscall.ETXTBSY: "being written", syscall.EAGAIN: "no room for another process",
		syscall.EMFILE: "no room for another process", syscall.EIO: "input/output error",
	} {
		f := execFault("/nowhere", &os.PathError{Op: "fork/exec", Path: "/nowhere", Err: errno})
		if !strings.Contains(f.problem, want) || f.fix == "" {
			t.Errorf("%v: got %q, %q; want %q", errno, f.problem, f.fix, want)
		}
	}
}

func TestAStartThatHangsEndsAtItsDeadline(t *testing.T) {
	for name, plant := range map[string]func(*testing.T, string, string){
		"silent":  scripted("sleep 600"),
		"stopped": scripted("kill -STOP $$; sleep 600"),
		"deaf":    stranger,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := shelf(t)
			plant(t, dir, name)
			_, err := managed(t, Config{Dirs: []string{dir}, StartTimeout: 300 * time.Millisecond}).Start(t.Context(), Credential, name)
			late, ok := errors.AsType[*mperr.PluginTimeout](err)
			if !ok || late.Seconds != 0.3 || late.Call != "start" || late.Plugin != "mp-credential-"+name || late.Fix == "" {
				t.Errorf("got %#v, want a PluginTimeout after 0.3 s", err)
			}
		})
	}
}

func TestACancelledStartLeavesNoProcess(t *testing.T) {
	dir := shelf(t)
	note := filepath.Join(t.TempDir(), "pid")
	script(t, dir, "silent", "echo $$ > "+note+".new; mv "+note+".new "+note+"; sleep 600")
	m := managed(t, Config{Dirs: []string{dir}, StartTimeout: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var pid string
	go func() {
		defer cancel()
		eventually(t, "the start", func() bool {
			text, err := os.ReadFile(note)
			pid = strings.TrimSpace(string(text))
			return err == nil
		})
	}()
	_, err := m.Start(ctx, Credential, "silent")
	if mperr.CodeOf(err) != "CANCELED" || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want CANCELED", err)
	}
	if !gone(pid) {
		t.Errorf("process %s lives on", pid)
	}
	if _, err := m.Start(ctx, Credential, "silent"); mperr.CodeOf(err) != "CANCELED" {
		t.Errorf("with a context that has ended: %v, want CANCELED", err)
	}
}

func TestARunDirThatCannotBeUsedIsACodedError(t *testing.T) {
	dir := shelf(t)
	install(t, dir, Credential, "well")
	for name, c := range map[string]struct{ runDir, problem string }{
		"absent":   {filepath.Join(shortDir(t), "absent"), "no such file or directory"},
		"too long": {"/tmp/" + strings.Repeat("long", 25), "too long for the path of a socket"},
	} {
		_, err := NewManager(Config{Dirs: []string{dir}, RunDir: c.runDir}).Start(t.Context(), Credential, "well")
		if e := evidenceOf(t, err); mperr.CodeOf(err) != "PLUGIN_START_FAILED" || !strings.Contains(e.Problem, c.problem) || e.Fix == "" || e.Plugin == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestLookAlikesOutsideTheFoldersAreNeverRun(t *testing.T) {
	elsewhere, marks := shelf(t), t.TempDir()
	var names []string
	for i := range 20 {
		name := "look" + string(rune('a'+i))
		names = append(names, name)
		script(t, elsewhere, name, "touch "+filepath.Join(marks, name))
	}
	t.Setenv("PATH", elsewhere+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Chdir(elsewhere)
	m := managed(t, Config{Dirs: append(DefaultDirs("mp", ""), shelf(t), ".", "plugins", "")})
	for _, name := range names {
		if _, err := m.Start(t.Context(), Credential, name); mperr.CodeOf(err) != "PLUGIN_NOT_FOUND" {
			t.Errorf("%s: got %v, want PLUGIN_NOT_FOUND", name, err)
		}
	}
	if list := m.List(); len(list) != 0 {
		t.Errorf("List gave %v", list)
	}
	if run, _ := os.ReadDir(marks); len(run) != 0 {
		t.Errorf("%v were run", run)
	}
}

func TestSecretsOfAFailedStartStayHidden(t *testing.T) {
	dir := shelf(t)
	script(t, dir, "leaks", `echo "token $MP_TEST_SECRET" >&2; echo "stdout $MP_TEST_SECRET"; sleep 600`)
	put(t, filepath.Join(dir, "mp-credential-leaks.toml"), manifestFor(Credential, "leaks")+"secret_env = [\"MP_TEST_SECRET\"]\n", 0o644)
	_, err := managed(t, Config{Dirs: []string{dir}, LookupEnv: environment(map[string]string{"MP_TEST_SECRET": "canary-91ab"})}).Start(t.Context(), Credential, "leaks")
	encoded, encodeErr := mperr.From(err).MarshalJSON()
	if encodeErr != nil {
		t.Fatal(encodeErr)
	}
	if text := err.Error() + string(encoded); strings.Contains(text, "canary") || !strings.Contains(text, "token ***") || !strings.Contains(text, "stdout ***") {
		t.Errorf("got %s", text)
	}
}

// environment is a LookupEnv over a map.
func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { value, ok := values[name]; return value, ok }
}
