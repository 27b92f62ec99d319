package main

import (
	"bytes"
	"fmt"
	"io"
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
		s.now = time.Now
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
		s.now = time.Now
		s.tellElapsed(command("mp inspect events"))
		time.Sleep(45 * time.Second)
		fmt.Fprint(s.out, "a part of the result")
		time.Sleep(20 * time.Second)
		synctest.Wait()
		s.elapsed.end()
		s.elapsed.end()
		if got, want := s.elapsed.said(s), "mp: inspect events: at work for 30s\nmp: inspect events: at work for 1m0s\n"; got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	})
}

func TestElapsedGoesOnWhileAFileIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newApp("").atTerminal()
		s.now, s.outTerminal, s.outFile = time.Now, false, true
		s.tellElapsed(command("mp query sql"))
		fmt.Fprint(s.out, "a part of the result")
		time.Sleep(2500 * time.Millisecond)
		synctest.Wait()
		if got := s.elapsed.said(s); !strings.HasSuffix(got, "\r- query sql: 2s") {
			t.Errorf("told %q", got)
		}
		s.elapsed.end()
	})
}

func TestElapsedLeavesAQuestionAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newApp("").atTerminal()
		answer, keyboard := io.Pipe()
		s.now, s.in = time.Now, answer
		s.tellElapsed(command("mp inspect drop"))
		go func() {
			time.Sleep(5500 * time.Millisecond)
			_, _ = keyboard.Write([]byte("yes\n"))
		}()
		if err := s.confirm(t.Context(), false, "Remove it?"); err != nil {
			t.Fatal(err)
		}
		if got := s.elapsed.said(s); got != "Remove it? [y/N] " {
			t.Errorf("while the question stands there is %q", got)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got := s.elapsed.said(s); !strings.HasSuffix(got, "- inspect drop: 6s") {
			t.Errorf("after it there is %q", got)
		}
		s.elapsed.end()
	})
}

func TestElapsedLeavesAQueryThatIsTypedAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, typed := range []bool{true, false} {
			s := newApp("").atTerminal()
			query, keyboard := io.Pipe()
			s.now, s.in, s.inTerminal = time.Now, query, typed
			s.tellElapsed(command("mp query sql"))
			go func() {
				time.Sleep(5500 * time.Millisecond)
				_, _ = keyboard.Write([]byte("SELECT 1"))
				_ = keyboard.Close()
			}()
			if text, err := s.readQuestion("-"); err != nil || text != "SELECT 1" {
				t.Fatalf("%q, %v", text, err)
			}
			if got := s.elapsed.said(s); (got == "") != typed {
				t.Errorf("typed %v: while it is read there is %q", typed, got)
			}
			s.elapsed.end()
		}
	})
}

func TestNoElapsedWhereNothingIsToBeTold(t *testing.T) {
	quiet := newApp("").atTerminal()
	quiet.quiet = true
	quiet.tellElapsed(command("mp query sql"))
	script := newApp("").atTerminal()
	script.tellElapsed(command("mp completion bash"))
	group := newApp("").atTerminal()
	group.tellElapsed(command("mp query"))
	for _, s := range []*surroundings{quiet, script, group} {
		if s.elapsed != nil {
			t.Error("something is told")
		}
		s.elapsed.pause() // which a question does
		s.elapsed.resume()
		s.elapsed.tells("much")
		s.elapsed.end()
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
