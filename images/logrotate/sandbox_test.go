package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

const nginxUser = 101 // of both controllers' images

// TestMain lets the test binary be the agent: what the tests start is the program itself.
func TestMain(m *testing.M) {
	switch os.Getenv("BE_THE_AGENT") {
	case "":
		os.Exit(m.Run())
	case "holders":
		printHolders()
	default:
		main()
	}
}

// sandbox is a class's directory. The agent and nginx run as nginx's user, each in its own mount namespace in which
// the directory is mounted, as their containers have it.
type sandbox struct {
	*testing.T
	root, logs, run, agent string
	settings               map[string]any
	setup                  string // shell commands in the agent's mount namespace, as root; $LOGS is the directory
}

func newSandbox(t *testing.T) *sandbox {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root, for mounts and for nginx's user")
	}
	root, err := os.MkdirTemp("", "logrotate-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(root) })
	s := &sandbox{T: t, root: root, logs: root + "/logs", run: root + "/run", agent: root + "/logrotate"}
	must(t, os.Chmod(root, 0o755))
	for _, folder := range []string{s.logs, s.run} {
		must(t, os.Mkdir(folder, 0o755))
		must(t, os.Chown(folder, nginxUser, nginxUser))
	}
	content, err := os.ReadFile("/proc/self/exe")
	must(t, err)
	must(t, os.WriteFile(s.agent, content, 0o755))
	s.settings = map[string]any{
		"directory": s.logs, "logs": []string{"access.log", "error.log"}, "run": s.run,
		"every": 3600, "size": 1024, "age": 86400, "keep": 3, "maxAge": 14 * 86400, "compress": "gzip", "budget": 1 << 20,
		"copyTruncate": false,
	}
	return s
}

type set map[string]any

// file is a settings file with some settings changed.
func (s *sandbox) file(over set) string {
	all := maps.Clone(s.settings)
	maps.Copy(all, over)
	content, err := json.Marshal(all)
	must(s.T, err)
	file := s.root + "/settings.json"
	must(s.T, os.WriteFile(file, content, 0o644))
	return file
}

// command runs a program as nginx's user, without capabilities, in its own mount namespace. There is no process in between:
// the command's PID is the program's.
func (s *sandbox) command(namespaces []string, program ...string) *exec.Cmd {
	script := `mount --bind "$LOGS" "$LOGS" && ` + s.setup + `
exec setpriv --reuid=101 --regid=101 --clear-groups --inh-caps=-all "$@"`
	args := slices.Concat([]string{"--mount"}, namespaces, []string{"sh", "-ec", script, "sh"}, program)
	command := exec.Command("unshare", args...)
	command.Env = append(os.Environ(), "LOGS="+s.logs, "BE_THE_AGENT=yes")
	return command
}

// agentCommand leaves the agent no way to a capability, as its container does.
func (s *sandbox) agentCommand(namespaces []string, arguments ...string) *exec.Cmd {
	return s.command(namespaces, append([]string{"setpriv", "--no-new-privs", s.agent}, arguments...)...)
}

// look lets the agent look once, and returns what it said; wrong says whether something was wrong.
func (s *sandbox) look(over set, namespaces ...string) (said string, wrong bool) {
	s.Helper()
	output, err := s.agentCommand(namespaces, "look", s.file(over)).CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		s.Fatal(err)
	}
	return string(output), err != nil
}

func (s *sandbox) lookWell(over set, namespaces ...string) string {
	s.Helper()
	said, wrong := s.look(over, namespaces...)
	if wrong {
		s.Fatalf("the look went wrong: %s", said)
	}
	return said
}

func (s *sandbox) lookWrong(reason string, over set, namespaces ...string) string {
	s.Helper()
	said, wrong := s.look(over, namespaces...)
	if !wrong || !strings.Contains(said, reason) {
		s.Fatalf("wanted an error with %q, got %v: %s", reason, wrong, said)
	}
	return said
}

// start runs the agent until the test ends, or kills it.
func (s *sandbox) start(over set) *exec.Cmd {
	s.Helper()
	command := s.agentCommand(nil, "run", s.file(over))
	command.Stderr = os.Stderr
	must(s.T, command.Start())
	s.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	return command
}

func (s *sandbox) asks(question string) bool {
	return s.agentCommand(nil, question, s.root+"/settings.json").Run() == nil
}

func (s *sandbox) write(name, content string) string {
	s.Helper()
	path := filepath.Join(s.logs, name)
	must(s.T, os.WriteFile(path, []byte(content), 0o644))
	must(s.T, os.Chown(path, nginxUser, nginxUser))
	return path
}

func (s *sandbox) dated(name, content string, age time.Duration) {
	s.Helper()
	at := time.Now().Add(-age)
	must(s.T, os.Chtimes(s.write(name, content), at, at))
}

func (s *sandbox) read(name string) string {
	s.Helper()
	content, err := os.ReadFile(filepath.Join(s.logs, name))
	must(s.T, err)
	return unpack(s.T, name, content)
}

func (s *sandbox) raw(name string) string {
	s.Helper()
	content, err := os.ReadFile(filepath.Join(s.logs, name))
	must(s.T, err)
	return string(content)
}

func unpack(t *testing.T, name string, content []byte) string {
	t.Helper()
	var reader io.Reader = bytes.NewReader(content)
	var err error
	switch filepath.Ext(name) {
	case ".gz":
		reader, err = gzip.NewReader(reader)
	case ".zst":
		reader, err = zstd.NewReader(reader)
	}
	must(t, err)
	plain, err := io.ReadAll(reader)
	must(t, err)
	return string(plain)
}

func (s *sandbox) has(names ...string) {
	s.Helper()
	entries, err := os.ReadDir(s.logs)
	must(s.T, err)
	var found []string
	for _, entry := range entries {
		if entry.Name() != stateFolder {
			found = append(found, entry.Name())
		}
	}
	slices.Sort(names)
	if !slices.Equal(found, names) {
		s.Fatalf("the directory holds %q, wanted %q", found, names)
	}
}

func (s *sandbox) size(name string) int64 {
	s.Helper()
	info, err := os.Lstat(filepath.Join(s.logs, name))
	must(s.T, err)
	return info.Size()
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within 20 s: %s", what)
		}
	}
}

// inProcess is an agent whose parts a test calls, with a simulated clock.
func inProcess(t *testing.T, over func(*settings)) (*agent, string) {
	t.Helper()
	logs, copyTruncate := t.TempDir(), false
	s := settings{
		Directory: logs, Run: t.TempDir(), Logs: []string{"access.log", "error.log"}, Every: 60, Size: 1024, Age: 100,
		Keep: 3, MaxAge: 1000, Compress: "gzip", Budget: 1 << 20, CopyTruncate: &copyTruncate,
	}
	if over != nil {
		over(&s)
	}
	a, err := newAgent(s, context.Background())
	must(t, err)
	return a, logs
}

func gzipped(content string) string {
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	_, _ = writer.Write([]byte(content))
	_ = writer.Close()
	return buffer.String()
}

func kilobytes(letter string, count int) string { return strings.Repeat(letter, count*1024-1) + "\n" }

func is[T comparable](t *testing.T, found, wanted T) {
	t.Helper()
	if found != wanted {
		t.Fatalf("got %v, wanted %v", found, wanted)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func stopProcess(t *testing.T, pid int) {
	t.Helper()
	must(t, syscall.Kill(pid, syscall.SIGSTOP))
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGCONT) })
}
