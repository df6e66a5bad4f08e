package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

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
	nginx, err := a.nginx()
	defer nginx.release()
	if err == nil {
		err = reach(nginx.first(), 0)
	}
	if err == nil && a.ignored {
		err = errors.New("nginx does not reopen its files")
	}
	var renamed []waiting
	for _, log := range logs {
		use := a.held(log.name)
		if use != free && err != nil {
			failures = append(failures, fmt.Errorf("%s is not rotated: %w", log.name, err))
			continue
		}
		if use == written && !nginx.runs() {
			failures = append(failures, fmt.Errorf("%s is not rotated: no nginx that mounts it writes to it, but another process does", log.name))
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
	return errors.Join(append(failures, a.reopen(nginx, renamed))...)
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
