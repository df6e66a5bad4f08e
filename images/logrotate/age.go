package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Stamps say when a log was last rotated, and the files that are still being written lie beside them.
const stateFolder = ".rotation"

// After a jump of the clock nothing is removed as too old for so long, in seconds: a wrong clock is mostly set right soon.
const afterJump = 3600

// aged says whether a log's first line is older than the age: by the stamp, or by the uptime this agent has seen go by. An
// empty file has no age: it counts from its first line on. A stamp from a clock that was ahead is replaced.
func (a *agent) aged(log *logFiles) bool {
	stamp, err := a.root.Lstat(filepath.Join(stateFolder, log.name))
	if log.live.Size() == 0 {
		a.mark(log.name)
		return false
	}
	marked, known := a.marked[log.name]
	if !known {
		a.marked[log.name] = a.uptime()
	}
	if known && a.uptime()-marked >= float64(a.Age) {
		return true
	}
	if err != nil || stamp.ModTime().After(a.now()) {
		a.stamp(log.name)
		return false
	}
	return a.now().Sub(stamp.ModTime()) >= a.Age.duration()
}

func (a *agent) mark(log string) {
	a.marked[log] = a.uptime()
	a.stamp(log)
}

// stamp may fail, mostly on a full disk; the uptime is counted anyway.
func (a *agent) stamp(log string) {
	name := filepath.Join(stateFolder, log)
	now := a.now()
	err := a.makeStateFolder()
	if err == nil {
		var file *os.File
		if file, err = a.root.OpenFile(name, os.O_CREATE|os.O_WRONLY|syscall.O_NONBLOCK, 0o644); err == nil {
			file.Close()
			err = a.root.Chtimes(name, now, now)
		}
	}
	if err != nil {
		a.sayOnce("counting the age of %s from the start of this agent: %v", log, err)
	}
}

// makeStateFolder fails where something else has the folder's name: a FIFO would hang who opens it.
func (a *agent) makeStateFolder() error {
	if err := a.root.Mkdir(stateFolder, 0o755); !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := a.root.Lstat(stateFolder)
	if err == nil && !(info.IsDir() && info.Sys().(*syscall.Stat_t).Uid == a.uid) {
		err = fmt.Errorf("%s is not a directory of uid %d: remove it", stateFolder, a.uid)
	}
	return err
}

// watchClock compares the clock with the uptime since the last look; at the first one, with the newest log file. A node
// may start with a clock that is years off.
func (a *agent) watchClock() {
	now, up := a.now(), a.uptime()
	if !a.lastLook.IsZero() {
		jump := now.Sub(a.lastLook) - time.Duration((up-a.lastUptime)*float64(time.Second))
		if jump.Abs() > time.Minute {
			a.agesFrom = up + afterJump
			say("the clock has jumped by %s: no file is removed by maxAge for an hour", jump.Round(time.Second))
		}
	} else if gap, found := a.sinceNewest(now); found && (gap > time.Hour || gap < -time.Minute) {
		a.agesFrom = up + afterJump
		say("the newest log file is %s old by the clock, which may be wrong: no file is removed by maxAge for an hour", gap.Round(time.Second))
	}
	a.lastLook, a.lastUptime = now, up
}

// sinceNewest is the age of the file that was last written to.
func (a *agent) sinceNewest(now time.Time) (gap time.Duration, found bool) {
	logs, _ := a.list()
	for _, log := range logs {
		files := log.rotated
		if log.live != nil {
			files = append(files, rotated{FileInfo: log.live})
		}
		for _, file := range files {
			if age := now.Sub(file.ModTime()); !found || age < gap {
				gap, found = age, true
			}
		}
	}
	return gap, found
}

// removeOld removes what is older than the maximum age. What a clock that was ahead has dated counts from now on.
func (a *agent) removeOld(logs []*logFiles) error {
	if a.uptime() < a.agesFrom {
		return nil
	}
	var failures []error
	now := a.now()
	for _, file := range oldestFirst(logs) {
		age := now.Sub(file.ModTime())
		if age < -time.Minute {
			failures = append(failures, a.root.Chtimes(file.Name(), now, now))
		}
		if age > a.MaxAge.duration() {
			failures = append(failures, a.remove(file.Name()))
		}
	}
	return errors.Join(failures...)
}
