package main

import (
	"path/filepath"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// limitsOf are the limits of a script's simulator: none, but for the script about quotas, whose hour is a short one.
func limitsOf(workDir string) mpsim.Limits {
	if filepath.Base(workDir) == "script-quota" {
		return mpsim.Limits{ExportPerSecond: 3, ExportPerHour: 5}
	}
	return mpsim.Limits{}
}
