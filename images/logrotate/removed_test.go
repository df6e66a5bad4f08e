package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestLiveFilesThatSomebodyRemovedOrReplacedAreMadeAnew(t *testing.T) {
	for what, names := range map[string][]string{"one": {"access.log"}, "all": {"access.log", "error.log"}} {
		for how, take := range map[string]func(s *sandbox, name string){
			"removed": func(s *sandbox, name string) { must(s.T, os.Remove(s.logs+"/"+name)) },
			"moved":   func(s *sandbox, name string) { must(s.T, os.Rename(s.logs+"/"+name, s.logs+"/aside-"+name)) },
			"replaced": func(s *sandbox, name string) {
				must(s.T, os.Remove(s.logs+"/"+name))
				s.write(name, "")
			},
		} {
			t.Run(what+" "+how, func(t *testing.T) {
				s := newSandbox(t)
				nginx := s.serve(nginxBinary(t))
				s.start(set{"every": 1, "size": 1 << 20})
				eventually(t, "ready", func() bool { return s.asks("ready") })
				for range 2 { // and again
					for _, name := range names {
						take(s, name)
					}
					eventually(t, "nginx writes to the new one", func() bool {
						nginx.log(1)
						info, err := os.Stat(s.logs + "/access.log")
						return err == nil && info.Size() > 0
					})
				}
				is(t, s.asks("ready"), true)
			})
		}
	}
}

func TestDiskThatRemovedLogsFillIsFreed(t *testing.T) {
	s := newSandbox(t)
	nginx := s.serve(nginxBinary(t), "unshare", "--mount", "sh", "-ec", `
mount -t tmpfs -o size=20m,mode=755,uid=101,gid=101 tmpfs "$LOGS"
exec setpriv --reuid=101 --regid=101 --clear-groups --inh-caps=-all "$@"`, "sh")
	nginx.log(1)
	inside := func(program ...string) (string, error) {
		enter := []string{"--mount", "--target", fmt.Sprint(nginx.command.Process.Pid)}
		command := exec.Command("nsenter", append(enter, program...)...)
		command.Env = append(os.Environ(), "LOGS="+s.logs, "BE_THE_AGENT=yes")
		output, err := command.CombinedOutput()
		return string(output), err
	}
	full, err := inside("sh", "-c", `cd "$LOGS"; head -c 10m /dev/zero >>access.log; head -c 30m /dev/zero >foreign.db
rm access.log error.log; stat -f -c %a .`)
	must(t, err)
	is(t, strings.HasSuffix(full, "\n0\n"), true)
	agent := []string{"setpriv", "--reuid=101", "--regid=101", "--clear-groups", "--inh-caps=-all", "--no-new-privs", s.agent}
	eventually(t, "the agent finds room", func() bool {
		_, err := inside(append(agent, "look", s.file(nil))...)
		return err == nil
	})
	files, err := inside("ls", s.logs)
	must(t, err)
	is(t, files, "access.log\nerror.log\nforeign.db\n")
}
