package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/cobra"
)

// command is one that the path names.
func command(path string) *cobra.Command {
	words := strings.Fields(path)
	top := &cobra.Command{Use: words[0]}
	for _, word := range words[1:] {
		sub := &cobra.Command{Use: word}
		top.AddCommand(sub)
		top = sub
	}
	return top
}

// said reads what is on stderr so far, while elapsed may write to it.
func (e *elapsed) said(s *surroundings) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return s.stderr.String()
}

func TestElapsedIsToldAfterASecondAndGoneWithTheResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newApp("").atTerminal()
		s.tellElapsed(command("mp query sql"))
		time.Sleep(900 * time.Millisecond)
		synctest.Wait()
		if got := s.elapsed.said(s); got != "" {
			t.Errorf("told %q within a second", got)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := s.elapsed.said(s); !strings.HasSuffix(got, "\r- query sql: 2s") {
			t.Errorf("told %q", got)
		}
		s.say("mp: the quota is used up")
		time.Sleep(time.Second)
		synctest.Wait()
		if got := s.elapsed.said(s); !strings.HasSuffix(got, "\rmp: the quota is used up\n\\ query sql: 3s") {
			t.Errorf("a message is torn: %q", got)
		}
		fmt.Fprint(s.out, "result")
		time.Sleep(time.Minute)
		synctest.Wait()
		lines := strings.Split(s.elapsed.said(s), "\r")
		if last := lines[len(lines)-1]; last != "" || s.stdout.String() != "result" {
			t.Errorf("what stays on the screen is %q; stdout %q", last, s.stdout.String())
		}
		s.elapsed.end()
	})
}

func TestElapsedWithoutATerminalIsALineNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newApp("")
		s.tellElapsed(command("mp inspect events"))
		time.Sleep(65 * time.Second)
		synctest.Wait()
		s.elapsed.end()
		s.elapsed.end()
		if got, want := s.elapsed.said(s), "mp: inspect events: at work for 30s\nmp: inspect events: at work for 1m0s\n"; got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	})
}

func TestNoElapsedWhereNothingIsToBeTold(t *testing.T) {
	quiet := newApp("").atTerminal()
	quiet.quiet = true
	quiet.tellElapsed(command("mp query sql"))
	fetching := newApp("").atTerminal()
	fetching.tellElapsed(command("mp fetch events"))
	group := newApp("").atTerminal()
	group.tellElapsed(command("mp query"))
	for _, s := range []*surroundings{quiet, fetching, group} {
		if s.elapsed != nil {
			t.Error("something is told")
		}
	}
}

func TestAVerboseCommandHasNoLineThatItsLogWouldTear(t *testing.T) {
	s := newApp("").atTerminal()
	s.verbose = 1
	s.tellElapsed(command("mp query sql"))
	defer s.elapsed.end()
	if s.elapsed.moving {
		t.Error("a line moves")
	}
}

func TestPastPassesOnWhatWasWritten(t *testing.T) {
	var out bytes.Buffer
	n, err := past{&out, func(write func()) { write() }}.Write([]byte("abc"))
	if n != 3 || err != nil || out.String() != "abc" {
		t.Errorf("%d, %v, %q", n, err, out.String())
	}
}
