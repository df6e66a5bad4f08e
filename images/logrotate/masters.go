package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const masterTitle = "nginx: master process"

// masters are the nginx masters that have this very directory mounted, where the agent has it: device and root of a mount
// are the same in every container, and mountinfo is open to all even where nginx's file capabilities close the rest of
// its /proc. The mount point tells them from an nginx of the node itself, which sees every file system.
//
// It fails where there is no master to see and processes are hidden: nginx may run all the same.
func (a *agent) masters() ([]*os.Process, error) {
	found, err := a.processes(func(title string) bool { return strings.HasPrefix(title, masterTitle) })
	if err == nil && len(found) == 0 {
		err = hidden()
	}
	return found, err
}

func hidden() error {
	if os.Getpid() == 1 {
		return errors.New("nginx cannot be seen: the pod has no hostPID")
	}
	if _, err := os.ReadFile("/proc/1/cmdline"); err != nil {
		return errors.New("nginx cannot be seen: /proc hides other users' processes (hidepid)")
	}
	return nil
}

// processes are those whose title is wanted and that have the directory mounted as the agent has.
func (a *agent) processes(wanted func(title string) bool) ([]*os.Process, error) {
	own := mountOf("self", a.Directory)
	if own == "" {
		return nil, fmt.Errorf("%s is not a mount: nginx cannot be told from another class's", a.Directory)
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var found []*os.Process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		// Held from before it is looked at: a number that is given away meanwhile gets no signal.
		process, err := os.FindProcess(pid)
		if err != nil {
			continue
		}
		title, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "cmdline"))
		if err == nil && wanted(string(title)) && mountOf(entry.Name(), a.Directory) == own {
			found = append(found, process)
		} else {
			_ = process.Release()
		}
	}
	return found, nil
}

// mountOf is device and root of what a process has mounted at a path, the last of several; empty where there is none.
func mountOf(process, path string) (mount string) {
	content, err := os.ReadFile(filepath.Join("/proc", process, "mountinfo"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(content)) {
		fields := strings.Fields(line)
		if len(fields) > 4 && fields[4] == escapeMount.Replace(path) {
			mount = fields[2] + " " + fields[3]
		}
	}
	return mount
}

var escapeMount = strings.NewReplacer(" ", `\040`, "\t", `\011`, "\n", `\012`, `\`, `\134`)

// reach sends a signal to each master; 0 asks whether one could be sent.
func reach(masters []*os.Process, signal syscall.Signal) error {
	var failures []error
	for _, master := range masters {
		if err := master.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			failures = append(failures, fmt.Errorf("nginx master %d cannot be signalled: %w", master.Pid, err))
		}
	}
	return errors.Join(failures...)
}

func release(masters []*os.Process) {
	for _, master := range masters {
		_ = master.Release()
	}
}
