package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestConfirmTakesOnlyYesForYes(t *testing.T) {
	for _, tt := range []struct {
		answer string
		want   error
	}{
		{"y\n", nil}, {"yes\n", nil}, {" YES \r\n", nil}, {"y", nil},
		{"\n", errRefused}, {"n\n", errRefused}, {"yess\n", errRefused}, {"no\ny\n", errRefused},
	} {
		s := newApp(tt.answer).atTerminal()
		if err := s.confirm(t.Context(), false, "Remove it?"); !errors.Is(err, tt.want) {
			t.Errorf("%q: %v, want %v", tt.answer, err, tt.want)
		}
		if got := s.stderr.String(); got != "Remove it? [y/N] " {
			t.Errorf("asked %q", got)
		}
	}
}

func TestConfirmAsksOnlyWhereAnAnswerCanCome(t *testing.T) {
	unseen := newApp("y\n").atTerminal()
	unseen.errTerminal = false
	for name, s := range map[string]*surroundings{"no terminal": newApp("y\n"), "question not seen": unseen} {
		err := s.confirm(t.Context(), false, "Remove it?")
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "--force") || s.stderr.Len() != 0 {
			t.Errorf("%s: %v after %q, want an error that names --force", name, err, s.stderr.String())
		}
		if err := s.confirm(t.Context(), true, "Remove it?"); err != nil {
			t.Errorf("%s: --force: %v", name, err)
		}
	}
}

func TestARefusalEndsWithStatusTwoAndNoError(t *testing.T) {
	if errRefused.status != 2 {
		t.Errorf("status %d, want 2, as for the Python tool", errRefused.status)
	}
}

func TestAskWithoutAnAnswerIsAnError(t *testing.T) {
	for name, in := range map[string]io.Reader{
		"closed": strings.NewReader(""), "broken": iotest.ErrReader(errors.New("input/output error")),
		"endless": strings.NewReader(strings.Repeat("y", 2*answerLimit)),
	} {
		s := newApp("").atTerminal()
		s.in = in
		_, err := s.ask(t.Context(), "Project id: ")
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" || err.Error() != "Project id: no answer" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAskLeavesTheNextLineForTheNextQuestion(t *testing.T) {
	s := newApp("me\n77\n").atTerminal()
	for _, want := range []string{"me", "77"} {
		if got, err := s.ask(t.Context(), "? "); err != nil || got != want {
			t.Errorf("answer %q, %v; want %q", got, err, want)
		}
	}
}

func TestAnInterruptEndsAQuestionThatNobodyAnswers(t *testing.T) {
	silent, hangUp := io.Pipe()
	defer hangUp.Close()
	s := newApp("").atTerminal()
	s.in = silent
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.confirm(ctx, false, "Remove it?"); !errors.Is(err, context.Canceled) {
		t.Errorf("confirm = %v, want the context's error", err)
	}
	if _, err := s.readSecret(ctx, true); !errors.Is(err, context.Canceled) {
		t.Errorf("readSecret = %v, want the context's error", err)
	}
	if _, err := s.sqlText(ctx, []string{"-"}, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("sqlText = %v, want the context's error", err)
	}
}
