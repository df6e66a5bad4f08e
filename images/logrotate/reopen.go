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
	// How long nginx may take to create a file again that it does not write to yet.
	settling = 500 * time.Millisecond
)

// waiting is a renamed file, and what was known of its writers before.
type waiting struct {
	live, renamed string
	before        holder
}

// reopenLeft handles rotated files that are still written to, left by a killed agent or a frozen nginx. If a live file was
// removed or replaced, nginx is told to create it again: otherwise it keeps writing to a file that no bound covers.
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
	a.ignored = a.ignored && len(left) > 0
	nginx, err := a.nginx()
	defer nginx.release()
	files := a.unwrittenFiles(logs)
	// Nothing is known at the start. If the filesystem does not show who writes, an extra signal is harmless.
	if len(left) == 0 && a.begun && !newlyUnwritten(files, a.unwritten) {
		a.unwritten = files
		return err
	}
	if err == nil && !nginx.runs() && len(left) > 0 {
		err = fmt.Errorf("%s is still written to, by a process of no nginx that mounts it", left[0].renamed)
	}
	err = errors.Join(err, a.reopen(nginx, left))
	if err == nil && nginx.runs() {
		a.begun, a.unwritten = true, a.stillUnwritten(logs)
	}
	return err
}

// unwrittenFiles are the live files that no process writes to: gone, or replaced by another.
func (a *agent) unwrittenFiles(logs []*logFiles) map[string]uint64 {
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

// stillUnwritten gives nginx a moment. Files left then may be correct, for example if no service of the class logs to them:
// they are no reason for further signals.
func (a *agent) stillUnwritten(logs []*logFiles) map[string]uint64 {
	// Seldom: asking takes a lease, and nginx would wait for that if it opened the file in the same moment.
	for deadline := time.Now().Add(settling); ; time.Sleep(settling / 4) {
		if left := a.unwrittenFiles(logs); len(left) == 0 || time.Now().After(deadline) {
			return left
		}
	}
}

func newlyUnwritten(now, before map[string]uint64) bool {
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
	a.ignored = false
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
				a.ignored = a.ignored || missing != nil
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
