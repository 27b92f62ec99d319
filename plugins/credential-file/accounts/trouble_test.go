package accounts

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// allCalls makes each call once, and gives their errors.
func allCalls(t *testing.T, s *Store) map[string]error {
	t.Helper()
	errs := map[string]error{}
	_, errs["Resolve"] = s.Resolve(t.Context(), credential.Request{Account: "a"})
	_, errs["List"] = s.List(t.Context())
	_, errs["Get"] = s.Get(t.Context(), "a")
	_, errs["Add"] = s.Add(t.Context(), "new", credentials(t, fields("new")))
	_, errs["Remove"] = s.Remove(t.Context(), "a")
	errs["SetDefault"] = s.SetDefault(t.Context(), "a")
	return errs
}

func TestAFileOfTheWrongShapeFailsEachCallAndStaysAsItIs(t *testing.T) {
	for _, tt := range []struct {
		text         string
		line         int
		key          string
		message, fix string
	}{
		{"x = 1\naccounts = 3 # " + canary + "\n", 2, "accounts", "accounts must be a table, not a whole number", "[accounts.NAME]"},
		{"[[accounts]]\nsecret = \"" + canary + "\"\n", 1, "accounts", "accounts must be a table, not a list", "[accounts.NAME]"},
		{"x = 1\ndefault = true\n[accounts.a]\n" + plain, 2, "default", "default must be the name of an account in quotes, not true or false", `default = "NAME"`},
		{"[default]\nx = \"" + canary + "\"\n", 1, "default", "not a table", `default = "NAME"`},
		{"[accounts.a]\nsecret = \"" + canary + "\" \"\n", 2, "", "not valid TOML", "mend the line"},
		{"[accounts.a]\nsecret = " + canary + "\n", 2, "", "not valid TOML", "mend the line"},
		{canary + "\n", 1, "", "not valid TOML", "mend the line"},
		{"[accounts.a]\n" + canary + " = 1\n" + canary + " = 2\n", 3, "", "defined twice", "mend the line"},
		{"\xff\xfea\x00", 1, "", "not valid TOML", "mend the line"},
	} {
		s := storeOf(t, tt.text)
		for call, err := range allCalls(t, s) {
			t.Run(call, func(t *testing.T) { wantConfig(t, s, err, tt.line, tt.key, tt.message, tt.fix) })
		}
		if read(t, s) != tt.text {
			t.Errorf("%q became %q", tt.text, read(t, s))
		}
		if entries, err := os.ReadDir(filepath.Dir(s.path)); err != nil || len(entries) != 1 {
			t.Errorf("refused calls left %v, %v", entries, err)
		}
	}
}

func TestALinkOrAFolderInPlaceOfTheFileIsRefused(t *testing.T) {
	s := newStore(t)
	target := filepath.Join(home(t), "dotfiles.toml")
	if err := errors.Join(os.MkdirAll(filepath.Dir(s.path), 0o700), os.Symlink(target, s.path)); err != nil {
		t.Fatal(err)
	}
	for _, err := range allCalls(t, s) {
		wantConfig(t, s, err, 0, "", "is a symbolic link", "MP_CONFIG_PATH")
	}
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was written through the link: %v", err)
	}
	if err := errors.Join(os.Remove(s.path), os.Mkdir(s.path, 0o700)); err != nil {
		t.Fatal(err)
	}
	for _, err := range allCalls(t, s) {
		wantConfig(t, s, err, 0, "", "is a folder, not a file", "move the folder away")
	}
}

func TestALinkedFolderIsFollowed(t *testing.T) {
	dir := home(t)
	if err := os.Symlink(home(t), filepath.Join(dir, ".mp")); err != nil {
		t.Fatal(err)
	}
	s := New(Config{Path: filepath.Join(dir, ".mp", "config.toml")})
	mustAdd(t, s, "a")
	resolve(t, s, "a")
}

func TestALostKeyLeavesTheOtherAccountsInUse(t *testing.T) {
	s := newStore(t)
	mustAdd(t, s, "lost")
	if err := os.Remove(s.path + ".key"); err != nil {
		t.Fatal(err)
	}
	write(t, s, read(t, s)+"\n[accounts.plain]\n"+plain)
	_, err := s.Resolve(t.Context(), credential.Request{})
	wantConfig(t, s, err, 5, "accounts.lost.secret", "has a secret that cannot be opened: the key that opens the encrypted value is not at hand", "run mp auth remove lost, then mp auth add lost")
	if got := namesOf(list(t, s)); got != "lost* plain" {
		t.Errorf("accounts = %s", got)
	}
	resolve(t, s, "plain")
	if info, err := s.Get(t.Context(), "lost"); err != nil || info.Username != "sa.lost" {
		t.Errorf("Get = %+v, %v", info, err)
	}
	if newDefault, err := s.Remove(t.Context(), "lost"); err != nil || newDefault != "plain" {
		t.Errorf("Remove = %q, %v", newDefault, err)
	}
	mustAdd(t, s, "lost")
	resolve(t, s, "lost")
}

func TestAMovedOrDamagedSecretIsRefused(t *testing.T) {
	s := newStore(t)
	mustAdd(t, s, "low", "high")
	text := read(t, s)
	write(t, s, strings.Replace(text, "[accounts.low]", "[accounts.stolen]", 1))
	_, err := s.Resolve(t.Context(), credential.Request{Account: "stolen"})
	wantConfig(t, s, err, 5, "accounts.stolen.secret", `account "stolen" has a secret that was encrypted for another place (secret of account "low")`, "mp auth add stolen")

	write(t, s, strings.Replace(text, `secret = "age:`, `secret = "age:AAAA`, 1))
	_, err = s.Resolve(t.Context(), credential.Request{Account: "low"})
	wantConfig(t, s, err, 5, "accounts.low.secret", "has an encrypted secret that is damaged", "run mp auth remove low")
}

func TestValuesThatCredentialsRefuseAreToldWithTheirLine(t *testing.T) {
	for line, message := range map[string]string{
		`timezone = "Mars/Base"`:            `account "a" has a bad timezone "Mars/Base"`,
		`export_time = "local"`:             `account "a" has a bad export_time "local": not a clock of an export (allowed: utc, project)`,
		`base_url = "http://proxy.example"`: `account "a" has a bad base_url: must be https`,
		`timezone = 5`:                      `account "a" has a timezone that is a whole number`,
		`base_url = ""`:                     `account "a" has an empty base_url`,
	} {
		s := storeOf(t, "[accounts.a]\n"+plain+line+"\n")
		_, err := s.Resolve(t.Context(), credential.Request{})
		key, _, _ := strings.Cut(line, " ")
		if strings.HasPrefix(line, "timezone = 5") || strings.HasPrefix(line, `base_url = ""`) {
			_, err = s.Get(t.Context(), "a")
		}
		wantConfig(t, s, err, 6, "accounts.a."+key, message, key)
	}
}

func TestExportTimeOfTheProjectWithoutItsZoneIsToldWithWhatToWrite(t *testing.T) {
	s := storeOf(t, "[accounts.a]\n"+plain+"export_time = \"project\"\n")
	_, err := s.Resolve(t.Context(), credential.Request{})
	wantConfig(t, s, err, 1, "accounts.a.timezone", `account "a" has a bad timezone: must be set where export_time is project`, "mend timezone under [accounts.a]")
	if infos := list(t, s); len(infos) != 1 || infos[0].Region != "" {
		t.Errorf("accounts = %+v, want one that cannot be used", infos)
	}
}

func TestAFileThatCannotBeEditedSafelyIsLeftToItsOwner(t *testing.T) {
	s := storeOf(t, "x = 1\naccounts = { a = { username = \"u\", secret = \"s3cr3t-canary\", project_id = \"1\", region = \"us\" } }\n")
	before := read(t, s)
	resolve(t, s, "a")
	_, err := s.Add(t.Context(), "b", credentials(t, fields("b")))
	wantConfig(t, s, err, 2, "", "cannot be edited safely; it is unchanged", "edit it by hand: add accounts.b to it with the keys username, secret, project_id, region")
	_, err = s.Remove(t.Context(), "a")
	wantConfig(t, s, err, 2, "", "cannot be edited safely; it is unchanged", "edit it by hand: delete accounts.a")
	if read(t, s) != before {
		t.Errorf("file became %q", read(t, s))
	}
}

func TestAFullFileTakesNoMoreAccounts(t *testing.T) {
	s := storeOf(t, strings.Repeat("#", 1<<20))
	_, err := s.Add(t.Context(), "a", credentials(t, fields("a")))
	wantConfig(t, s, err, 0, "", "larger than", "shorten")
	if len(read(t, s)) != 1<<20 {
		t.Error("the file changed")
	}
}

func TestAFileOfManyAccounts(t *testing.T) {
	var text strings.Builder
	const many = 600
	for i := range many {
		fmt.Fprintf(&text, "[accounts.n%d]\n%s\n", i, plain)
	}
	s := storeOf(t, text.String())
	if got := len(list(t, s)); got != many {
		t.Errorf("%d accounts, want %d", got, many)
	}
	mustAdd(t, s, "one-more")
	if got := resolve(t, s, fmt.Sprintf("n%d", many-1)).Source; got != fmt.Sprintf("%s:%d", s.path, 6*(many-1)+1) {
		t.Errorf("source = %s", got)
	}
}

func TestACanceledCallChangesNothing(t *testing.T) {
	s := storeOf(t, "[accounts.a]\n"+plain)
	before := read(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, resolveErr := s.Resolve(ctx, credential.Request{Account: "a"})
	_, listErr := s.List(ctx)
	_, addErr := s.Add(ctx, "b", credentials(t, fields("b")))
	_, removeErr := s.Remove(ctx, "a")
	for _, err := range []error{resolveErr, listErr, addErr, removeErr, s.SetDefault(ctx, "a")} {
		if mperr.CodeOf(err) != "CANCELED" {
			t.Errorf("error = %v, want canceled", err)
		}
	}
	if read(t, s) != before {
		t.Error("the file changed")
	}
}
