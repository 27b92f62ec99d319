package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// usage is what a command took. Memory is the greatest resident set in MB, of mp itself and of its largest plugin.
type usage struct {
	wall         time.Duration
	host, plugin float64
}

// watch reads the high-water marks of a process and its children until it is stopped. They only grow, so reading them
// often enough misses no more than the last moment.
type watch struct {
	quit, done chan struct{}
	seen       usage
}

func watchMemory(pid int) *watch {
	w := &watch{quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			w.look(pid)
			select {
			case <-w.quit:
				return
			case <-tick.C:
			}
		}
	}()
	return w
}

func (w *watch) stop() usage {
	close(w.quit)
	<-w.done
	return w.seen
}

func (w *watch) look(pid int) {
	w.seen.host = max(w.seen.host, highWater(pid))
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for field := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				w.seen.plugin = max(w.seen.plugin, highWater(child))
			}
		}
	}
}

// highWater is VmHWM of a process in MB; 0 where the system does not tell.
func highWater(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kilobytes * 1024 / 1e6
		}
	}
	return 0
}

func median(durations []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(durations))
	return sorted[len(sorted)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
