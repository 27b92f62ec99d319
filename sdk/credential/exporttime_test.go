package credential_test

import (
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
)

func TestExportTimeIsReadWhateverItsCase(t *testing.T) {
	for text, want := range map[string]credential.ExportTime{
		"": "", " ": "", "utc": credential.ExportUTC, "UTC": credential.ExportUTC, " Project\n": credential.ExportProject,
	} {
		fields := complete()
		fields.ExportTime = text
		if got := mustNew(t, fields).ExportTime(); got != want {
			t.Errorf("export time %q became %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"local", "gmt", "project time", "\x00"} {
		fields := complete()
		fields.ExportTime = text
		_, err := credential.New(fields)
		wantArgument(t, err, "export_time")
		if err != nil && !strings.Contains(err.Error(), "utc, project") {
			t.Errorf("%q does not name the clocks there are", err)
		}
	}
}

// Without the zone the times of such a project cannot be read, and nothing should be asked of Mixpanel before that is said.
func TestWallClockNeedsItsZone(t *testing.T) {
	for exportTime, ok := range map[string]bool{"": true, "utc": true, "project": false, "PROJECT": false} {
		fields := complete()
		fields.Timezone, fields.ExportTime = "", exportTime
		_, err := credential.New(fields)
		if ok != (err == nil) {
			t.Errorf("export time %q without a zone: %v", exportTime, err)
		}
		if !ok {
			wantArgument(t, err, "timezone")
		}
	}
}
