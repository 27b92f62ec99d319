package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// terminal runs a program at a terminal of 80 columns, answers its questions, and expects an exit status:
// terminal 0 typing mp auth add a. The file has a line for each answer, PROMPT => ANSWER: the answer is typed once the
// prompt is on the screen, ^C is the key of that name, and SIGHUP is what closing the terminal sends. What was on the screen
// is the standard output of the command. Afterwards the terminal must show again what is typed.
func terminal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: terminal STATUS FILE PROGRAM [ARG ...]")
	}
	keyboard, tty, err := openTerminal()
	ts.Check(err)
	defer keyboard.Close()
	command := exec.Command("env", args[2:]...) // env looks along the script's PATH
	command.Dir, command.Env = ts.MkAbs("."), scriptEnv(ts)
	command.Stdin, command.Stdout, command.Stderr = tty, tty, tty
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	ts.Check(command.Start())
	ts.Check(tty.Close())
	ts.Defer(func() { _ = command.Process.Kill() })

	screen := watchScreen(keyboard)
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		prompt, answer, ok := strings.Cut(strings.TrimSpace(line), " => ")
		if !ok {
			ts.Fatalf("%s: %q is not PROMPT => ANSWER", args[1], line)
		}
		poll(ts, patience, fmt.Sprintf("%q is on the screen", prompt), func() bool { return screen.shows(prompt) })
		ts.Check(give(command.Process, keyboard, answer))
	}
	got := exitStatus(waitFor(ts, command))
	<-screen.done
	ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(screen.text()), 0o600))
	_ = ts.Exec("cat", "screen")
	if got != args[0] {
		ts.Fatalf("%s ended with %s, want status %s:\n%s", args[2], got, args[0], screen.text())
	}
	settings, err := unix.IoctlGetTermios(int(keyboard.Fd()), unix.TCGETS)
	ts.Check(err)
	if settings.Lflag&unix.ECHO == 0 {
		ts.Fatalf("%s leaves a terminal that does not show what is typed", args[2])
	}
}

// give types an answer, or sends the signal of that name.
func give(to *os.Process, keyboard *os.File, answer string) error {
	keys := answer + "\n"
	switch answer {
	case "SIGHUP":
		return to.Signal(syscall.SIGHUP)
	case "^C":
		keys = "\x03"
	}
	_, err := keyboard.WriteString(keys)
	return err
}

// openTerminal makes a terminal: what is written to keyboard is typed, and what it reads is on the screen.
func openTerminal() (keyboard, tty *os.File, err error) {
	keyboard, err = os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(keyboard.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err == nil {
		tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		_ = keyboard.Close()
	}
	return keyboard, tty, err
}

// screen is what a terminal has shown.
type screen struct {
	mu    sync.Mutex
	shown []byte
	// done is closed when the last program has left the terminal.
	done chan struct{}
}

func watchScreen(terminal *os.File) *screen {
	s := &screen{done: make(chan struct{})}
	go func() {
		defer close(s.done)
		for buffer := make([]byte, 4096); ; {
			n, err := terminal.Read(buffer)
			s.mu.Lock()
			s.shown = append(s.shown, buffer[:n]...)
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

// text is what can be read: what a line began with before it was begun again, such as how long a command is at work, is gone.
func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var text strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(string(s.shown), "\r\n", "\n")) {
		text.WriteString(line[strings.LastIndexByte(line, '\r')+1:])
	}
	return text.String()
}

func (s *screen) shows(text string) bool { return strings.Contains(s.text(), text) }
