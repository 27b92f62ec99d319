package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
)

// inside has the program within measure something, and gives its figures by name.
func (s *scene) inside(ctx context.Context, args ...string) (map[string]float64, error) {
	var printed strings.Builder
	command := exec.CommandContext(ctx, s.file("within"), args...)
	command.Stdout = &printed
	if _, err := spend(command); err != nil {
		return nil, err
	}
	var measured map[string]float64
	if err := json.Unmarshal([]byte(printed.String()), &measured); err != nil {
		return nil, fmt.Errorf("within %v printed no figures: %w", args, err)
	}
	return measured, nil
}
