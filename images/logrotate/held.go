package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// holder says whether a process has a file open for writing.
type holder int

const (
	free holder = iota
	written
	unknown
)

// held asks the kernel: a read lease is refused while any process in any container has the file open for writing, and
// even if /proc is hidden. Some filesystems (NFS) have no leases; there the processes' descriptors are looked
// through, which says nothing where they cannot be read.
// See https://man7.org/linux/man-pages/man2/F_GETLEASE.2const.html
func (a *agent) held(name string) holder {
	file, err := a.open(name, os.O_RDONLY)
	if err != nil {
		return unknown
	}
	defer file.Close()
	switch _, err := a.lease(file.Fd(), syscall.F_RDLCK); {
	case err == nil:
		_, _ = a.lease(file.Fd(), syscall.F_UNLCK)
		return free
	case errors.Is(err, syscall.EAGAIN):
		return written
	}
	info, err := file.Stat()
	if err != nil {
		return unknown
	}
	return a.heldByDescriptor(info)
}

func setLease(descriptor uintptr, kind int) (uintptr, error) {
	result, _, errno := syscall.Syscall(syscall.SYS_FCNTL, descriptor, syscall.F_SETLEASE, uintptr(kind))
	if errno != 0 {
		return 0, errno
	}
	return result, nil
}

// heldByDescriptor looks through the descriptors of every process that may have the directory's files open: those that
// have it mounted. One whose descriptors are closed to this process leaves the answer open.
func (a *agent) heldByDescriptor(info fs.FileInfo) holder {
	processes, err := a.processes(func(string) bool { return true })
	if err != nil {
		return unknown
	}
	defer release(processes)
	answer := free
	for _, process := range processes {
		folder := filepath.Join("/proc", strconv.Itoa(process.Pid), "fd")
		descriptors, err := os.ReadDir(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue // ended meanwhile
		}
		if err != nil {
			answer = unknown
		}
		for _, descriptor := range descriptors {
			opened, err := os.Stat(filepath.Join(folder, descriptor.Name()))
			if errors.Is(err, fs.ErrPermission) {
				answer = unknown
			}
			if err == nil && os.SameFile(opened, info) && forWriting(process.Pid, descriptor.Name()) {
				return written
			}
		}
	}
	return answer
}

func forWriting(pid int, descriptor string) bool {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%s", pid, descriptor))
	if err != nil {
		return true
	}
	for line := range strings.Lines(string(content)) {
		if octal, ok := strings.CutPrefix(line, "flags:"); ok {
			flags, err := strconv.ParseInt(strings.TrimSpace(octal), 8, 64)
			return err != nil || flags&syscall.O_ACCMODE != syscall.O_RDONLY
		}
	}
	return true
}

// open opens one of the class's own files: never through a link, and never waiting for the other end of a FIFO. One whose
// mode shuts out its owner is given back to it.
func (a *agent) open(name string, flag int) (*os.File, error) {
	before, err := a.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	file, err := a.root.OpenFile(name, flag|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrPermission) && before.Mode().Perm()&0o600 != 0o600 {
		if err := a.root.Chmod(name, before.Mode().Perm()|0o600); err != nil {
			return nil, err
		}
		file, err = a.root.OpenFile(name, flag|syscall.O_NONBLOCK, 0)
	}
	if err != nil {
		return nil, err
	}
	after, err := file.Stat()
	if err != nil || !os.SameFile(before, after) {
		file.Close()
		return nil, fmt.Errorf("%s was replaced while it was opened", name)
	}
	return file, nil
}

// remove removes a rotated file, unless a process still writes to it.
func (a *agent) remove(name string) error {
	if a.held(name) == written {
		return fmt.Errorf("%s is still written to: not removed", name)
	}
	return a.root.Remove(name)
}
