package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"
)

// removeSurplus removes what is beyond the number kept, the oldest.
func (a *agent) removeSurplus(logs []*logFiles) error {
	var failures []error
	for _, log := range logs {
		if len(log.rotated) > a.Keep {
			for _, file := range log.rotated[a.Keep:] {
				failures = append(failures, a.remove(file.Name()))
			}
		}
	}
	return errors.Join(failures...)
}

// keepBounds holds the class's own files to the budget and makes room on a full disk. Turned-over files go, oldest first;
// if that is not enough the largest live file is rotated and goes; if nginx cannot be told, the largest is truncated
// where it lies. What is not the class's own is neither counted nor touched.
func (a *agent) keepBounds() error {
	var failures []error
	for _, step := range []func([]*logFiles) error{a.removeOldest, a.rotateLargest, a.removeOldest, a.truncateLargest} {
		logs, err := a.list()
		if err != nil {
			return err
		}
		total := bytesOf(logs)
		if a.excess(total) == nil {
			return errors.Join(failures...)
		}
		if err := a.helps(total); err != nil {
			return errors.Join(append(failures, err)...)
		}
		failures = append(failures, step(logs))
	}
	logs, err := a.list()
	if err != nil {
		return err
	}
	if over := a.excess(bytesOf(logs)); over != nil {
		failures = append(failures, fmt.Errorf("%w, and no file is left to remove", over))
	}
	return errors.Join(failures...)
}

// excess says which bound the class's bytes do not keep to.
func (a *agent) excess(total int64) error {
	if total > a.Budget {
		return fmt.Errorf("%d bytes, over the budget of %d", total, a.Budget)
	}
	missing, err := a.missing()
	if err == nil && missing > 0 {
		err = fmt.Errorf("disk full, %d bytes wanted", missing)
	}
	return err
}

// helps fails on a disk that is full of what is not the class': there the history stays, as its removal would not help.
func (a *agent) helps(total int64) error {
	missing, err := a.missing()
	if err == nil && total <= a.Budget && missing > total {
		err = fmt.Errorf("disk full of other files: %d bytes wanted, the logs of this class hold %d", missing, total)
	}
	return err
}

// missing is how much an ordinary user lacks to 1 % of the disk, at most 64 MiB: a full disk takes no new line.
func (a *agent) missing() (int64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(a.Directory, &disk); err != nil {
		return 0, err
	}
	wanted := min(int64(disk.Blocks)*disk.Bsize/100, 64<<20)
	return wanted - int64(disk.Bavail)*disk.Bsize, nil
}

func (a *agent) removeOldest(logs []*logFiles) error {
	total := bytesOf(logs)
	var failures []error
	for _, file := range oldestFirst(logs) {
		over := a.excess(total)
		if over == nil {
			return nil
		}
		if a.held(file.Name()) == written {
			continue
		}
		if missing, _ := a.missing(); missing > 0 && file.Sys().(*syscall.Stat_t).Nlink == 1 {
			_ = a.truncate(file.Name()) // else a reader that has it open would keep its room
		}
		if err := a.root.Remove(file.Name()); err != nil {
			failures = append(failures, err)
			continue
		}
		total -= file.Size()
		say("%v: removed %s", over, file.Name())
	}
	return errors.Join(failures...)
}

func (a *agent) rotateLargest(logs []*logFiles) error {
	var largest *logFiles
	for _, log := range logs {
		if log.live != nil && log.live.Size() > 0 && (largest == nil || log.live.Size() > largest.live.Size()) {
			largest = log
		}
	}
	if largest == nil || *a.CopyTruncate { // a copy would want the room that is not there
		return nil
	}
	return a.rotate(largest)
}

func (a *agent) truncateLargest(logs []*logFiles) error {
	var files []fs.FileInfo
	for _, log := range logs {
		if log.live != nil {
			files = append(files, log.live)
		}
		for _, file := range log.rotated {
			files = append(files, file)
		}
	}
	slices.SortFunc(files, func(x, y fs.FileInfo) int { return int(y.Size() - x.Size()) })
	total := bytesOf(logs)
	var failures []error
	for _, file := range files {
		over := a.excess(total)
		if over == nil {
			break
		}
		if err := a.truncate(file.Name()); err != nil {
			failures = append(failures, err)
			continue
		}
		total -= file.Size()
		say("%v: truncated %s", over, file.Name())
	}
	return errors.Join(failures...)
}

func (a *agent) truncate(name string) error {
	file, err := a.open(name, os.O_WRONLY)
	if err != nil {
		return err
	}
	return errors.Join(file.Truncate(0), file.Close())
}
