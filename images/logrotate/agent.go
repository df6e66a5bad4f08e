package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// agent keeps the logs of one class in bounds.
type agent struct {
	settings
	root   *os.Root
	uid    uint32
	health *health
	stop   context.Context
	locked *os.File // the lock lives as long as it is open

	// Replaced by tests.
	now    func() time.Time
	uptime func() float64
	lease  func(descriptor uintptr, kind int) (uintptr, error)

	begun      bool               // nginx was told to reopen once
	ignored    bool               // nginx did not reopen its files after the last signal
	unwritten  map[string]uint64  // live files, by inode, that nginx does not write to although it was told to reopen
	marked     map[string]float64 // uptime at which a log was rotated
	once       map[string]bool    // what was already logged
	problem    string             // found by the last look
	lastLook   time.Time
	lastUptime float64
	agesFrom   float64 // uptime before which nothing is removed as too old
}

func newAgent(s settings, stop context.Context) (*agent, error) {
	root, err := os.OpenRoot(s.Directory)
	if err != nil {
		return nil, err
	}
	return &agent{
		settings: s, root: root, uid: uint32(os.Geteuid()), health: newHealth(s.Run), stop: stop,
		now: time.Now, uptime: uptime, lease: setLease,
		marked: map[string]float64{}, once: map[string]bool{},
	}, nil
}

// run looks at the files every so often until it is stopped.
func (a *agent) run() error {
	a.health.write()
	if err := a.lock(true); err != nil {
		return err
	}
	for a.stop.Err() == nil {
		next := time.Now().Add(a.Every.duration())
		if a.look(next) {
			continue
		}
		for a.stop.Err() == nil && time.Now().Before(next) {
			a.health.beat()
			select {
			case <-a.stop.Done():
			case <-time.After(min(time.Until(next), 10*time.Second)):
			}
		}
	}
	return nil
}

// lock keeps a second agent of the directory waiting, or out.
func (a *agent) lock(wait bool) error {
	directory, err := os.Open(a.Directory)
	if err != nil {
		return err
	}
	for {
		err := syscall.Flock(int(directory.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			a.locked = directory
			if err := a.removeParts(); err != nil {
				a.sayOnce("half-written files are left: %v", err) // no reason to keep no bounds
			}
			return nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		if !wait {
			return fmt.Errorf("another agent is at work in %s", a.Directory)
		}
		a.sayOnce("another agent is at work in %s: waiting for its end", a.Directory)
		a.health.beat()
		select {
		case <-a.stop.Done():
			return nil
		case <-time.After(time.Second):
		}
	}
}

// look maintains the files once. A failing step does not stop the others. The probes learn the result before compression,
// which may take long. It reports whether compression has more to do than there was time for.
func (a *agent) look(until time.Time) (more bool) {
	a.watchClock()
	err := once(a.turn(), a.keepBounds())
	a.health.looked(err)
	more, failure := a.compress(until)
	if failure != nil {
		failure = errors.Join(failure, a.keepBounds())
	}
	err = once(err, failure)
	a.health.looked(err)
	a.tell(err)
	return more
}

// once joins errors, without those that several steps have in common.
func once(failures ...error) error {
	joined := errors.Join(failures...)
	if joined == nil {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(joined.Error(), "\n") {
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return errors.New(strings.Join(lines, "\n"))
}

// turn is all of a look but bounds and compression.
func (a *agent) turn() error {
	logs, err := a.list()
	if err != nil {
		return err
	}
	failures := []error{a.oddities(logs)}
	if empty(logs) {
		return errors.Join(append(failures, a.reopenLeft(logs))...)
	}
	if err := syscall.Access(a.Directory, 2); errors.Is(err, syscall.EACCES) {
		return fmt.Errorf("%s is not writable by uid %d: the controller's init container hands it over", a.Directory, a.uid)
	} else if err != nil {
		return fmt.Errorf("%s is not writable: %w", a.Directory, err)
	}
	failures = append(failures, a.settle(logs), a.removeOld(logs))
	_ = a.keepBounds() // First room, as nginx cannot reopen without; what is still amiss then the next one says.
	for _, step := range []func([]*logFiles) error{
		a.reopenLeft,
		func(logs []*logFiles) error { return a.rotate(a.due(logs)...) },
		a.removeSurplus,
	} {
		if logs, err = a.list(); err != nil {
			return errors.Join(append(failures, err)...)
		}
		failures = append(failures, step(logs))
	}
	return errors.Join(failures...)
}

func empty(logs []*logFiles) bool {
	for _, log := range logs {
		if log.live != nil || len(log.rotated) > 0 {
			return false
		}
	}
	return true
}

func (a *agent) oddities(logs []*logFiles) error {
	var failures []error
	for _, log := range logs {
		if log.odd {
			failures = append(failures, fmt.Errorf("%s is not a regular file of uid %d: it is not rotated", log.name, a.uid))
		}
	}
	return errors.Join(failures...)
}

// tell says what is wrong once, not at every look.
func (a *agent) tell(err error) {
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	if problem == a.problem {
		return
	}
	if a.problem = problem; problem == "" {
		problem = "every problem is gone"
	}
	say("%s", problem)
}

func (a *agent) sayOnce(format string, values ...any) {
	if text := fmt.Sprintf(format, values...); !a.once[text] {
		a.once[text] = true
		say("%s", text)
	}
}

func say(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "%s %s\n", time.Now().UTC().Format(time.RFC3339), fmt.Sprintf(format, values...))
}
