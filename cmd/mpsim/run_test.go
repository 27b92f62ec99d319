package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// program is a run of mpsim in this process.
type program struct {
	lines  map[string]string // what it exports
	base   string
	stop   context.CancelFunc
	code   chan int
	stderr *bytes.Buffer
}

func launch(t *testing.T, env map[string]string, args ...string) *program {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	p := &program{lines: map[string]string{}, stop: stop, code: make(chan int, 1), stderr: &bytes.Buffer{}}
	reader, stdout := io.Pipe()
	go func() {
		p.code <- run(ctx, args, func(name string) string { return env[name] }, stdout, p.stderr)
		stdout.Close()
	}()
	scanner := bufio.NewScanner(reader)
	for len(p.lines) < 5 && scanner.Scan() {
		if base, ok := strings.CutPrefix(scanner.Text(), "mpsim: listening on "); ok {
			p.base = base
			continue
		}
		name, value, _ := strings.Cut(strings.TrimPrefix(scanner.Text(), "export "), "=")
		p.lines[name] = value
	}
	t.Cleanup(stop)
	return p
}

// get makes a request signed as the program said.
func (p *program) get(t *testing.T, path string) (int, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.lines["MP_API_BASE_URL"]+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(p.lines["MP_USERNAME"], p.lines["MP_SECRET"])
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

func TestProgramServesWhatItAnnounces(t *testing.T) {
	p := launch(t, nil, "--events", "1234", "--days", "3", "--timezone", "Asia/Tokyo", "--project", "77")
	if !strings.HasPrefix(p.base, "http://127.0.0.1:") || p.lines["MP_API_BASE_URL"] != p.base {
		t.Fatalf("it listens on %q and exports %v", p.base, p.lines)
	}
	if p.lines["MP_PROJECT_ID"] != "77" || p.lines["MP_REGION"] != "us" {
		t.Errorf("it exports %v", p.lines)
	}
	status, body := p.get(t, "/api/2.0/export?project_id=77&from_date=2020-01-01&to_date="+today(t, p))
	if rows := bytes.Count(body, []byte("\n")); status != 200 || rows != 1234 {
		t.Errorf("export: %d with %d rows, want 1234", status, rows)
	}
	status, body = p.get(t, "/api/app/me")
	if status != 200 || !bytes.Contains(body, []byte(`"timezone":"Asia/Tokyo"`)) {
		t.Errorf("me: %d %s", status, body)
	}
	p.stop()
	if code := <-p.code; code != 0 || p.stderr.Len() > 0 {
		t.Errorf("it ended with %d and said %q", code, p.stderr)
	}
}

func TestProgramServesAsManyProfilesAsItIsTold(t *testing.T) {
	for _, tt := range []struct{ args, size, total string }{
		{"", "1000", "4000"}, {"--profiles=0", "1000", "0"}, {"--profiles=7000 --page-size=5", "5", "7000"},
	} {
		p := launch(t, nil, append(strings.Fields(tt.args), "--events", "10")...)
		status, body := p.get(t, "/api/query/engage?project_id=424242")
		if status != 200 || !bytes.Contains(body, []byte(`"page_size":`+tt.size+`,"total":`+tt.total+`}`)) {
			t.Errorf("%q: %d …%s", tt.args, status, body[max(0, len(body)-100):])
		}
	}
}

// today is the day of the program's own clock, by the time of its first request.
func today(t *testing.T, p *program) string {
	t.Helper()
	p.get(t, "/")
	_, body := p.get(t, "/_sim/requests")
	var requests []struct {
		Time string `json:"time"`
	}
	if err := json.Unmarshal(body, &requests); err != nil || len(requests) == 0 {
		t.Fatalf("%s: %v", body, err)
	}
	return requests[0].Time[:len("2006-01-02")]
}

func TestProgramKeepsLimitsUnlessToldNotTo(t *testing.T) {
	const query = "/api/query/events/names?project_id=424242&type=general"
	for _, tt := range []struct {
		args []string
		last int
	}{{nil, 429}, {[]string{"--no-limits"}, 200}} {
		p := launch(t, nil, append(tt.args, "--events", "10")...)
		last := 0
		for range 61 {
			last, _ = p.get(t, query)
		}
		if last != tt.last {
			t.Errorf("%q: the 61st query gets %d, want %d", tt.args, last, tt.last)
		}
	}
}

func TestSecretComesFromFlagOrEnvironment(t *testing.T) {
	env := map[string]string{"MPSIM_SECRET": "from env"}
	if got := launch(t, env).lines["MP_SECRET"]; got != "'from env'" {
		t.Errorf("MP_SECRET=%s", got)
	}
	if got := launch(t, env, "--secret", "it's").lines["MP_SECRET"]; got != `'it'\''s'` {
		t.Errorf("MP_SECRET=%s", got)
	}
	if got := launch(t, nil).lines["MP_SECRET"]; got != "demo-secret" {
		t.Errorf("MP_SECRET=%s", got)
	}
}

func TestBadArgumentsAreExplained(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	tests := []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--help"}, exitOK, "Example:"},
		{[]string{"--evnts", "5"}, exitUsage, "not defined: -evnts"},
		{[]string{"--events", "many"}, exitUsage, "invalid value"},
		{[]string{"extra"}, exitUsage, `unexpected argument "extra"`},
		{[]string{"--events", "-1"}, exitUsage, "must not be negative"},
		{[]string{"--profiles", "-1"}, exitUsage, "must not be negative"},
		{[]string{"--page-size", "-1"}, exitUsage, "must not be negative"},
		{[]string{"--timezone", "Mars/Olympus"}, exitUsage, "Mars/Olympus"},
		{[]string{"--export-time", "local"}, exitUsage, `"local"`},
		{[]string{"--gzip-level", "11"}, exitUsage, "gzip level"},
		{[]string{"--username", ""}, exitUsage, "must not be empty"},
		{[]string{"--addr", taken.Addr().String()}, exitOther, "address already in use"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.args), func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), tt.args, func(string) string { return "" }, &stdout, &stderr)
			if code != tt.code || !strings.Contains(stderr.String(), tt.says) || stdout.Len() > 0 {
				t.Errorf("exit %d, stdout %q, stderr %q; want %d and %q", code, &stdout, &stderr, tt.code, tt.says)
			}
		})
	}
}

func TestInterruptEndsAnswersUnderWay(t *testing.T) {
	p := launch(t, nil, "--events", "2000000000", "--days", "1")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		p.base+"/api/2.0/export?project_id=424242&from_date=2020-01-01&to_date="+today(t, p), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(p.lines["MP_USERNAME"], p.lines["MP_SECRET"])
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	p.stop()
	if code := <-p.code; code != 0 {
		t.Errorf("it ended with %d: %s", code, p.stderr)
	}
	if _, err := io.Copy(io.Discard, response.Body); err == nil {
		t.Error("the cut answer looks complete")
	}
}
