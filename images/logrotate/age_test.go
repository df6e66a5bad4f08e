package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSmallFileIsTurnedOverByAgeAnEmptyOneNever(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log", "line\n")
	s.write("error.log", "")
	s.lookWell(nil)
	s.has("access.log", "error.log")
	ago := time.Now().Add(-86_401 * time.Second)
	for _, name := range []string{"access.log", "error.log"} {
		must(t, os.Chtimes(filepath.Join(s.logs, stateFolder, name), ago, ago))
	}
	s.lookWell(nil)
	s.has("access.log.1", "error.log")
}

func TestFilesAboveTheMaximumAgeAreRemovedLiveOnesAreNot(t *testing.T) {
	s := newSandbox(t)
	for _, name := range []string{"access.log", "access.log.1", "access.log.2.gz"} {
		s.dated(name, gzipped("old"), 15*24*time.Hour)
	}
	s.write("error.log", "")
	s.lookWell(nil)
	s.has("access.log", "error.log")
}

func TestStampOfAClockThatWasAheadDoesNotStopAge(t *testing.T) {
	s := newSandbox(t)
	s.write("access.log", "line\n")
	s.lookWell(nil)
	ahead := time.Now().Add(365 * 24 * time.Hour)
	must(t, os.Chtimes(filepath.Join(s.logs, stateFolder, "access.log"), ahead, ahead))
	s.lookWell(nil)
	s.has("access.log")
	time.Sleep(1100 * time.Millisecond)
	s.lookWell(set{"age": 1})
	s.has("access.log.1")
}

func TestAgeGoesOnWhateverTheClockDoes(t *testing.T) {
	a, logs := inProcess(t, nil)
	must(t, os.WriteFile(logs+"/access.log", []byte("line\n"), 0o644))
	clock, up := time.Now(), 1000.0
	a.now = func() time.Time { return clock }
	a.uptime = func() float64 { return up }
	due := func() int {
		logs, err := a.list()
		must(t, err)
		return len(a.due(logs))
	}
	for range 10 { // set back an hour at every look
		is(t, due(), 0)
		clock, up = clock.Add(-time.Hour), up+10
	}
	is(t, due(), 1)
}

func TestFilesDatedInTheFutureAgeFromNowOn(t *testing.T) {
	a, logs := inProcess(t, nil)
	must(t, os.WriteFile(logs+"/access.log.1", nil, 0o644))
	ahead := time.Now().Add(365 * 24 * time.Hour)
	must(t, os.Chtimes(logs+"/access.log.1", ahead, ahead))
	removeOld := func() {
		logs, err := a.list()
		must(t, err)
		must(t, a.removeOld(logs))
	}
	removeOld()
	later := time.Now().Add(1001 * time.Second)
	a.now = func() time.Time { return later }
	removeOld()
	if _, err := os.Stat(logs + "/access.log.1"); err == nil {
		t.Fatal("it never gets too old")
	}
}

func TestClockThatJumpsAheadDoesNotWipeTheHistory(t *testing.T) {
	a, logs := inProcess(t, nil)
	must(t, os.WriteFile(logs+"/access.log.1", nil, 0o644))
	clock, up := time.Now(), 1000.0
	a.now = func() time.Time { return clock }
	a.uptime = func() float64 { return up }
	look := func() error {
		a.watchClock()
		found, err := a.list()
		must(t, err)
		must(t, a.removeOld(found))
		_, err = os.Stat(logs + "/access.log.1")
		return err
	}
	must(t, look())
	clock, up = clock.Add(20*365*24*time.Hour), up+60
	must(t, look())
	clock, up = clock.Add(-20*365*24*time.Hour), up+60
	must(t, look())
	clock, up = clock.Add(time.Hour), up+3601
	if look() == nil {
		t.Fatal("it is too old by now")
	}
}

func TestClockThatIsWrongAtTheStartDoesNotWipeTheHistory(t *testing.T) {
	for what, off := range map[string]time.Duration{"ahead": 20 * 365 * 24 * time.Hour, "behind": -20 * 365 * 24 * time.Hour} {
		t.Run(what, func(t *testing.T) {
			a, logs := inProcess(t, func(s *settings) { s.MaxAge = 5000 })
			for _, name := range []string{"access.log", "access.log.1"} {
				must(t, os.WriteFile(filepath.Join(logs, name), nil, 0o644))
			}
			clock, up := time.Now().Add(off), 10.0
			a.now = func() time.Time { return clock }
			a.uptime = func() float64 { return up }
			look := func() bool {
				a.watchClock()
				found, err := a.list()
				must(t, err)
				must(t, a.removeOld(found))
				_, err = os.Stat(logs + "/access.log.1")
				return err == nil
			}
			is(t, look(), true)
			clock, up = clock.Add(time.Minute), up+60
			is(t, look(), true)
			clock, up = time.Now().Add(2*time.Minute), up+60 // it is set right
			is(t, look(), true)
			clock, up = clock.Add(3601*time.Second), up+3601
			is(t, look(), true)
			clock, up = clock.Add(1400*time.Second), up+1400
			is(t, look(), false)
		})
	}
}
