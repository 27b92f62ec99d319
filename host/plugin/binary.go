package plugin

import (
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"runtime"
	"strings"
)

// builtFor says in plain words what system the program at path was built for, as its header tells.
func builtFor(path string) string {
	if file, err := elf.Open(path); err == nil {
		defer file.Close()
		return "Linux or a like system on " + strings.ToLower(strings.TrimPrefix(file.Machine.String(), "EM_"))
	}
	if file, err := macho.Open(path); err == nil {
		defer file.Close()
		return "macOS on " + strings.ToLower(strings.TrimPrefix(file.Cpu.String(), "Cpu"))
	}
	if file, err := macho.OpenFat(path); err == nil {
		defer file.Close()
		return "macOS"
	}
	if file, err := pe.Open(path); err == nil {
		defer file.Close()
		return "Windows"
	}
	return "no system: it is not a program"
}

// thisSystem is what programs must be built for here.
func thisSystem() string { return runtime.GOOS + "/" + runtime.GOARCH }
