package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// How long nginx may take to reopen: a worker that is busy answers signals between two requests.
const reopening = 5 * time.Second

// due are the logs that are larger than the size, or older than the age.
func (a *agent) due(logs []*logFiles) (due []*logFiles) {
	for _, log := range logs {
		if log.live != nil && (log.live.Size() >= a.Size || a.aged(log)) {
			due = append(due, log)
		}
	}
	return due
}

// rotate renames live files and has nginx reopen them: only where nginx can be told to, and with one signal for all.
// No file is lost whenever this is interrupted: what is renamed and still written to is found by reopenLeft.
func (a *agent) rotate(logs ...*logFiles) error {
	var failures []error
	if *a.CopyTruncate {
		for _, log := range logs {
			failures = append(failures, a.copyTruncate(log))
		}
		return errors.Join(failures...)
	}
	masters, err := a.masters()
	defer release(masters)
	if err == nil {
		err = reach(masters, 0)
	}
	if err == nil && a.deaf {
		err = errors.New("nginx does not reopen its files")
	}
	var renamed []waiting
	for _, log := range logs {
		use := a.held(log.name)
		if use != free && err != nil {
			failures = append(failures, fmt.Errorf("%s is not rotated: %w", log.name, err))
			continue
		}
		if use == written && len(masters) == 0 {
			failures = append(failures, fmt.Errorf("%s is not rotated: no nginx master that mounts it writes to it, but another process does", log.name))
			continue
		}
		name, err := a.makeRoom(log)
		if err == nil {
			err = a.root.Rename(log.name, name)
		}
		if err != nil {
			failures = append(failures, err)
			continue
		}
		a.mark(log.name)
		renamed = append(renamed, waiting{log.name, name, use})
	}
	return errors.Join(append(failures, a.reopen(masters, renamed))...)
}

// waiting is a renamed file, and what was known of its writers before.
type waiting struct {
	live, renamed string
	before        holder
}

// reopenLeft finishes what an agent that was killed, or an nginx that stood still, has left: a rotated file that is
// still written to. A live file that somebody removed is made anew as well.
func (a *agent) reopenLeft(logs []*logFiles) error {
	if *a.CopyTruncate {
		return nil
	}
	var left []waiting
	removed := false
	for _, log := range logs {
		for _, file := range log.rotated {
			if file.ending == "" && a.held(file.Name()) == written {
				left = append(left, waiting{log.name, file.Name(), written})
			}
		}
		removed = removed || (a.seen[log.name] && log.live == nil && !log.odd)
		a.seen[log.name] = log.live != nil
	}
	a.deaf = a.deaf && len(left) > 0
	masters, err := a.masters()
	defer release(masters)
	// At the start nothing is known: where the filesystem does not tell who writes, a signal too many is harmless.
	if len(left) == 0 && !removed && a.begun {
		return err
	}
	a.begun = true
	if err == nil && len(masters) == 0 && len(left) > 0 {
		err = fmt.Errorf("%s is still written to, by a process of no nginx master that mounts it", left[0].renamed)
	}
	return errors.Join(err, a.reopen(masters, left))
}

// reopen sends USR1 and waits until nginx writes to new files: renamed and not reopened is an error.
func (a *agent) reopen(masters []*os.Process, files []waiting) error {
	if len(masters) == 0 {
		return nil
	}
	err := reach(masters, syscall.SIGUSR1)
	failures := []error{err}
	a.deaf = false
	deadline := time.Now().Add(reopening)
	for _, file := range files {
		for !a.reopened(file) {
			if err != nil || time.Now().After(deadline) {
				_, missing := a.root.Lstat(file.live)
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

// makeRoom moves a log's rotated files up until the lowest number is free, and returns the name for it.
func (a *agent) makeRoom(log *logFiles) (string, error) {
	first := log.next(0)
	if err := a.vacate(log, first); err != nil {
		return "", err
	}
	return rotatedName(log.name, first, ""), nil
}

// vacate moves what has a number to the next, and what is there before it. No rename meets a file: the last goes first.
func (a *agent) vacate(log *logFiles, number int) error {
	var chain []int
	for at := number; log.has(at); at = log.next(at) {
		chain = append(chain, at)
	}
	for index := len(chain) - 1; index >= 0; index-- {
		for position, file := range log.rotated {
			if file.number != chain[index] {
				continue
			}
			to := log.next(file.number)
			if err := a.root.Rename(file.Name(), rotatedName(log.name, to, file.ending)); err != nil {
				return err
			}
			log.rotated[position].number = to
		}
	}
	return nil
}

// next is the next number that nothing foreign has.
func (log *logFiles) next(number int) int {
	for number++; log.taken[number]; number++ {
	}
	return number
}

func (log *logFiles) has(number int) bool {
	for _, file := range log.rotated {
		if file.number == number {
			return true
		}
	}
	return false
}

// copyTruncate loses what is written between the last read and the truncation; killed between the two, lines are twice
// rather than nowhere.
func (a *agent) copyTruncate(log *logFiles) error {
	name, err := a.makeRoom(log)
	if err != nil {
		return err
	}
	live, err := a.open(log.name, os.O_RDWR)
	if err != nil {
		return err
	}
	defer live.Close()
	err = a.writeWhole(name, log.live, func(copied io.Writer) error {
		_, err := io.Copy(copied, a.beating(live))
		return err
	})
	if err != nil {
		return err
	}
	a.mark(log.name)
	return live.Truncate(0)
}
