package main

import (
	"errors"
	"fmt"
	"syscall"
	"time"
)

const (
	// How long nginx may take to reopen: a worker that is busy answers signals between two requests.
	reopening = 5 * time.Second
	// How long a master may take to pass the signal on.
	passingOn = time.Second
	// How long nginx may take to make a file anew that it does not write to yet.
	settling = 500 * time.Millisecond
)

// waiting is a renamed file, and what was known of its writers before.
type waiting struct {
	live, renamed string
	before        holder
}

// reopenLeft finishes what an agent that was killed, or an nginx that stood still, has left: a rotated file that is
// still written to. Where somebody removed or replaced a live file, nginx is told to make it anew: it would go on writing
// to a file that no bound sees.
func (a *agent) reopenLeft(logs []*logFiles) error {
	if *a.CopyTruncate {
		return nil
	}
	var left []waiting
	for _, log := range logs {
		for _, file := range log.rotated {
			if file.ending == "" && a.held(file.Name()) == written {
				left = append(left, waiting{log.name, file.Name(), written})
			}
		}
	}
	a.deaf = a.deaf && len(left) > 0
	nginx, err := a.nginx()
	defer nginx.release()
	astray := a.strayed(logs)
	// At the start nothing is known: where the filesystem does not tell who writes, a signal too many is harmless.
	if len(left) == 0 && a.begun && !newlyStrayed(astray, a.astray) {
		a.astray = astray
		return err
	}
	if err == nil && !nginx.runs() && len(left) > 0 {
		err = fmt.Errorf("%s is still written to, by a process of no nginx that mounts it", left[0].renamed)
	}
	err = errors.Join(err, a.reopen(nginx, left))
	if err == nil && nginx.runs() {
		a.begun, a.astray = true, a.strayedStill(logs)
	}
	return err
}

// strayed are the live files that no process writes to: gone, or replaced by another.
func (a *agent) strayed(logs []*logFiles) map[string]uint64 {
	found := map[string]uint64{}
	for _, log := range logs {
		info, err := a.root.Lstat(log.name)
		switch {
		case log.odd:
		case err != nil:
			found[log.name] = 0
		case a.held(log.name) == free:
			found[log.name] = info.Sys().(*syscall.Stat_t).Ino
		}
	}
	return found
}

// strayedStill gives nginx a moment. What is left then may be right, as where no service of the class logs to the file: it
// is no reason for further signals.
func (a *agent) strayedStill(logs []*logFiles) map[string]uint64 {
	// Seldom: asking takes a lease, and nginx would wait for that if it opened the file in the same moment.
	for deadline := time.Now().Add(settling); ; time.Sleep(settling / 4) {
		if left := a.strayed(logs); len(left) == 0 || time.Now().After(deadline) {
			return left
		}
	}
}

func newlyStrayed(now, before map[string]uint64) bool {
	for name, inode := range now {
		if known, found := before[name]; !found || known != inode {
			return true
		}
	}
	return false
}

// reopen sends USR1 and waits until nginx writes to new files: renamed and not reopened is an error. Workers whose master
// does not pass the signal on get it themselves: those of one that quits, that was killed, or that stands still.
func (a *agent) reopen(nginx nginx, files []waiting) error {
	if !nginx.runs() {
		return nil
	}
	err := reach(nginx.first(), syscall.SIGUSR1)
	failures := []error{err}
	a.deaf = false
	begun, direct := time.Now(), false
	for _, file := range files {
		for !a.reopened(file) {
			if !direct && time.Since(begun) > passingOn {
				direct = true
				_ = reach(nginx.workers, syscall.SIGUSR1)
			}
			_, missing := a.root.Lstat(file.live)
			if err == nil && missing == nil && time.Since(begun) > 2*passingOn && nginx.leaving() {
				break // the workers were told, and the master ends with the last of them
			}
			if err != nil || time.Since(begun) > reopening {
				a.deaf = a.deaf || missing != nil
				failures = append(failures, fmt.Errorf("%s is renamed but not reopened: nginx still writes to %s", file.live, file.renamed))
				break
			}
			a.health.beat()
			time.Sleep(10 * time.Millisecond)
		}
	}
	return errors.Join(failures...)
}

func (a *agent) reopened(file waiting) bool {
	_, err := a.root.Lstat(file.live)
	switch {
	case file.before == free: // no process wrote to it, so nginx need not create it again
		return true
	case err != nil:
		return false
	}
	return a.held(file.renamed) != written
}
