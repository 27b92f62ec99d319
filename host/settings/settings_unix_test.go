//go:build unix

package settings_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/mixpanel-data/mp/host/settings"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestAPipeIsNotWaitedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := settings.Load(path)
	var config *mperr.ConfigError
	if !errors.As(err, &config) || config.Path != path {
		t.Errorf("got %v", err)
	}
}

func TestADeviceWithoutEndIsNotRead(t *testing.T) {
	if _, err := settings.Load("/dev/zero"); !errors.Is(err, mperr.ErrConfig) {
		t.Errorf("got %v, want a configuration error", err)
	}
}
