package main

import (
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestNginxReopensWhatIsTurnedOver(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "error.log")
	is(t, s.size("access.log"), 0)
	nginx.log(3)
	s.lookWell(nil) // smaller than the size
	s.has("access.log", "access.log.1", "error.log")
	nginx.complete()
}

func TestOnlyTheNginxOfTheDirectoryIsSignalled(t *testing.T) {
	binary := nginxBinary(t)
	own, other := newSandbox(t), newSandbox(t)
	nginx := own.serve(binary)
	other.serve(binary)
	nginx.log(50)
	// The other's file is away: it would make it anew, if it were told to.
	must(t, os.Rename(other.logs+"/access.log", other.logs+"/away"))
	own.lookWell(nil)
	own.has("access.log", "access.log.1", "error.log")
	time.Sleep(300 * time.Millisecond)
	other.has("away", "error.log")
}

func TestTwentyRotationsUnderLoadLoseAndDoubleNoLine(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	stop, stopped := make(chan struct{}), make(chan error)
	go func() { stopped <- nginx.load(stop) }()
	for range 20 {
		eventually(t, "there are lines", func() bool { return s.size("access.log") >= 100 })
		s.lookWell(set{"keep": 30, "size": 100})
	}
	close(stop)
	must(t, <-stopped)
	time.Sleep(300 * time.Millisecond)
	nginx.complete()
	if _, err := os.Stat(s.logs + "/access.log.20.gz"); err != nil {
		t.Fatal(err)
	}
}

func TestAgentKilledAtAnyMomentLosesAndDoublesNoLine(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	stop, stopped := make(chan struct{}), make(chan error)
	go func() { stopped <- nginx.load(stop) }()
	over := set{"every": 1, "size": 100, "keep": 200, "budget": 1 << 30}
	for range 25 {
		agent := s.start(over)
		time.Sleep(time.Duration(20+rand.Intn(60)) * time.Millisecond)
		must(t, agent.Process.Kill())
		_ = agent.Wait()
	}
	close(stop)
	must(t, <-stopped)
	time.Sleep(300 * time.Millisecond)
	s.lookWell(over)
	nginx.complete()
}

// load sends requests until it is told to stop.
func (n *server) load(stop chan struct{}) error {
	for ; ; n.sent++ {
		select {
		case <-stop:
			return nil
		default:
			if err := n.get(fmt.Sprintf("%d-%s", n.sent, strings.Repeat("x", 30))); err != nil {
				return err
			}
		}
	}
}

func TestAgentKilledBetweenRenameAndSignal(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	must(t, os.Rename(s.logs+"/access.log", s.logs+"/access.log.1"))
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "error.log")
	nginx.log(1)
	nginx.complete()
}

func TestWithoutHostPIDNothingIsRenamedAndTheBudgetHolds(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	hidden := []string{"--pid", "--fork", "--mount-proc"}
	s.lookWrong("the pod has no hostPID", nil, hidden...)
	s.has("access.log", "error.log")
	s.lookWrong("truncated access.log", set{"budget": 1024}, hidden...)
	s.has("access.log", "error.log")
	is(t, s.size("access.log"), 0)
	s.lookWell(set{"copyTruncate": true}, hidden...)
	nginx.log(1)
	is(t, s.size("access.log") > 0, true)
}

func TestHidepid(t *testing.T) {
	s := newSandbox(t)
	s.setup = "mount -t proc -o hidepid=2 proc /proc"
	nginx := s.serve(withCapability(s))
	nginx.log(50)
	s.lookWrong("/proc hides other users' processes (hidepid)", nil)
	s.has("access.log", "error.log")
	s.lookWrong("truncated access.log", set{"budget": 1024})
	is(t, s.size("access.log"), 0)
}

func TestHidepidDoesNotMatterWhereNginxHasNoCapability(t *testing.T) {
	s := newSandbox(t)
	s.setup = "mount -t proc -o hidepid=2 proc /proc"
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "error.log")
}

func TestNginxWithFileCapabilities(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(withCapability(s))
	nginx.log(50)
	for _, pid := range append(childrenOf(nginx.command.Process.Pid), nginx.command.Process.Pid) {
		if s.command(nil, "sh", "-c", fmt.Sprintf("readlink /proc/%d/fd/*", pid)).Run() == nil {
			t.Fatal("descriptors are open to all: this is no nginx with file capabilities")
		}
	}
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "error.log")
	nginx.log(50) // before: a stopped worker may be the one that the kernel wakes for a connection
	stopProcess(t, childrenOf(nginx.command.Process.Pid)[0])
	s.lookWrong("nginx still writes to access.log.1", nil)
}

// withCapability is the nginx of the controllers' images: its file may bind low ports, which closes its /proc.
func withCapability(s *sandbox) string {
	s.Helper()
	binary := s.root + "/nginx"
	content, err := os.ReadFile(nginxBinary(s.T))
	must(s.T, err)
	must(s.T, os.WriteFile(binary, content, 0o755))
	if err := exec.Command("setcap", "cap_net_bind_service=+ep", binary).Run(); err != nil {
		s.Skipf("needs setcap: %v", err)
	}
	return binary
}

func TestMasterThatRefusesTheSignal(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log", "")
	s.write("error.log", "")
	mount := []string{"unshare", "--mount", "sh", "-ec", `mount --bind "$LOGS" "$LOGS"; exec "$@"`, "sh"}
	nginx := s.serve(nginxBinary(t), mount...) // as root
	nginx.log(50)
	s.lookWrong("cannot be signalled: operation not permitted", nil)
	s.has("access.log", "error.log")
	s.lookWrong("truncated access.log", set{"budget": 1024})
	is(t, s.size("access.log"), 0)
}

func TestWriterThatIsNoNginx(t *testing.T) {
	s := newSandbox(t)
	file, err := os.OpenFile(s.write("access.log", kilobytes("a", 2)), os.O_WRONLY|os.O_APPEND, 0)
	must(t, err)
	defer file.Close()
	s.lookWrong("no nginx that mounts it writes to it, but another process does", nil)
	s.has("access.log")
}

func TestCopyTruncateSignalsNobodyAndEmptiesTheFileInPlace(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(50)
	before, err := os.Stat(s.logs + "/access.log")
	must(t, err)
	s.lookWell(set{"copyTruncate": true})
	after, err := os.Stat(s.logs + "/access.log")
	must(t, err)
	is(t, os.SameFile(before, after), true)
	is(t, after.Size(), 0)
	nginx.log(1)
	nginx.complete()
}

func TestLiveFileThatAloneIsOverTheBudgetIsTurnedOverAndRemoved(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t))
	nginx.log(200)
	said := s.lookWell(set{"size": 1 << 20, "budget": 4096})
	is(t, strings.Contains(said, "removed access.log.1"), true)
	nginx.log(1)
	s.has("access.log", "error.log")
	is(t, s.size("access.log") > 0, true)
}
