package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// filesIn are the names in a folder, hidden ones too.
func filesIn(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return strings.Join(names, " ")
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOutputGoesToAFileInTheFormatOfItsEnding(t *testing.T) {
	for _, flag := range []string{"--output", "-o"} {
		for name, want := range map[string]string{
			"v.json": "{\n  \"version\"", "v": "{\n  \"version\"", "v.csv": "version,", "v.md": "| field", "v.parquet": "PAR1", "v.txt": "VERSION ",
		} {
			dir := t.TempDir()
			s := newApp("").atTerminal()
			status := s.runs(t, "version", flag, filepath.Join(dir, name))
			if status != 0 || s.stdout.Len() != 0 || filesIn(t, dir) != name {
				t.Errorf("%s: status %d, stdout %q, files %s", name, status, s.stdout.String(), filesIn(t, dir))
			}
			if got := content(t, filepath.Join(dir, name)); !strings.HasPrefix(got, want) {
				t.Errorf("%s holds %.40q, want %q", name, got, want)
			}
		}
	}
}

func TestFormatGoesBeforeTheEndingOfTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v.csv")
	if status := newApp("").runs(t, "version", "-o", path, "-f", "jsonl"); status != 0 || !strings.HasPrefix(content(t, path), `{"version"`) {
		t.Errorf("status %d, %q", status, content(t, path))
	}
}

func TestADashIsStandardOutput(t *testing.T) {
	s := newApp("")
	if status := s.runs(t, "version", "-o", "-", "--jq", ".version"); status != 0 || s.stdout.String() != "\"unknown\"\n" {
		t.Errorf("status %d, %q", status, s.stdout.String())
	}
}

func TestACompletionScriptGoesToTheFileToo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mp.bash")
	s := newApp("")
	if status := s.runs(t, "completion", "bash", "--output", path); status != 0 || s.stdout.Len() != 0 || !strings.Contains(content(t, path), "complete") {
		t.Errorf("status %d, stdout %d bytes", status, s.stdout.Len())
	}
}

func TestOutputThatFailsLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "v.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status := newApp("").runs(t, "version", "-o", path, "--jq", ".version.x"); status != 3 {
		t.Errorf("status %d, want 3", status)
	}
	if content(t, path) != "old" || filesIn(t, dir) != "v.json" {
		t.Errorf("holds %q beside %s", content(t, path), filesIn(t, dir))
	}
	if status := newApp("").runs(t, "version", "-o", path); status != 0 || !strings.HasPrefix(content(t, path), "{") {
		t.Errorf("status %d, holds %q", status, content(t, path))
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: the mode is not that of the older file", info, err)
	}
}

func TestAResultThatIsWholeStaysBesideAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	verdict := errors.New("the credentials are wrong")
	for name, tt := range map[string]struct {
		ended []error
		kept  bool
	}{
		"nothing printed": {nil, false}, "printed whole": {[]error{nil}, true},
		"broken off": {[]error{verdict}, false}, "broken off at the second": {[]error{nil, verdict}, false},
	} {
		file, err := createOutput("--output", path)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range tt.ended {
			file.ended(err)
		}
		if err := file.finish(verdict); !errors.Is(err, verdict) {
			t.Errorf("%s: error = %v", name, err)
		}
		_, err = os.Stat(path)
		if kept := err == nil; kept != tt.kept || len(filesIn(t, filepath.Dir(path))) > len("out") {
			t.Errorf("%s: kept %v; files %s", name, kept, filesIn(t, filepath.Dir(path)))
		}
		_ = os.Remove(path)
	}
}

func TestOutputThatCannotBeIsRefusedBeforeAnythingIsDone(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir: "is a folder", filepath.Join(dir, "none", "x"): "cannot be written", "": "is empty",
	} {
		s := newApp("")
		status := s.runs(t, "version", "--output", path)
		if status != 3 || !strings.Contains(s.stderr.String(), want) || s.stdout.Len() != 0 {
			t.Errorf("%q: status %d, stderr %q; want 3 and %q", path, status, s.stderr.String(), want)
		}
	}
	if status := newApp("").runs(t, "version", "-f", "yaml", "-o", filepath.Join(dir, "x")); status != 3 || filesIn(t, dir) != "" {
		t.Errorf("status %d, files %q; want 3 and none", status, filesIn(t, dir))
	}
}

func TestAnEndingThatNamesNoFormatIsTold(t *testing.T) {
	for name, told := range map[string]bool{"e.xyz": true, "e": false, "e.json": false, "e.csv": false} {
		s := newApp("")
		if status := s.runs(t, "version", "-o", filepath.Join(t.TempDir(), name)); status != 0 || strings.Contains(s.stderr.String(), "writing json") != told {
			t.Errorf("%s: status %d, stderr %q", name, status, s.stderr.String())
		}
	}
	s := newApp("")
	if s.runs(t, "version", "-f", "csv", "-o", filepath.Join(t.TempDir(), "e.xyz")); s.stderr.Len() > 0 {
		t.Errorf("with a format: %q", s.stderr.String())
	}
}

func TestOutputFollowsALinkAndLeavesIt(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file.json"), filepath.Join(dir, "link.json")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if status := newApp("").runs(t, "version", "-o", link); status != 0 || content(t, file) == "" {
		t.Errorf("status %d, the file holds %q", status, content(t, file))
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("%v, %v: the link is gone", info, err)
	}
}

func TestWhatIsNoFileIsWrittenAsItStands(t *testing.T) {
	if status := newApp("").runs(t, "version", "-o", os.DevNull); status != 0 {
		t.Errorf("status %d", status)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%v, %v: the device is gone", info, err)
	}
}

func TestShortOutputIsEverywhereButWhereTheLetterIsTaken(t *testing.T) {
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) {
		flag := command.Flags().ShorthandLookup("o")
		if !command.HasSubCommands() && flag == nil {
			t.Errorf("%s has no -o", command.CommandPath())
		}
		if flag != nil && flag.Name != "o" && flag.Name != "on" && flag.Name != "output-properties" {
			t.Errorf("%s: -o is --%s", command.CommandPath(), flag.Name)
		}
	})
}

func TestShortOutputYieldsToAFlagThatHasTheLetter(t *testing.T) {
	s := newApp("")
	root := &cobra.Command{Use: "mp"}
	query := &cobra.Command{Use: "segmentation", Run: func(*cobra.Command, []string) {}}
	on := query.Flags().StringP("on", "o", "", "")
	root.AddCommand(query)
	s.globalFlags(root)
	s.shortOutput(root)
	root.SetArgs([]string{"segmentation", "-o", "country", "--output", "x.csv"})
	if err := root.Execute(); err != nil || *on != "country" || s.output != "x.csv" {
		t.Errorf("%v: --on %q, --output %q", err, *on, s.output)
	}
}
