package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// usage is what a command took. Memory is the greatest resident set in MB, of the command itself and of its largest child.
// CPU is user and system time, of the command with its children, and of the children alone.
type usage struct {
	wall, cpu, pluginCPU time.Duration
	host, plugin         float64
}

// spend runs a command to its end. What it says beside a result of its own stands in the error.
func spend(command *exec.Cmd) (usage, error) {
	var said bytes.Buffer
	if command.Stdout == nil {
		command.Stdout = &said
	}
	command.Stderr = &said
	begin := time.Now()
	if err := command.Start(); err != nil {
		return usage{}, err
	}
	watch := watchProcess(command.Process.Pid)
	err := command.Wait()
	used := watch.stop()
	used.wall = time.Since(begin)
	used.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	if err != nil {
		return used, fmt.Errorf("%s: %w\n%s", strings.Join(command.Args, " "), err, said.Bytes())
	}
	return used, nil
}

// watch reads what the system counts of a process and its children until it is stopped. The counts only grow, so reading
// them often enough misses no more than the last moment.
type watch struct {
	quit, done chan struct{}
	seen       usage
	// cpu is what each child has used.
	cpu map[int]time.Duration
}

func watchProcess(pid int) *watch {
	w := &watch{quit: make(chan struct{}), done: make(chan struct{}), cpu: map[int]time.Duration{}}
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
	for _, cpu := range w.cpu {
		w.seen.pluginCPU += cpu
	}
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
				w.cpu[child] = max(w.cpu[child], processorTime(child))
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

// processorTime is user and system time of a process, which Linux tells in hundredths of a second; 0 where it does not.
func processorTime(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	// The name, in brackets, may have blanks. utime and stime are the 12th and 13th field behind it.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}
