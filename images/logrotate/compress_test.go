package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestWhatAKilledCompressionLeftIsFinishedNotDoubled(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.2", kilobytes("c", 2))
	s.dated("access.log.2.gz", gzipped(kilobytes("c", 2))[:15], -time.Minute)
	s.write("access.log.1", kilobytes("d", 2))
	s.write("access.log.1.gz", "")
	s.write("access.log", kilobytes("e", 2))
	s.lookWell(nil)
	s.has("access.log.1", "access.log.2.gz", "access.log.3.gz")
	is(t, s.read("access.log.3.gz"), kilobytes("c", 2))
	is(t, s.read("access.log.2.gz"), kilobytes("d", 2))
}

func TestKilledBeforeTheSourceOfAWholeCompressionWasRemoved(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.2", kilobytes("c", 200))
	s.write("access.log.2.gz", gzipped(kilobytes("c", 200)))
	s.lookWell(nil)
	s.has("access.log.2.gz")
	is(t, s.read("access.log.2.gz"), kilobytes("c", 200))
}

func TestHalfAZstdGoes(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.1", string(randomBytes(200<<10)))
	s.write("access.log", kilobytes("a", 2))
	s.lookWell(set{"compress": "zstd"})
	whole, plain := s.raw("access.log.2.zst"), s.read("access.log.2.zst")
	s.write("access.log.2.zst", whole[:len(whole)/2])
	s.write("access.log.2", plain)
	s.lookWell(set{"compress": "zstd"})
	s.has("access.log.1", "access.log.2.zst")
	is(t, s.read("access.log.2.zst"), plain)
}

func TestTwoDifferentFilesOfOneNumberAreBothKept(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.2", "newer, plain\n")
	s.dated("access.log.2.gz", gzipped("older, compressed\n"), time.Hour)
	s.write("access.log.3.gz", gzipped("oldest\n"))
	s.write("access.log.1", "newest\n")
	s.lookWell(set{"keep": 10})
	s.has("access.log.1", "access.log.2.gz", "access.log.3.gz", "access.log.4.gz")
	is(t, s.read("access.log.2.gz"), "newer, plain\n")
	is(t, s.read("access.log.3.gz"), "older, compressed\n")
	is(t, s.read("access.log.4.gz"), "oldest\n")
}

func TestHalfWrittenPartsGoAtTheStart(t *testing.T) {
	s := newSandbox(t)
	must(t, os.Mkdir(s.logs+"/"+stateFolder, 0o755))
	must(t, os.Chown(s.logs+"/"+stateFolder, nginxUser, nginxUser))
	s.write(stateFolder+"/access.log.2.gz", "half")
	s.write(stateFolder+"/access.log", "") // a stamp
	s.write("access.log.2", kilobytes("b", 2))
	s.write("access.log.1", kilobytes("a", 2))
	s.lookWell(nil)
	s.has("access.log.1", "access.log.2.gz")
	is(t, s.read("access.log.2.gz"), kilobytes("b", 2))
	entries, err := os.ReadDir(s.logs + "/" + stateFolder)
	must(t, err)
	is(t, len(entries), 1)
}

func TestCompressionKeepsTimeAndMode(t *testing.T) {
	s := newSandbox(t)
	s.dated("access.log.2", kilobytes("b", 2), time.Hour)
	s.write("access.log.1", kilobytes("a", 2))
	before, err := os.Stat(s.logs + "/access.log.2")
	must(t, err)
	s.lookWell(nil)
	after, err := os.Stat(s.logs + "/access.log.2.gz")
	must(t, err)
	is(t, after.ModTime().Equal(before.ModTime()) && after.Mode() == before.Mode(), true)
}

func TestZstdAndNoCompression(t *testing.T) {
	s := newSandbox(t)
	for _, over := range []set{{"compress": "none"}, {"compress": "zstd"}, {"compress": "zstd"}} {
		s.write("access.log", kilobytes("a", 2))
		s.lookWell(over)
	}
	s.has("access.log.1", "access.log.2.zst", "access.log.3.zst")
	is(t, s.read("access.log.2.zst"), kilobytes("a", 2))
	s.write("access.log", kilobytes("b", 2))
	s.lookWell(nil) // back to gzip: what there is stays as it is
	s.has("access.log.1", "access.log.2.gz", "access.log.3.zst")
}

func TestFullDiskLeavesThePlainFileAndNoPart(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log.1", kilobytes("a", 2))
	must(t, os.WriteFile(s.logs+"/access.log.2", randomBytes(3<<20), 0o644))
	must(t, os.Chown(s.logs+"/access.log.2", nginxUser, nginxUser))
	said, left := s.onDisk("16m", set{"budget": 1 << 30}) // room enough, but for two
	is(t, left, "access.log.1 access.log.2 foreign.db")
	is(t, strings.Contains(said, "access.log.2 is not compressed: "), true)
}

func TestLongCompressionBeatsAndStaysReadyAndEndsAtOnceWhenStopped(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log", "live\n")
	s.write("access.log.1", "newest\n")
	must(t, os.Truncate(s.write("access.log.2", ""), 60<<30)) // sparse: minutes of work
	agent := s.start(set{"budget": 1 << 40, "every": 5})
	part := s.logs + "/" + stateFolder + "/access.log.2.gz"
	eventually(t, "it compresses", func() bool { _, err := os.Stat(part); return err == nil })
	is(t, s.asks("started") && s.asks("ready") && s.asks("alive"), true)
	beats := map[float64]bool{}
	eventually(t, "three beats during one compression", func() bool {
		beats[readHealth(t, s.run).Beat] = true
		return len(beats) >= 3
	})
	_, err := os.Stat(part)
	must(t, err)
	must(t, agent.Process.Signal(os.Interrupt))
	stopped := make(chan error)
	go func() { stopped <- agent.Wait() }()
	select {
	case err := <-stopped:
		must(t, err)
	case <-time.After(5 * time.Second):
		t.Fatal("it does not stop")
	}
	s.has("access.log", "access.log.1", "access.log.2")
	if _, err := os.Stat(part); err == nil {
		t.Fatal("the part is left")
	}
}
