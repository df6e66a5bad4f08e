package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestAsManyAreKeptAsAskedForAllButTheNewestCompressed(t *testing.T) {
	s := newSandbox(t)
	for _, letter := range []string{"a", "b", "c", "d", "e"} {
		s.write("access.log", kilobytes(letter, 2))
		s.lookWell(nil)
	}
	s.has("access.log.1", "access.log.2.gz", "access.log.3.gz")
	for index, name := range []string{"access.log.1", "access.log.2.gz", "access.log.3.gz"} {
		is(t, s.read(name), kilobytes([]string{"e", "d", "c"}[index], 2))
	}
}

func TestSmallerCountTakesEffectTheNewestStay(t *testing.T) {
	s := newSandbox(t)
	for number := 9; number > 1; number-- {
		s.write(fmt.Sprintf("access.log.%d.gz", number), gzipped(fmt.Sprint(number)))
	}
	for _, name := range []string{"access.log.1", "error.log.1", "access.log", "error.log"} {
		s.write(name, "1")
	}
	s.lookWell(nil)
	s.has("access.log", "access.log.1", "access.log.2.gz", "access.log.3.gz", "error.log", "error.log.1")
}

func TestOverTheBudgetTheOldestGoAndItIsSaidWhich(t *testing.T) {
	s := newSandbox(t)
	s.dated("access.log.1", kilobytes("b", 3), time.Minute)
	s.dated("error.log.1", kilobytes("b", 3), 2*time.Minute)
	s.dated("access.log.2.gz", gzipped(kilobytes("z", 2)), 3*time.Minute)
	s.write("access.log", "live\n")
	said := s.lookWell(set{"budget": 4096})
	s.has("access.log", "access.log.1")
	first, second := strings.Index(said, "over the budget of 4096: removed access.log.2.gz"), strings.Index(said, "removed error.log.1")
	if first < 0 || second < first {
		t.Fatal(said)
	}
}

func TestBudgetHoldsWithoutALiveFile(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.1", kilobytes("a", 3))
	s.write("access.log.2.gz", gzipped(kilobytes("b", 3)))
	s.write("access.log.3.gz", kilobytes("c", 3))
	s.lookWell(set{"budget": 4096})
	s.has("access.log.1", "access.log.2.gz")
	s.write("access.log.40.gz", "beyond the number kept")
	s.lookWell(set{"keep": 2})
	s.has("access.log.1", "access.log.2.gz")
}

func TestTheNumberDecidesWhatIsOldestWhateverTheClockSaid(t *testing.T) {
	s := newSandbox(t)
	s.dated("access.log.2", kilobytes("o", 3), -time.Hour)
	s.dated("access.log.1", kilobytes("n", 3), time.Hour)
	s.lookWell(set{"budget": 4096})
	s.has("access.log.1")
}

// onDisk runs a look on a small disk that foreign files fill except for some kilobytes, and returns what it leaves.
func (s *sandbox) onDisk(foreign string, over set) (said string, left string) {
	s.Helper()
	command := s.agentCommand(nil, "look", s.file(over))
	script := `cp -a "$LOGS" "$LOGS.kept"
mount -t tmpfs -o size=20m,mode=755,uid=101,gid=101 tmpfs "$LOGS"
cp -a "$LOGS.kept/." "$LOGS"
head -c ` + foreign + ` /dev/zero >"$LOGS/foreign.db" || true
setpriv --reuid=101 --regid=101 --clear-groups --inh-caps=-all "$@" || true
echo; echo left: $(ls "$LOGS") $(stat -c %s "$LOGS/kept" 2>/dev/null)`
	command.Args = append([]string{"unshare", "--mount", "sh", "-ec", script, "sh"}, command.Args[len(command.Args)-5:]...)
	output, err := command.CombinedOutput()
	must(s.T, err)
	said, left, _ = strings.Cut(string(output), "\nleft: ")
	return said, strings.TrimSpace(left)
}

func TestFullDiskOldFilesMakeRoomAndOnlyAsManyAsItTakes(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.3.gz", kilobytes("c", 5000))
	s.write("access.log.2.gz", kilobytes("b", 5000))
	s.write("access.log.1", kilobytes("a", 5000))
	s.write("access.log", "live\n")
	said, left := s.onDisk("30m", set{"budget": 1 << 30})
	is(t, left, "access.log access.log.1 access.log.2.gz foreign.db")
	is(t, strings.Contains(said, "disk full, ") && strings.Contains(said, "removed access.log.3.gz"), true)
}

func TestFileThatHasAnotherNameTooKeepsItsContentOnAFullDisk(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.2", kilobytes("b", 5000))
	s.write("access.log.1", kilobytes("a", 5000))
	must(t, os.Link(s.logs+"/access.log.2", s.logs+"/kept"))
	said, left := s.onDisk("30m", set{"budget": 1 << 30, "compress": "none"})
	is(t, left, "foreign.db kept 5120000")
	is(t, strings.Contains(said, "removed access.log.2"), true)
}

func TestDiskThatForeignFilesFillDoesNotWipeTheHistory(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.1", kilobytes("a", 20))
	s.write("access.log", "live\n")
	said, left := s.onDisk("30m", nil)
	is(t, left, "access.log access.log.1 foreign.db")
	is(t, strings.Contains(said, "disk full of other files"), true)
}

func TestReaderDoesNotKeepTheRoomOfARemovedFileOnAFullDisk(t *testing.T) {
	a, logs := inProcess(t, nil)
	path := logs + "/access.log.1"
	must(t, os.WriteFile(path, []byte("x"), 0o644))
	reader, err := os.Open(path)
	must(t, err)
	defer reader.Close()
	must(t, a.truncate("access.log.1"))
	info, err := reader.Stat()
	must(t, err)
	is(t, info.Size(), 0)
}
