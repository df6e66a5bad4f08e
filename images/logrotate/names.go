package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// logFiles is one log of the class: the file nginx writes to, and the rotated ones.
type logFiles struct {
	name    string
	live    fs.FileInfo  // nil where there is none
	odd     bool         // there is something of the live file's name that is not the class's
	rotated []rotated    // newest first
	taken   map[int]bool // numbers in use by what is not the class's
}

// rotated is a rotated file: access.log.3 or access.log.3.gz.
type rotated struct {
	log    string
	number int
	ending string
	fs.FileInfo
}

// Name is the one it has now: a file that was moved has another than its FileInfo.
func (file rotated) Name() string { return rotatedName(file.log, file.number, file.ending) }

func rotatedName(log string, number int, ending string) string {
	return log + "." + strconv.Itoa(number) + ending
}

// parseRotated reads the names that rotatedName writes, and no others.
func parseRotated(log, name string) (number int, ending string, ok bool) {
	rest, ok := strings.CutPrefix(name, log+".")
	if !ok {
		return 0, "", false
	}
	digits, _, compressed := strings.Cut(rest, ".")
	if compressed {
		ending = rest[len(digits):]
		if methodOf(ending) == nil {
			return 0, "", false
		}
	}
	number, err := strconv.Atoi(digits)
	return number, ending, err == nil && number > 0 && rotatedName(log, number, ending) == name
}

// list sorts what lies in the directory. A directory, link, FIFO or a file of another user under one of the class's names
// is not the class': it keeps its number, and is neither moved, counted nor removed.
func (a *agent) list() ([]*logFiles, error) {
	directory, err := a.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer directory.Close()
	names, err := directory.Readdirnames(-1)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s was removed on the node, and nginx writes to removed files: restart the controller's pod, then this one", a.Directory)
	}
	if err != nil {
		return nil, err
	}
	logs := make([]*logFiles, 0, len(a.Logs))
	for _, name := range a.Logs {
		log := &logFiles{name: name, taken: map[int]bool{}}
		for _, entry := range names {
			a.sort(log, entry)
		}
		log.order()
		logs = append(logs, log)
	}
	return logs, nil
}

func (a *agent) sort(log *logFiles, entry string) {
	number, ending, isTurned := parseRotated(log.name, entry)
	if !isTurned && entry != log.name {
		return
	}
	info, err := a.root.Lstat(entry)
	if err != nil {
		return // gone meanwhile
	}
	own := info.Mode().IsRegular() && info.Sys().(*syscall.Stat_t).Uid == a.uid
	switch {
	case !own:
		a.sayOnce("%s is not a regular file of uid %d: it is skipped", entry, a.uid)
		if isTurned {
			log.taken[number] = true
		} else {
			log.odd = true
		}
	case isTurned:
		log.rotated = append(log.rotated, rotated{log.name, number, ending, info})
	default:
		log.live = info
	}
}

func (log *logFiles) order() {
	slices.SortFunc(log.rotated, func(x, y rotated) int {
		return cmp.Or(cmp.Compare(x.number, y.number), cmp.Compare(x.ending, y.ending))
	})
}

// bytesOf counts the class's own files.
func bytesOf(logs []*logFiles) (total int64) {
	for _, log := range logs {
		if log.live != nil {
			total += log.live.Size()
		}
		for _, file := range log.rotated {
			total += file.Size()
		}
	}
	return total
}

// oldestFirst merges the rotated files of all logs: within one log by number, because clocks may have been wrong.
func oldestFirst(logs []*logFiles) (files []rotated) {
	left := make([][]rotated, len(logs))
	for index, log := range logs {
		left[index] = log.rotated
	}
	for {
		oldest := -1
		for index, files := range left {
			if len(files) > 0 && (oldest < 0 || files[len(files)-1].ModTime().Before(left[oldest][len(left[oldest])-1].ModTime())) {
				oldest = index
			}
		}
		if oldest < 0 {
			return files
		}
		last := len(left[oldest]) - 1
		files = append(files, left[oldest][last])
		left[oldest] = left[oldest][:last]
	}
}
