package main

import (
	"testing"

	"github.com/mixpanel-data/mp/sdk/sdktest"
)

func TestEngineKeepsTheContract(t *testing.T) {
	sdktest.Storage(t, sdktest.StorageConfig{Engine: engine{}})
}

func TestBinaryKeepsTheContract(t *testing.T) {
	sdktest.Storage(t, sdktest.StorageConfig{Binary: sdktest.Build(t, ".")})
}
