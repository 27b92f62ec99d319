package credential_test

import (
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestParseExportTime(t *testing.T) {
	for text, want := range map[string]credential.ExportTime{
		"": "", "utc": credential.ExportUTC, " UTC\n": credential.ExportUTC, "Project": credential.ExportProject,
	} {
		if got, err := credential.ParseExportTime(text); got != want || err != nil {
			t.Errorf("ParseExportTime(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	if _, err := credential.ParseExportTime("local"); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("ParseExportTime(local) = %v", err)
	}
}
