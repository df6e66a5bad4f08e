package main

import (
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestFrozenMasterIsAnErrorAndItsWorkersGoOnInTheNewFile(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	stopProcess(t, nginx.command.Process.Pid)
	s.lookWrong("access.log is renamed but not reopened: nginx still writes to access.log.1", nil)
	s.has("access.log", "access.log.1", "error.log")
	nginx.log(50)
	s.lookWrong("still writes to access.log.1", nil)
	s.has("access.log", "access.log.1", "access.log.2", "error.log")
	s.lookWrong("access.log.2 is still written to: not removed", set{"keep": 1})

	must(t, syscall.Kill(nginx.command.Process.Pid, syscall.SIGCONT))
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "access.log.2.gz", "error.log")
	nginx.log(1)
	nginx.complete()
}

func TestFrozenNginxIsAnErrorAndLosesNothingButBytesOverTheBudget(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	for _, pid := range append(childrenOf(nginx.command.Process.Pid), nginx.command.Process.Pid) {
		stopProcess(t, pid)
	}
	s.lookWrong("access.log is renamed but not reopened: nginx still writes to access.log.1", nil)
	s.has("access.log.1", "error.log")
	s.write("error.log.1", kilobytes("e", 2))
	s.lookWrong("still writes to access.log.1", nil)
	s.lookWrong("truncated access.log.1", set{"budget": 1024})
	s.has("access.log.1", "error.log")
	is(t, s.size("access.log.1"), 0)
	for _, pid := range append(childrenOf(nginx.command.Process.Pid), nginx.command.Process.Pid) {
		must(t, syscall.Kill(pid, syscall.SIGCONT))
	}
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "error.log")
	nginx.log(1)
	is(t, s.read("access.log"), fmt.Sprintf("%d-%s\n", nginx.sent-1, strings.Repeat("x", 30)))
}

func TestFrozenWorkerIsAnErrorAndItsFileIsNeitherCompressedNorRemoved(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	worker := childrenOf(nginx.command.Process.Pid)[0]
	stopProcess(t, worker)
	s.lookWrong("nginx still writes to access.log.1", nil)
	s.write("access.log", kilobytes("a", 2))
	s.lookWrong("access.log.2 is still written to: not removed", set{"keep": 1, "maxAge": 1})
	s.has("access.log", "access.log.1", "access.log.2", "error.log")
	must(t, syscall.Kill(worker, syscall.SIGCONT))
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "access.log.2.gz", "error.log")
}

func TestFrozenNginxIsNotReady(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	s.start(set{"every": 1})
	eventually(t, "ready", func() bool { return s.asks("ready") })
	stopProcess(t, nginx.command.Process.Pid)
	nginx.log(50)
	eventually(t, "not ready", func() bool { return !s.asks("ready") })
	is(t, s.asks("alive"), true)
	must(t, syscall.Kill(nginx.command.Process.Pid, syscall.SIGCONT))
	eventually(t, "ready again", func() bool { return s.asks("ready") })
}

// hang has a worker wait for the rest of a request, so that it does not end. The returned function sends the rest.
func (n *server) hang() (finish func()) {
	n.Helper()
	connection, err := net.Dial("unix", n.run+"/nginx.sock")
	must(n.T, err)
	n.Cleanup(func() { connection.Close() })
	_, err = fmt.Fprintf(connection, "GET /?id=%d-xxx HTTP/1.1\r\nHost: nginx\r\nConnection: close\r\n", n.sent)
	must(n.T, err)
	n.sent++
	n.log(1) // its worker has taken it by now
	return func() {
		n.Helper()
		_, err := fmt.Fprint(connection, "\r\n")
		must(n.T, err)
		_, err = io.Copy(io.Discard, connection)
		must(n.T, err)
		time.Sleep(250 * time.Millisecond)
	}
}

// Each leaves a worker that still serves a request, and whose lines must not be lost.
func TestWorkersThatAreOnTheirWayOutReopenToo(t *testing.T) {
	for what, end := range map[string]func(s *sandbox, nginx *server){
		"after a reload": func(s *sandbox, nginx *server) {
			workers := childrenOf(nginx.command.Process.Pid)
			must(s.T, nginx.command.Process.Signal(syscall.SIGHUP))
			eventually(s.T, "new workers run", func() bool {
				return len(childrenOf(nginx.command.Process.Pid)) == 3 && len(workers) == 2
			})
		},
		"of a master that quits": func(s *sandbox, nginx *server) {
			must(s.T, nginx.command.Process.Signal(syscall.SIGQUIT))
			eventually(s.T, "the idle worker has ended", func() bool {
				return len(childrenOf(nginx.command.Process.Pid)) == 1
			})
		},
		"of a master that quits, beside a new one": func(s *sandbox, nginx *server) {
			must(s.T, nginx.command.Process.Signal(syscall.SIGQUIT))
			s.serve(nginxBinary(s.T))
		},
		"of a master that was killed": func(s *sandbox, nginx *server) {
			workers := childrenOf(nginx.command.Process.Pid)
			must(s.T, nginx.command.Process.Kill())
			s.Cleanup(func() {
				for _, pid := range workers {
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
			})
		},
	} {
		t.Run(what, func(t *testing.T) {
			s := newSandbox(t)
			nginx := s.serve(nginxBinary(t))
			nginx.log(50)
			finish := nginx.hang()
			end(s, nginx)
			s.lookWell(nil)
			s.has("access.log", "access.log.1", "error.log")
			finish()
			is(t, strings.HasSuffix(s.read("access.log"), "50-xxx\n"), true)
			s.lookWell(set{"size": 1, "keep": 1}) // nothing is held any more
		})
	}
}

func TestEveryMasterOfTheDirectoryReopens(t *testing.T) {
	s := newSandbox(t)
	first := s.serve(nginxBinary(t))
	first.log(50)
	second := s.serve(nginxBinary(t)) // takes the socket over
	second.log(1)
	stopProcess(t, first.command.Process.Pid)
	s.lookWrong("nginx still writes to access.log.1", nil)
	must(t, syscall.Kill(first.command.Process.Pid, syscall.SIGCONT))
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "error.log")
}
