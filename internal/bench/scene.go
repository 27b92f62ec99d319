package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// scene is where the programs run, what they load, and what later measurements need of earlier ones.
type scene struct {
	bin, dir string
	events   int
	rounds   int
	large    bool

	served *served
	// lines is a file of the same events without gzip.
	lines string
	// load is a fetch of all events, and store the file that it made.
	load  usage
	store string
}

// begin makes the surroundings: a folder, the simulator, and the programs that are not among those of mp.
func (s *scene) begin(ctx context.Context) error {
	var err error
	if s.bin, err = filepath.Abs(s.bin); err != nil {
		return err
	}
	if s.dir, err = os.MkdirTemp("", "mp-bench-"); err != nil {
		return err
	}
	if s.served, err = serve(ctx, filepath.Join(s.dir, "bodies"), s.events, nil); err != nil {
		return errors.Join(err, s.end())
	}
	if err := s.build(ctx); err != nil {
		return errors.Join(err, s.end())
	}
	return nil
}

func (s *scene) end() error {
	var err error
	if s.served != nil {
		err = s.served.Stop()
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// mp is a command on the scene's simulator. Each has a HOME of its own, as Mixpanel's quota, which mp counts there, is less
// than what is asked for here.
func (s *scene) mp(ctx context.Context, args ...string) (*exec.Cmd, error) {
	home, err := os.MkdirTemp(s.dir, "home-")
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, filepath.Join(s.bin, "mp"), args...)
	command.Env = []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "MP_API_BASE_URL=" + s.served.URL,
		"MP_USERNAME=" + account, "MP_SECRET=" + secret, "MP_PROJECT_ID=" + strconv.Itoa(project), "MP_REGION=us",
	}
	return command, nil
}

// run runs a command of mp whose result is of no interest.
func (s *scene) run(ctx context.Context, args ...string) (usage, error) {
	command, err := s.mp(ctx, args...)
	if err != nil {
		return usage{}, err
	}
	return spend(command)
}

// fetch loads the events of a simulator into a store of their own.
func (s *scene) fetch(ctx context.Context, store string, flags ...string) (usage, error) {
	if err := os.RemoveAll(store); err != nil {
		return usage{}, err
	}
	return s.run(ctx, append([]string{"fetch", "events", "--from", firstDay, "--to", lastDay, "--db", store, "-q"}, flags...)...)
}

// file is a path in the scene's folder.
func (s *scene) file(name string) string { return filepath.Join(s.dir, name) }
