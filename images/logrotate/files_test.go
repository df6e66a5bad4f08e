package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestOneOddFileDoesNotStopTheOthers(t *testing.T) {
	victim := filepath.Join(t.TempDir(), "victim")
	must(t, os.WriteFile(victim, []byte("victim"), 0o666))
	for name, make := range map[string]func(path string) error{
		"directory": func(path string) error { return os.Mkdir(path, 0o755) },
		"link":      func(path string) error { return os.Symlink(victim, path) },
		"loop":      func(path string) error { return os.Symlink(path, path) },
		"FIFO":      func(path string) error { return syscall.Mkfifo(path, 0o666) },
		"socket": func(path string) error {
			return syscall.Mknod(path, syscall.S_IFSOCK|0o666, 0)
		},
		"root's": func(path string) error { return os.WriteFile(path, []byte("root's"), 0o640) },
	} {
		for _, odd := range []string{"access.log.1", "access.log.2", "access.log.3.gz"} {
			t.Run(name+" "+odd, func(t *testing.T) {
				s := newSandbox(t)
				must(t, make(s.logs+"/"+odd))
				for _, letter := range []string{"a", "b", "c"} {
					s.write("access.log", kilobytes(letter, 2))
					s.write("error.log", kilobytes(letter, 2))
					said := s.lookWell(nil)
					is(t, strings.Contains(said, odd+" is not a regular file of uid 101: it is skipped"), true)
				}
				numbers := []string{"1", "2.gz", "3.gz"}
				switch odd {
				case "access.log.1":
					numbers = []string{"2", "3.gz", "4.gz"}
				case "access.log.2":
					numbers = []string{"1", "3.gz", "4.gz"}
				case "access.log.3.gz":
					numbers = []string{"1", "2.gz", "4.gz"}
				}
				names := []string{odd, "error.log.1", "error.log.2.gz", "error.log.3.gz"}
				for index, number := range numbers {
					names = append(names, "access.log."+number)
					is(t, s.read("access.log." + number)[:1], []string{"c", "b", "a"}[index])
				}
				s.has(names...)
				s.lookWell(set{"budget": 1}) // the budget holds as well
				s.has(odd)
			})
		}
	}
	content, err := os.ReadFile(victim)
	must(t, err)
	is(t, string(content), "victim")
}

func TestOddLiveFileIsAnErrorAndTheOtherLogIsTurnedOver(t *testing.T) {
	s := newSandbox(t)
	must(t, os.Symlink("/dev/stdout", s.logs+"/access.log"))
	s.write("error.log", kilobytes("e", 2))
	s.lookWrong("access.log is not a regular file of uid 101: it is not rotated", nil)
	s.has("access.log", "error.log.1")
}

func TestFileThatShutsOutItsOwnerIsCompressedAllTheSame(t *testing.T) {
	s := newSandbox(t)
	must(t, os.Chmod(s.write("access.log.2", kilobytes("b", 2)), 0))
	s.write("access.log.1", kilobytes("a", 2))
	s.lookWell(nil)
	s.has("access.log.1", "access.log.2.gz")
}

func TestNamesAreNeverCodeAndOnlyTheClassOwnAreTouched(t *testing.T) {
	s := newSandbox(t)
	names := []string{
		"s|x|y|;e touch pwned {.log", "$(touch pwned).log", "`touch pwned`.log", "a b.log", "a\nb.log", `"'\.log`, "-rf.log",
		"access.log.1\naccess.log", "access.log.1 access.log.2", "access.log.01", "access.log.0", "access.log.-1",
		"access.log.1.bz2", "access.log.1.gz.gz", "access.log.1x", "access.log.99999999999999999999", "other.log", "other.log.1",
	}
	for _, name := range names {
		s.dated(name, kilobytes("x", 4), 400*24*time.Hour)
	}
	for range 3 {
		s.write("access.log", kilobytes("a", 2))
		s.lookWell(set{"budget": 8000})
	}
	s.has(append(names, "access.log.1", "access.log.2.gz", "access.log.3.gz")...)
	for _, name := range names {
		is(t, s.size(name), 4096)
	}
}

func TestForeignFilesNeitherWipeTheHistoryNorAreRemoved(t *testing.T) {
	s := newSandbox(t)
	s.write("flb_tail.db", kilobytes("d", 8))
	must(t, os.Mkdir(s.logs+"/storage", 0o755))
	s.write("storage/chunk", kilobytes("d", 8))
	s.write("access.log", "live\n")
	s.write("access.log.1", kilobytes("a", 1))
	is(t, s.lookWell(set{"budget": 4096}), "")
	s.has("access.log", "access.log.1", "flb_tail.db", "storage")
}

func TestNumbersAreReadAsTheyAreWritten(t *testing.T) {
	for name, wanted := range map[string]int{
		"access.log.1": 1, "access.log.12.gz": 12, "access.log.3.zst": 3, "access.log": 0, "access.log.": 0, "access.log.0": 0,
		"access.log.+1": 0, "access.log.1.": 0, "access.log.1.GZ": 0, "xaccess.log.1": 0, "error.log.1": 0,
	} {
		if number, _, ok := parseRotated("access.log", name); number != wanted && ok || ok != (wanted > 0) {
			t.Errorf("%q: %d, %v", name, number, ok)
		}
	}
}

func TestDirectoryWithoutLogsIsNoFault(t *testing.T) {
	s := newSandbox(t)
	is(t, s.lookWell(nil), "")
	s.has()
	if _, err := os.Stat(s.logs + "/" + stateFolder); err == nil {
		t.Fatal("it has left its folder")
	}
}

func TestDirectoryThatIsNotWritable(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log", kilobytes("a", 2))
	must(t, os.Chown(s.logs, 0, 0))
	s.lookWrong("is not writable by uid 101", nil)
	s.lookWrong("truncated access.log", set{"budget": 1024})
}

func TestSecondAgentDoesNothing(t *testing.T) {
	s := newSandbox(t)
	s.start(nil)
	eventually(t, "ready", func() bool { return s.asks("ready") })
	s.write("access.log", kilobytes("a", 2))
	s.lookWrong("another agent is at work in ", nil)
	s.has("access.log")
	is(t, s.asks("ready"), true)
}

func TestOddStateFolderStopsNoRotationAndNoBound(t *testing.T) {
	for what, make := range map[string]func(path string) error{
		"file": func(path string) error { return os.WriteFile(path, nil, 0o644) },
		"FIFO": func(path string) error { return syscall.Mkfifo(path, 0o666) },
		"link": func(path string) error { return os.Symlink("/etc", path) },
		"loop": func(path string) error { return os.Symlink(path, path) },
		"root's": func(path string) error {
			return errors.Join(os.Mkdir(path, 0o700), os.WriteFile(path+"/access.log.2.gz", nil, 0o600))
		},
	} {
		t.Run(what, func(t *testing.T) {
			s := newSandbox(t)
			must(t, make(s.logs+"/"+stateFolder))
			s.write("access.log", kilobytes("a", 2))
			s.start(set{"every": 1})
			eventually(t, "it is turned over", func() bool { _, err := os.Stat(s.logs + "/access.log.1"); return err == nil })
			for _, letter := range []string{"b", "c", "d"} {
				s.write("access.log", kilobytes(letter, 2))
				eventually(t, "and again", func() bool {
					content, _ := os.ReadFile(s.logs + "/access.log.1")
					return strings.HasPrefix(string(content), letter)
				})
			}
			eventually(t, "the oldest is removed", func() bool { _, err := os.Stat(s.logs + "/access.log.4"); return err != nil })
			s.has("access.log.1", "access.log.2", "access.log.3")
			eventually(t, "it is told", func() bool { return !s.asks("ready") })
		})
	}
}

func TestOddStampHangsNothing(t *testing.T) {
	s := newSandbox(t)
	must(t, os.Mkdir(s.logs+"/"+stateFolder, 0o755))
	must(t, os.Chown(s.logs+"/"+stateFolder, nginxUser, nginxUser))
	must(t, syscall.Mkfifo(s.logs+"/"+stateFolder+"/access.log", 0o666))
	must(t, os.Chmod(s.logs+"/"+stateFolder+"/access.log", 0o666))
	s.write("access.log", kilobytes("a", 2))
	said := s.lookWell(nil)
	is(t, strings.Contains(said, "counting the age of access.log from the start of this agent"), true)
	s.has("access.log.1")
}

func TestDirectoryThatSomebodyRemoved(t *testing.T) {
	a, logs := inProcess(t, nil)
	must(t, os.RemoveAll(logs))
	err := a.turn()
	if err == nil || !strings.Contains(err.Error(), "was removed on the node") {
		t.Fatal(err)
	}
}
