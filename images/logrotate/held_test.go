package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// printHolders answers twice whether access.log is written to: by lease, and as on a filesystem that has none.
func printHolders() {
	s, err := readSettings(os.Args[2])
	if err != nil {
		panic(err)
	}
	a, err := newAgent(s, context.Background())
	if err != nil {
		panic(err)
	}
	byLease := a.held("access.log")
	a.lease = func(uintptr, int) (uintptr, error) { return 0, syscall.EINVAL }
	answers := map[holder]string{free: "free", written: "written", unknown: "unknown"}
	fmt.Println(answers[byLease], answers[a.held("access.log")])
}

func (s *sandbox) holders() string {
	s.Helper()
	command := s.agentCommand(nil, "look", s.file(nil))
	command.Env = append(command.Env, "BE_THE_AGENT=holders")
	output, err := command.CombinedOutput()
	must(s.T, err)
	return strings.TrimSpace(string(output))
}

func TestWritersAreFoundByLeaseAndByDescriptor(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log", "line\n")
	is(t, s.holders(), "free free")
	hold := func(redirection string) (end func()) {
		child := s.command(nil, "sh", "-c", "exec sleep 60 "+redirection+` "$LOGS/access.log"`)
		must(t, child.Start())
		end = func() {
			_ = child.Process.Kill()
			_ = child.Wait()
		}
		t.Cleanup(end)
		eventually(t, "it sleeps", func() bool {
			title, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", child.Process.Pid))
			return string(title) == "sleep\n"
		})
		return end
	}
	end := hold("<")
	is(t, s.holders(), "free free")
	end()
	end = hold(">>")
	is(t, s.holders(), "written written")
	end()
	is(t, s.holders(), "free free")
}

func TestWriterWhoseDescriptorsAreClosedToAll(t *testing.T) {
	s := newSandbox(t)
	s.serve(withCapability(s))
	is(t, s.holders(), "written unknown")
}
