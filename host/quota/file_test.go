package quota_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"

	"github.com/mixpanel-data/mp/host/quota"
)

func TestTheFileIsTheUsersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quota", "1.json")
	take(t, quota.New(quota.Config{Path: path}), quota.Query).Done()
	for name, want := range map[string]os.FileMode{filepath.Dir(path): 0o700, path: 0o600, path + ".lock": 0o600} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
	if left := quota.New(quota.Config{Path: path}).Left(quota.Query).Requests; left != 59 {
		t.Errorf("another ledger of the file has %d left, want 59", left)
	}
}

func TestLookingWritesNothing(t *testing.T) {
	folder := t.TempDir()
	left := quota.New(quota.Config{Path: filepath.Join(folder, "quota", "1.json")}).Left(quota.Export)
	if left.Requests != 60 || left.PerHour != 60 || !left.Resumes.IsZero() {
		t.Errorf("%+v", left)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("there is %v, %v", entries, err)
	}
}

func TestADamagedFileIsBegunAnewWithAWarning(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "cut": `{"version":1,"families":{"export":{"begun":[17`, "of a newer mp": `{"version":2}`, "binary": "\x00\xff",
		"another kind": `[1,2]`, "wrong types": `{"version":1,"families":{"export":{"begun":["soon"]}}}`,
		"huge": `{"version":1,"families":{"export":{"begun":[` + strings.Repeat("1,", 1<<20) + `1]}}}`,
	} {
		path := filepath.Join(t.TempDir(), "1.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		warnings := 0
		ledger := quota.New(quota.Config{Path: path, Warn: func(text string) {
			if strings.Contains(text, path) && strings.Contains(text, "begun anew") {
				warnings++
			}
		}})
		take(t, ledger, quota.Export)
		if left := ledger.Left(quota.Export).Requests; left != 59 || warnings != 1 {
			t.Errorf("%s: %d left, want 59, and %d warnings", name, left, warnings)
		}
	}
}

func TestMembersThatAreNullAreNoDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.json")
	if err := os.WriteFile(path, []byte(`{"version":1,"families":{"export":null,"later":{"begun":null}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ledger := quota.New(quota.Config{Path: path, Warn: func(text string) { t.Error(text) }})
	take(t, ledger, quota.Export)
	if left := ledger.Left(quota.Export).Requests; left != 59 {
		t.Errorf("%d left", left)
	}
}

func TestAFileThatCannotBeUsedLetsTheProcessCountAlone(t *testing.T) {
	inTheWay := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "1.json")
	if err := os.MkdirAll(filepath.Join(folder, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"folder that is a file": filepath.Join(inTheWay, "1.json"), "file that is a folder": folder} {
		warnings := 0
		ledger := quota.New(quota.Config{
			Path: path, MaxWait: -1, Limits: map[quota.Family]quota.Limits{quota.Query: {PerHour: 3, AtOnce: 2}},
			Warn: func(string) { warnings++ },
		})
		for range 3 {
			take(t, ledger, quota.Query).Done()
		}
		_, err := ledger.Take(t.Context(), quota.Query)
		if retryAfter(t, err); warnings == 0 || warnings > 2 {
			t.Errorf("%s: %d warnings", name, warnings)
		}
	}
}

func TestALockThatIsNeverFreedDoesNotStopWork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.json")
	held := flock.New(path + ".lock")
	if locked, err := held.TryLock(); !locked {
		t.Fatal(err)
	}
	defer func() { _ = held.Unlock() }()
	var warned string
	synctest.Test(t, func(t *testing.T) {
		take(t, quota.New(quota.Config{Path: path, Warn: func(text string) { warned = text }}), quota.Export)
	})
	if !strings.Contains(warned, "another process holds") {
		t.Errorf("warned of %q", warned)
	}
}

func TestAClockThatWasPutBackHoldsNothingUpForLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.json")
	now := time.Now()
	config := quota.Config{Path: path, MaxWait: -1, Now: func() time.Time { return now }}
	config.Limits = map[quota.Family]quota.Limits{quota.Export: {PerHour: 2}}
	ledger := quota.New(config)
	take(t, ledger, quota.Export)
	take(t, ledger, quota.Export)
	now = now.Add(-30 * 24 * time.Hour)
	_, err := ledger.Take(t.Context(), quota.Export)
	if got := retryAfter(t, err); got > 3602 {
		t.Errorf("retry after %d seconds", got)
	}
	now = now.Add(time.Hour + 2*time.Second)
	take(t, ledger, quota.Export)
}
