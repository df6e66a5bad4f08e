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

// Titles of nginx's processes.
const anyTitle, masterTitle, leavingTitle = "nginx: ", "nginx: master process", "nginx: worker process is shutting down"

// nginx is what runs of it: its masters, and the workers, of which some may have no master that passes a signal on: one
// that quits does not, and one that was killed is gone while a worker still serves.
type nginx struct{ masters, workers []process }

// nginx finds the processes that have this very directory mounted, where the agent has it: device and root of a mount
// are the same in every container, and mountinfo is open to all even where nginx's file capabilities close the rest of
// its /proc. The mount point tells them from an nginx of the node itself, which sees every file system.
//
// It fails if none is visible and processes are hidden, because nginx may still be running.
func (a *agent) nginx() (nginx, error) {
	var found nginx
	processes, err := a.processes(func(title string) bool { return strings.HasPrefix(title, anyTitle) })
	for _, process := range processes {
		if strings.HasPrefix(process.title, masterTitle) {
			found.masters = append(found.masters, process)
		} else {
			found.workers = append(found.workers, process)
		}
	}
	if err == nil && !found.runs() {
		err = hidden()
	}
	return found, err
}

func (n nginx) runs() bool { return len(n.masters)+len(n.workers) > 0 }

// leaving says whether one of the masters quits: it keeps its files open, passes no signal on, and writes no access log.
func (n nginx) leaving() bool {
	for _, master := range n.masters {
		stays := false
		for _, worker := range n.workers {
			stays = stays || parentOf(worker.Pid) == master.Pid && !strings.HasPrefix(worker.title, leavingTitle)
		}
		if !stays {
			return true
		}
	}
	return false
}

// parentOf reads it behind the command's name, the last field that may hold blanks and brackets.
func parentOf(pid int) int {
	content, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	fields := strings.Fields(string(content[strings.LastIndexByte(string(content), ')')+1:]))
	if len(fields) < 2 {
		return 0
	}
	parent, _ := strconv.Atoi(fields[1])
	return parent
}

// first are those to signal: the masters, which pass it on.
func (n nginx) first() []process {
	if len(n.masters) > 0 {
		return n.masters
	}
	return n.workers
}

func (n nginx) release() {
	release(n.masters)
	release(n.workers)
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

type process struct {
	*os.Process
	title string
}

// processes are those whose title is wanted and that have the directory mounted as the agent has.
func (a *agent) processes(wanted func(title string) bool) ([]process, error) {
	own := mountOf("self", a.Directory)
	if own == "" {
		return nil, fmt.Errorf("%s is not a mount: nginx cannot be told from another class's", a.Directory)
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var found []process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		// Held from before it is looked at: a number that is given away meanwhile gets no signal.
		held, err := os.FindProcess(pid)
		if err != nil {
			continue
		}
		title, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "cmdline"))
		if err == nil && wanted(string(title)) && mountOf(entry.Name(), a.Directory) == own {
			found = append(found, process{held, string(title)})
		} else {
			_ = held.Release()
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

// reach sends a signal to each process; 0 asks whether one could be sent.
func reach(processes []process, signal syscall.Signal) error {
	var failures []error
	for _, process := range processes {
		if err := process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			failures = append(failures, fmt.Errorf("nginx process %d cannot be signalled: %w", process.Pid, err))
		}
	}
	return errors.Join(failures...)
}

func release(processes []process) {
	for _, process := range processes {
		_ = process.Release()
	}
}
