package sdk_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/mixpanel-data/mp/sdk"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// loud collects what a plugin writes to standard error.
type loud struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *loud) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *loud) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func TestProcessSaysWhatItIsAndAnswers(t *testing.T) {
	plugin := connect(t, "credential", dial.KindCredential, nil)
	want := dial.Info{Name: "test", Version: "1.2.3", Kind: dial.KindCredential, Protocol: 1, SDK: "mp-sdk-go " + sdk.Version}
	if diff := cmp.Diff(want, plugin.Info()); diff != "" {
		t.Error(diff)
	}
	found, err := plugin.Provider().Resolve(t.Context(), credential.Request{Account: "a"})
	if err != nil || found.Credentials.Secret().Reveal() != canary || found.Account != "a" {
		t.Errorf("got %v, %v", found, err)
	}
	if plugin.Engine() != nil {
		t.Error("a credential plugin has an engine")
	}
}

func TestWhateverAPluginPrintsTheHandshakeArrives(t *testing.T) {
	stderr := &loud{}
	c := client(t, "printing", dial.KindCredential, dial.Config{}, func(config *goplugin.ClientConfig) { config.Stderr = stderr })
	started, err := c.Client()
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	plugin, err := dial.Connect(t.Context(), started, dial.KindCredential)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plugin.Provider().Resolve(t.Context(), credential.Request{}); err != nil {
		t.Error(err)
	}
	c.Kill()
	for _, want := range []string{"welcome to my plugin", "no line end here", "to standard error", "from a child process"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("%q did not arrive on standard error:\n%.500s", want, stderr.String())
		}
	}
}

func TestHostThatUsesGoPluginsOwnCertificatesIsServed(t *testing.T) {
	plugin := connect(t, "credential", dial.KindCredential, func(config *goplugin.ClientConfig) {
		config.Cmd.Env = config.Cmd.Env[:len(config.Cmd.Env)-1]
		config.TLSConfig, config.AutoMTLS = nil, true
	})
	if _, err := plugin.Provider().Resolve(t.Context(), credential.Request{}); err != nil {
		t.Error(err)
	}
}

func TestNobodyButTheHostIsLetIn(t *testing.T) {
	c := client(t, "credential", dial.KindCredential, dial.Config{}, nil)
	if _, err := c.Client(); err != nil {
		t.Fatal(err)
	}
	other, _, err := dial.MutualTLS()
	if err != nil {
		t.Fatal(err)
	}
	other.InsecureSkipVerify = true
	address := "unix:" + c.ReattachConfig().Addr.String()
	for name, credentials := range map[string]credentials.TransportCredentials{
		"without tls":              insecure.NewCredentials(),
		"with another certificate": credentials.NewTLS(other),
	} {
		conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(credentials))
		if err != nil {
			t.Fatal(err)
		}
		err = conn.Invoke(t.Context(), "/mp.plugin.v1.PluginService/Describe", &emptypb.Empty{}, &emptypb.Empty{})
		if status.Code(err) != codes.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
		_ = conn.Close()
	}
}

func TestPluginEndsWithAHostThatWasKilled(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	read, write := diary(t)
	host := exec.Command(self)
	host.Env = append(os.Environ(), roleVariable+"=host")
	host.ExtraFiles = []*os.File{write}
	host.Stderr = os.Stderr
	said, err := host.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	opened := make([]byte, len("opened\n"))
	if n, err := said.Read(opened); err != nil || string(opened[:n]) != "opened\n" {
		t.Fatalf("the host said %q, %v", opened[:n], err)
	}
	if err := host.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = host.Wait()
	if got := lived(t, read, write); got != "closed" {
		t.Errorf("the store's end is %q, want closed", got)
	}
}

func TestPluginClosesItsStoreWhenItIsAskedToEnd(t *testing.T) {
	for name, end := range map[string]func(*goplugin.Client, int){
		"by its host": func(c *goplugin.Client, _ int) { c.Kill() },
		"by a SIGTERM": func(_ *goplugin.Client, pid int) {
			if process, err := os.FindProcess(pid); err == nil {
				_ = process.Signal(syscall.SIGTERM)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			read, write := diary(t)
			c := client(t, "storage", dial.KindStorage, dial.Config{}, func(config *goplugin.ClientConfig) {
				config.Cmd.ExtraFiles = []*os.File{write}
			})
			started, err := c.Client()
			if err != nil {
				t.Fatal(err)
			}
			plugin, err := dial.Connect(t.Context(), started, dial.KindStorage)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := plugin.Engine().Open(t.Context(), storage.Options{Location: "x"}); err != nil {
				t.Fatal(err)
			}
			end(c, c.ReattachConfig().Pid)
			if got := lived(t, read, write); got != "closed" {
				t.Errorf("the store's end is %q, want closed", got)
			}
		})
	}
}

func TestSecretOfTheEnvironmentIsInNoErrorAndNoLogLine(t *testing.T) {
	stderr, printed := &loud{}, &loud{}
	c := client(t, "credential", dial.KindCredential, dial.Config{}, func(config *goplugin.ClientConfig) {
		config.Stderr, config.SyncStderr = stderr, printed
	})
	started, err := c.Client()
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := dial.Connect(t.Context(), started, dial.KindCredential)
	if err != nil {
		t.Fatal(err)
	}
	_, err = plugin.Provider().Resolve(t.Context(), credential.Request{Account: "leak"})
	c.Kill()
	if err == nil || err.Error() != "cannot use ***" {
		t.Errorf("got %v", err)
	}
	if text := stderr.String() + printed.String(); strings.Contains(text, canary) || !strings.Contains(text, `"@message":"using ***"`) {
		t.Errorf("the log is %s", text)
	}
}

func TestProcessThatEndsInACallIsATransportError(t *testing.T) {
	for _, account := range []string{"exit", "goroutine"} {
		t.Run(account, func(t *testing.T) {
			var asked *dial.TransportError
			c := client(t, "credential", dial.KindCredential, dial.Config{Explain: func(_ string, err *dial.TransportError) error {
				asked = err
				return err.Coded("mp-credential-test")
			}}, nil)
			started, err := c.Client()
			if err != nil {
				t.Fatal(err)
			}
			plugin, err := dial.Connect(t.Context(), started, dial.KindCredential)
			if err != nil {
				t.Fatal(err)
			}
			_, err = plugin.Provider().Resolve(t.Context(), credential.Request{Account: account})
			var crashed *mperr.PluginCrashed
			if !errors.As(err, &crashed) || asked == nil || asked.Call != "credential.Resolve" {
				t.Errorf("got %T %v", err, err)
			}
		})
	}
}

func TestKindsDoNotStartAsEachOther(t *testing.T) {
	stderr := &loud{}
	_, err := client(t, "storage", dial.KindCredential, dial.Config{}, func(config *goplugin.ClientConfig) {
		config.Stderr = stderr
	}).Client()
	if err == nil || !strings.Contains(stderr.String(), "is a storage plugin of mp") {
		t.Errorf("got %v; %s", err, stderr.String())
	}
}

// byHand runs a role as a person would.
func byHand(t *testing.T, role string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestRunByHandItSaysWhatItIs(t *testing.T) {
	for role, want := range map[string]string{
		"credential": "mp-credential-test is a credential plugin of mp: mp starts it when a command needs it, and it does nothing by itself.\n" +
			"Run a command that uses it, such as mp auth list; mp plugin list shows where plugins belong and which are there.\n",
		"storage": "mp-storage-test is a storage plugin of mp: mp starts it when a command needs it, and it does nothing by itself.\n" +
			"Run a command that uses it, such as mp inspect tables; mp plugin list shows where plugins belong and which are there.\n",
		"nameless": "sdk.Plugin.Name \"\" is not 1 to 63 lower-case letters and digits, with single hyphens between them\n",
	} {
		stdout, stderr, status := byHand(t, role)
		if status != 1 || stdout != "" || stderr != want {
			t.Errorf("%s: status %d, stdout %q, stderr %q", role, status, stdout, stderr)
		}
	}
}

func TestVersionIsPrinted(t *testing.T) {
	stdout, stderr, status := byHand(t, "storage", "--version")
	if status != 0 || stdout != "mp-storage-test 1.2.3 protocol 1\n" || stderr != "" {
		t.Errorf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
}
