package engine

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// The settings a user may give, as the manifest lists them.
const (
	settingMemory  = "memory_limit"
	settingThreads = "threads"
	settingTemp    = "temp_directory"
)

// defaultMemory bounds what DuckDB takes before it spills to disk. Loading takes a tenth of it; a sort or a group-by over
// many millions of rows takes what it gets. DuckDB's own default is four fifths of the machine.
const defaultMemory = "2GB"

var memorySize = regexp.MustCompile(`^[0-9]+(\.[0-9]+)? ?([KMGT]i?B)$`)

// storageVersion is that of new files: the oldest whose dictionaries hold absent values; see [dictionary]. DuckDB from that
// version on opens the file.
const storageVersion = "v1.3.0"

// fixed are options that no user changes. A small write buffer halves the memory of a load and spreads its compression over
// the time of the load (both measured). Extensions are neither loaded nor fetched, and what a statement calls a secret is
// kept nowhere.
var fixed = []duck.Option{
	{Name: "storage_compatibility_version", Value: storageVersion},
	{Name: "write_buffer_row_group_count", Value: "1"},
	{Name: "wal_autocheckpoint", Value: strconv.Itoa(largeLog>>20) + "MiB"},
	{Name: "autoload_known_extensions", Value: no},
	{Name: "autoinstall_known_extensions", Value: no},
	{Name: "allow_community_extensions", Value: no},
	{Name: "allow_persistent_secrets", Value: no},
}

// no switches an option off.
const no = "false"

// configOf makes DuckDB's options of those of the contract.
func configOf(options storage.Options) ([]duck.Option, error) {
	memory := defaultMemory
	config := slices.Clone(fixed)
	for _, name := range slices.Sorted(maps.Keys(options.Settings)) {
		value := options.Settings[name]
		if err := checkSetting(name, value); err != nil {
			return nil, err
		}
		if name == settingMemory {
			memory = value
			continue
		}
		config = append(config, duck.Option{Name: name, Value: value})
	}
	config = append(config, duck.Option{Name: settingMemory, Value: memory})
	if options.ReadOnly {
		return append(config, duck.Option{Name: "access_mode", Value: "READ_ONLY"}), nil
	}
	// A load that may put rows in any order takes half the memory and a fifth less work (measured). Readers keep the
	// order of the file.
	return append(config, duck.Option{Name: "preserve_insertion_order", Value: no}), nil
}

func checkSetting(name, value string) error {
	problem := ""
	switch name {
	case settingMemory:
		if !memorySize.MatchString(value) {
			problem = "must be a size such as 500MB or 4GB"
		}
	case settingThreads:
		if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 1024 {
			problem = "must be a number from 1 to 1024"
		}
	case settingTemp:
		if value == "" {
			problem = "must be a folder"
		}
	default:
		return &mperr.InvalidArgument{
			Argument: name, Value: value, Reason: "the duckdb engine has no such setting",
			Allowed: []string{settingMemory, settingThreads, settingTemp},
		}
	}
	if problem != "" {
		return &mperr.InvalidArgument{Argument: name, Value: value, Reason: problem}
	}
	return nil
}

// fences are set while a database is opened: from here on no statement reaches a file or the network. Errors come as
// JSON, so that their parts need not be guessed from text.
var fences = []string{
	"SET GLOBAL TimeZone = 'UTC'",
	"SET GLOBAL errors_as_json = true",
	"SET GLOBAL enable_external_access = false",
}

// lockConfiguration is the last word: no statement reaches a setting.
const lockConfiguration = "SET GLOBAL lock_configuration = true"
