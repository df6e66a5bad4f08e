package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a real nginx that writes to the class's directory.
type server struct {
	*sandbox
	command *exec.Cmd
	client  *http.Client
	sent    int
}

const nginxConf = `
daemon off;
worker_processes 2;
pid %[1]s/nginx.pid;
error_log %[2]s/error.log warn;
events {}
http {
  log_format line '$arg_id';
  access_log %[2]s/access.log line buffer=64k flush=100ms;
  client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
  server { listen unix:%[1]s/nginx.sock; location / { return 200 ok; } }
}
`

func nginxBinary(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("NGINX_BINARY"), "nginx", "/usr/sbin/nginx"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("needs nginx")
	return ""
}

// serve starts nginx as its own user, or by the given start of a command.
func (s *sandbox) serve(binary string, as ...string) *server {
	s.Helper()
	conf := s.root + "/nginx.conf"
	must(s.T, os.WriteFile(conf, fmt.Appendf(nil, nginxConf, s.run, s.logs), 0o644))
	_ = os.Remove(s.run + "/nginx.sock") // a killed nginx leaves it
	program := []string{binary, "-e", s.logs + "/error.log", "-c", conf}
	command := s.command(nil, program...)
	if len(as) > 0 {
		command = exec.Command(as[0], slices.Concat(as[1:], program)...)
		command.Env = append(os.Environ(), "LOGS="+s.logs)
	}
	command.Stderr = os.Stderr
	must(s.T, command.Start())
	s.Cleanup(func() {
		workers := childrenOf(command.Process.Pid)
		_ = command.Process.Kill() // first: it would start new workers
		for _, pid := range workers {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		_ = command.Wait()
	})
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", s.run+"/nginx.sock")
	}
	n := &server{sandbox: s, command: command, client: &http.Client{
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true},
		Timeout:   20 * time.Second, // a request that a stopped worker has taken would wait for ever
	}}
	eventually(s.T, "nginx serves", func() bool { return n.get("") == nil })
	eventually(s.T, "nginx has two workers", func() bool { return len(childrenOf(command.Process.Pid)) == 2 })
	return n
}

func (n *server) get(id string) error {
	response, err := n.client.Get("http://nginx/?id=" + id)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	response.Body.Close()
	return err
}

// log sends requests with the next numbers, and returns once their lines are written.
func (n *server) log(count int) {
	n.Helper()
	for range count {
		must(n.T, n.get(fmt.Sprintf("%d-%s", n.sent, strings.Repeat("x", 30))))
		n.sent++
	}
	time.Sleep(250 * time.Millisecond)
}

// numbers are those of the lines in all access logs, in order of the files.
func (n *server) numbers() (found []int) {
	n.Helper()
	entries, err := os.ReadDir(n.logs)
	must(n.T, err)
	var files []rotated
	for _, entry := range entries {
		if number, ending, ok := parseRotated("access.log", entry.Name()); ok {
			files = append(files, rotated{"access.log", number, ending, nil})
		}
	}
	slices.SortFunc(files, func(x, y rotated) int { return y.number - x.number })
	line := regexp.MustCompile(`(?m)^(\d+)-x+$`)
	contents := ""
	for _, file := range files {
		contents += n.read(file.Name())
	}
	for _, match := range line.FindAllStringSubmatch(contents+n.read("access.log"), -1) {
		number, _ := strconv.Atoi(match[1])
		found = append(found, number)
	}
	return found
}

// complete fails unless each request has exactly one line.
func (n *server) complete() {
	n.Helper()
	count := make([]int, n.sent)
	for _, number := range n.numbers() {
		count[number]++
	}
	for number, lines := range count {
		if lines != 1 {
			n.Fatalf("request %d of %d has %d lines", number, n.sent, lines)
		}
	}
}

func childrenOf(pid int) (children []int) {
	content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	for _, field := range strings.Fields(string(content)) {
		child, _ := strconv.Atoi(field)
		children = append(children, child)
	}
	return children
}
