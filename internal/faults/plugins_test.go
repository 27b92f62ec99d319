//go:build linux

package faults_test

import (
	"syscall"
	"time"
)

// The plugins of a fetch.
const (
	storagePlugin    = "mp-storage-duckdb"
	credentialPlugin = "mp-credential-env"
)

// plugins are rounds in which a plugin dies or hangs.
func plugins() []fault {
	return []fault{
		{"KILL of the storage plugin while a body stalls", func(r *round) { r.strikeStalled(syscall.SIGKILL) }},
		{"STOP of the storage plugin while a body stalls", func(r *round) { r.strikeStalled(syscall.SIGSTOP) }},
		{"KILL of the storage plugin at some time", func(r *round) {
			r.strikePlugin(storagePlugin, syscall.SIGKILL, 1000)
		}},
		{"STOP of the storage plugin at some time", func(r *round) {
			r.strikePlugin(storagePlugin, syscall.SIGSTOP, 1000)
		}},
		{"KILL of mp while its storage plugin is stopped", func(r *round) {
			p := r.underWay()
			p.strike(storagePlugin, syscall.SIGSTOP, 0)
			p.signal(syscall.SIGKILL)
			r.fetch(p, -1)
		}},
		{"KILL of the credential plugin", func(r *round) { r.strikePlugin(credentialPlugin, syscall.SIGKILL, 60) }},
		{"STOP of the credential plugin", func(r *round) { r.strikePlugin(credentialPlugin, syscall.SIGSTOP, 60) }},
	}
}

// strikeStalled strikes the storage plugin in the middle of a unit.
func (r *round) strikeStalled(s syscall.Signal) {
	p := r.underWay()
	if !p.strike(storagePlugin, s, 0) {
		r.t.Errorf("%s: there is no %s", r.name, storagePlugin)
	}
	r.fetch(p, 7, 9)
}

// strikePlugin strikes a plugin some time of a span, in milliseconds, after it has come to life; its work may be done then.
func (r *round) strikePlugin(name string, s syscall.Signal, span int) {
	p := r.start(r.command()...)
	p.strike(name, s, time.Duration(r.dice.IntN(span))*time.Millisecond)
	r.fetch(p, 0, 7, 9)
}
