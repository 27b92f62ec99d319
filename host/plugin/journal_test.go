package plugin

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// records is a log that keeps what it gets.
type records struct {
	mu   sync.Mutex
	text []string
}

func (r *records) Enabled(context.Context, slog.Level) bool { return true }
func (r *records) WithAttrs([]slog.Attr) slog.Handler       { return r }
func (r *records) WithGroup(string) slog.Handler            { return r }
func (r *records) Handle(_ context.Context, record slog.Record) error {
	text := record.Level.String() + " " + record.Message
	record.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
	r.mu.Lock()
	defer r.mu.Unlock()
	r.text = append(r.text, text)
	return nil
}

// written gives the log and the evidence that a stream leaves.
func written(stream string, secrets ...string) (log, evidence []string) {
	var kept records
	j := &journal{log: slog.New(&kept), redact: newRedactor(secrets)}
	out := &lines{journal: j}
	fmt.Fprint(out, stream)
	_ = out.Close()
	return kept.text, j.last()
}

func TestLinesBecomeRecordsOfTheirLevel(t *testing.T) {
	log, evidence := written(strings.Join([]string{
		`{"@level":"trace","@message":"deep"}`,
		`{"@level":"debug","@message":"address","network":"unix"}`,
		`{"@level":"info","@message":"opened","rows":12,"path":"/x","@module":"db","@timestamp":"2026-01-01T00:00:00Z"}`,
		`{"@level":"warn","@message":"slow","nested":{"a":[1,2]}}`,
		`{"@level":"error","@message":"broken","error":"disk\u001b[31m full"}`,
		`{"@level":"loud","@message":"what"}`,
		`[WARN] plain and marked`,
		`plain`,
		``,
		`   `,
		`no end`,
	}, "\n"))
	wantLog := []string{
		"DEBUG-4 deep", "DEBUG address network=unix", "INFO opened module=db path=/x rows=12", `WARN slow nested={"a":[1,2]}`,
		"ERROR broken error=disk full", "INFO what", "WARN [WARN] plain and marked", "INFO plain", "INFO no end",
	}
	if diff := cmp.Diff(wantLog, log); diff != "" {
		t.Error(diff)
	}
	wantEvidence := []string{
		"info: opened module=db path=/x rows=12", `warn: slow nested={"a":[1,2]}`, "error: broken error=disk full", "info: what",
		"[WARN] plain and marked", "plain", "no end",
	}
	if diff := cmp.Diff(wantEvidence, evidence); diff != "" {
		t.Error(diff)
	}
}

func TestLinesThatPanicGoPluginAreText(t *testing.T) {
	for _, line := range []string{
		`{"@message":1}`, `{"@message":"x","@level":1}`, `{"@level":"info","@message":"x","@timestamp":1}`, `{"@message":null}`, `{}`, `{`, `null`, `{"@message":"x"}`,
	} {
		if log, _ := written(line + "\n"); len(log) != 1 {
			t.Errorf("%s gave %q, want one record", line, log)
		}
	}
}

func TestEvidenceIsTheLastTenLines(t *testing.T) {
	var stream strings.Builder
	for i := range 50 {
		fmt.Fprintf(&stream, "line %d\n", i)
	}
	_, evidence := written(stream.String())
	if len(evidence) != 10 || evidence[0] != "line 40" || evidence[9] != "line 49" {
		t.Errorf("got %q", evidence)
	}
}

func TestEvidenceOfAPanicIsItsStart(t *testing.T) {
	var stream strings.Builder
	stream.WriteString("working\npanic: boom\n\ngoroutine 1 [running]:\n")
	for i := range 50 {
		fmt.Fprintf(&stream, "main.f(%d)\n", i)
	}
	_, evidence := written(stream.String())
	if len(evidence) != 10 || evidence[0] != "panic: boom" || evidence[1] != "goroutine 1 [running]:" || evidence[9] != "main.f(7)" {
		t.Errorf("got %q", evidence)
	}
}

func TestEvidenceOfASignalIsItsNameAndNotTheRegisters(t *testing.T) {
	for _, first := range []string{"SIGSEGV: segmentation violation", "SIGQUIT: quit", "fatal error: all goroutines are asleep"} {
		_, evidence := written("SIGHUP: reloading\n" + first + "\nPC=0x47\n" + strings.Repeat("rax 0x0\n", 40) + "panic: later\n")
		if len(evidence) != 10 || evidence[0] != first || evidence[1] != "PC=0x47" {
			t.Errorf("got %q", evidence)
		}
	}
}

func TestSecretsAreHiddenInLogAndEvidence(t *testing.T) {
	const secret = "canary-5f3a91"
	cut := strings.Repeat("x", maxLine-6) + secret
	log, evidence := written(strings.Join([]string{
		"token " + secret,
		"can\x00ary-5f3a91 with a control character inside",
		"can\x1b[0mary-5f3a91 with a colour inside",
		`{"@level":"info","@message":"using canary-5f3a91","token":"canary-5f3a91","canary-5f3a91":true}`,
		`{"@level":"info","@message":"escaped canary-5f3a91"}`,
		`{"@level":"info","@message":"long","value":"` + strings.Repeat("y", maxValue-6) + secret + `"}`,
		cut,
		secret[:len(secret)-1] + "\x00" + secret[len(secret)-1:],
	}, "\n"), secret)
	all := strings.Join(append(log, evidence...), "\n")
	if strings.Contains(all, "canary") {
		t.Errorf("a secret is shown in:\n%s", all)
	}
	if len(log) != 8 {
		t.Errorf("%d records, want 8", len(log))
	}
}

func TestALineWithoutEndTakesNoMemory(t *testing.T) {
	j := &journal{log: slog.New(slog.DiscardHandler), redact: newRedactor(nil)}
	out := &lines{journal: j}
	block := bytes.Repeat([]byte("flood "), 32<<10/6)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 1 << 30 / len(block) {
		if n, err := out.Write(block); n != len(block) || err != nil {
			t.Fatalf("Write gave %d, %v", n, err)
		}
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("%d bytes were allocated for a flood of 1 GiB, want at most 1 MiB", grown)
	}
	_ = out.Close()
	if last := j.last(); len(last) != 1 || len(last[0]) > maxShown+len("…") {
		t.Errorf("evidence is %d lines: %.80q", len(last), last)
	}
}

func TestManyLinesAreKeptWithinBounds(t *testing.T) {
	_, evidence := written(strings.Repeat(strings.Repeat("z", 4<<10)+"\n", 1000))
	total := 0
	for _, line := range evidence {
		total += len(line)
	}
	if len(evidence) != lastLines || total > lastLines*(maxShown+len("…")) {
		t.Errorf("%d lines of %d bytes are kept", len(evidence), total)
	}
}

func TestJournalTakesManyStreamsAtOnce(t *testing.T) {
	var kept records
	j := &journal{log: slog.New(&kept), redact: newRedactor(nil)}
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			out := &lines{journal: j}
			for range 100 {
				fmt.Fprint(out, "one ", "line\n")
			}
		})
	}
	writers.Wait()
	if len(kept.text) != 800 {
		t.Errorf("%d records, want 800", len(kept.text))
	}
}

func FuzzJournal(f *testing.F) {
	f.Add([]byte(`{"@message":1}`+"\n"+`{"@level":"info","@message":"x","k":{"a":[]}}`+"\npanic: x\n"), "secret")
	f.Add(bytes.Repeat([]byte{0x1b, ']', 0xff}, 100), "\x00")
	f.Fuzz(func(t *testing.T, stream []byte, secret string) {
		log, evidence := written(string(stream), secret)
		if len(evidence) > lastLines {
			t.Errorf("%d lines are kept", len(evidence))
		}
		for _, text := range append(log, evidence...) {
			if strings.ContainsAny(text, "\x1b\x00\n\r\u009b") {
				t.Errorf("%q holds control characters", text)
			}
			// A secret of one or two characters may also be part of what the journal itself adds.
			if len(clean(secret)) > 8 && secret == clean(secret) && strings.Contains(text, secret) {
				t.Errorf("%q holds the secret %q", text, secret)
			}
		}
	})
}
