package mpsim_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

var january = export("2026-01-01", "2026-01-31")

func TestCutBeforeTheEndLeavesOutTheTrailer(t *testing.T) {
	s := start(t, 300)
	whole := s.get(january, "Accept-Encoding", "gzip").body
	for _, before := range []int{1, 4, 8, 9, len(whole) - 1, len(whole), len(whole) + 1} {
		s.inject(mpsim.Fault{Effect: mpsim.Cut{BeforeEnd: before, How: mpsim.CutClean}})
		body := s.get(january, "Accept-Encoding", "gzip").body
		if !bytes.Equal(body, whole[:max(0, len(whole)-before)]) || readable(body) {
			t.Errorf("%d before the end: %d of %d bytes", before, len(body), len(whole))
		}
	}
}

func TestHangUpGivesNoAnswer(t *testing.T) {
	s := start(t, 10)
	for _, reset := range []bool{false, true} {
		s.inject(mpsim.Fault{Effect: mpsim.HangUp{Reset: reset}})
		// A POST is not repeated by net/http itself.
		if response, err := plain.Do(s.request(http.MethodPost, anExport)); err == nil {
			response.Body.Close()
			t.Errorf("reset %v: it answers with %d", reset, response.StatusCode)
		}
		if a := s.get(anExport); a.status != 200 {
			t.Errorf("reset %v: then it answers with %d", reset, a.status)
		}
	}
}

func TestPiecesAreTheWholeBody(t *testing.T) {
	s := start(t, 300)
	want := s.truth("2026-01-01", "2026-01-31")
	s.inject(mpsim.Fault{Effect: mpsim.Pieces{Bytes: 37}})
	response, err := plain.Do(s.request(http.MethodGet, january, "Accept-Encoding", "gzip"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Equal(gunzip(t, body), want) {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

// membersOf takes a compressed body apart.
func membersOf(t *testing.T, body []byte) (texts []string) {
	t.Helper()
	from := bytes.NewReader(body)
	for from.Len() > 0 {
		zip, err := gzip.NewReader(from)
		if err != nil {
			t.Fatal(err)
		}
		zip.Multistream(false)
		text, err := io.ReadAll(zip)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

func TestMembersHoldTheBodyInTurn(t *testing.T) {
	s := start(t, 300)
	want := string(s.truth("2026-01-01", "2026-01-31"))
	for _, size := range []int{701, len(want) / 2, len(want), 2 * len(want)} {
		s.inject(mpsim.Fault{Effect: mpsim.Members{Bytes: size}})
		texts := membersOf(t, s.get(january, "Accept-Encoding", "gzip").body)
		if strings.Join(texts, "") != want || len(texts) != (len(want)+size-1)/size {
			t.Errorf("%d bytes a member: %d members with %d bytes", size, len(texts), len(strings.Join(texts, "")))
		}
	}
	s.inject(mpsim.Fault{Effect: mpsim.Members{Bytes: 2000, Keep: 3}})
	a := s.get(january, "Accept-Encoding", "gzip")
	if texts := membersOf(t, a.body); strings.Join(texts, "") != want[:6000] || a.err != nil {
		t.Errorf("three members are %d with %d bytes, %v", len(texts), len(strings.Join(texts, "")), a.err)
	}
	s.inject(mpsim.Fault{Effect: mpsim.Members{Bytes: 1000}})
	if a := s.get(january); string(a.body) != want {
		t.Error("a body that is not compressed has changed")
	}
}

func TestDaysOutsideWhatThePlanOrTheDateGivesAreRefused(t *testing.T) {
	for _, tt := range []struct {
		effect   mpsim.Effect
		from, to string
		says     string
	}{
		{mpsim.OldDays{Days: 30}, "2026-01-01", "2026-01-05", "exceeds 30 days into the past"},
		{mpsim.OldDays{Days: 31}, "2026-01-01", "2026-01-05", ""},
		{mpsim.Behind{Days: 3}, "2026-01-01", "2026-01-30", "to_date cannot be later than today"},
		{mpsim.Behind{Days: 3}, "2026-01-01", "2026-01-29", ""},
	} {
		s := start(t, 10)
		s.inject(mpsim.Fault{Effect: tt.effect})
		a := s.get(export(tt.from, tt.to))
		if tt.says == "" && a.status != 200 || tt.says != "" && (a.status != 400 || !strings.Contains(string(a.body), tt.says)) {
			t.Errorf("%+v of %s..%s: %d %s", tt.effect, tt.from, tt.to, a.status, a.body)
		}
	}
}
