package main

import (
	"strings"
	"testing"
)

func TestBinaryFormatsAreForRowsAlone(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"demo", "-f", "arrow"}, "mp demo prints none"},
		{[]string{"completion", "bash", "-f", "parquet"}, "mp completion bash prints none"},
		{[]string{"help", "fetch", "-f", "parquet"}, "mp help prints none"},
		{[]string{"demo", "--output", "x.parquet"}, "json, jsonl, table, csv, plain, markdown"},
		{[]string{"query", "sql", "-f", "parquet", "--scalar", "SELECT 1"}, "--scalar prints one value"},
	} {
		t.Chdir(t.TempDir())
		s := newApp("")
		if status := s.runs(t, tt.args...); status != 3 || s.stdout.Len() != 0 || !strings.Contains(s.stderr.String(), tt.want) {
			t.Errorf("mp %v: status %d, stdout %q, stderr %q; want 3, nothing, %q", tt.args, status, s.stdout.String(), s.stderr.String(), tt.want)
		}
	}
}

func TestBinaryFormatsAreNotWrittenToATerminal(t *testing.T) {
	for _, format := range []string{"arrow", "parquet"} {
		s := newApp("").atTerminal()
		status := s.runs(t, "query", "sql", "SELECT 1", "-f", format)
		if status != 3 || s.stdout.Len() != 0 || !strings.Contains(s.stderr.String(), "--output rows."+format+", or redirect it") {
			t.Errorf("%s: status %d, stdout %q, stderr %q; want 3, nothing and the way out", format, status, s.stdout.String(), s.stderr.String())
		}
	}
}

func TestEveryFormatPrintsAnObject(t *testing.T) {
	for format, want := range map[string]string{
		"json": "{\n  \"version\"", "jsonl": `{"version"`, "table": "VERSION ", "csv": "version,plugin_protocol", "plain": "version=",
		"markdown": "| field | value |", "parquet": "PAR1", "arrow": "\xff\xff\xff\xff",
	} {
		s := newApp("")
		if status := s.runs(t, "version", "-f", format); status != 0 || !strings.HasPrefix(s.stdout.String(), want) {
			t.Errorf("%s: status %d, %.40q; want %q", format, status, s.stdout.String(), want)
		}
	}
}

func TestJQIsForJSON(t *testing.T) {
	for _, tt := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"--jq", ".version"}, 0, "\"unknown\"\n"},
		{[]string{"--jq", ".version", "-f", "jsonl"}, 0, "\"unknown\"\n"},
		{[]string{"--jq", ".a.b, .c"}, 0, "[\n  null,\n  null\n]\n"},
		{[]string{"--jq", "empty"}, 0, "[]\n"},
		{[]string{"--jq", ".version["}, 3, ""},
		{[]string{"--jq", ".version.x"}, 3, ""},
		{[]string{"--jq", ".", "-f", "table"}, 3, ""},
		{[]string{"--jq", ".", "-o", "x.csv"}, 3, ""},
		{[]string{"--jq", ""}, 3, ""},
	} {
		for _, s := range []*surroundings{newApp(""), newApp("").atTerminal()} {
			status := s.runs(t, append([]string{"version"}, tt.args...)...)
			if status != tt.status || s.stdout.String() != tt.want {
				t.Errorf("%v: status %d, %q; want %d, %q", tt.args, status, s.stdout.String(), tt.status, tt.want)
			}
			if status != 0 && !strings.Contains(s.stderr.String(), "jq") {
				t.Errorf("%v: stderr %q does not say jq", tt.args, s.stderr.String())
			}
		}
	}
}
