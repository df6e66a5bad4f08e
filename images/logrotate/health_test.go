package main

import (
	"encoding/json"
	"math/rand"
	"os"
	"strings"
	"testing"
)

func TestProbes(t *testing.T) {
	begun := health{Begun: 1000, Beat: 1000}
	well := health{Begun: 1000, Beat: 2000, Looked: true}
	wrong := health{Begun: 1000, Beat: 2000, Looked: true, Problem: "not reopened"}
	for _, row := range []struct {
		what                  string
		health                health
		now                   float64
		started, alive, ready string
	}{
		{"the first look is under way", begun, 1040, "not ended", "", "not ended"},
		{"a first look that takes long", begun, 1046, "", "", "not ended"},
		{"all is well", well, 2010, "", "", ""},
		{"the look found problems", wrong, 2010, "", "", "not reopened"},
		{"silent", well, 2301, "", "no progress for 301 s", "no progress for 301 s"},
	} {
		for question, wanted := range map[string]string{"started": row.started, "alive": row.alive, "ready": row.ready} {
			err := row.health.answer(question, row.now)
			if (wanted == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), wanted) {
				t.Errorf("%s, %s: %v", row.what, question, err)
			}
		}
	}
}

func TestProbesBeforeTheAgentRuns(t *testing.T) {
	for _, question := range []string{"started", "alive", "ready"} {
		if probe(question, t.TempDir()) == nil {
			t.Error(question)
		}
	}
}

func TestAgentStopsAtOnce(t *testing.T) {
	s := newSandbox(t)
	agent := s.start(nil)
	eventually(t, "started", func() bool { return s.asks("started") })
	is(t, s.asks("ready") && s.asks("alive"), true)
	must(t, agent.Process.Signal(os.Interrupt))
	must(t, agent.Wait())
}

func TestSettingsThatAreNotRight(t *testing.T) {
	s := newSandbox(t)
	for _, row := range []struct {
		over   set
		reason string
	}{
		{set{"every": 0}, "every must be above 0"},
		{set{"logs": []string{}}, "logs must name a file"},
		{set{"logs": []string{"../x.log"}}, "names of files in the directory"},
		{set{"directory": "logs"}, "absolute path"},
		{set{"compress": "xz"}, `"gzip", "zstd" or "none", not "xz"`},
		{set{"copyTruncate": nil}, "copyTruncate must be true or false"},
		{set{"sise": 1}, `unknown field "sise"`},
	} {
		s.lookWrong(row.reason, row.over)
	}
}

func readHealth(t *testing.T, run string) (h health) {
	t.Helper()
	content, err := os.ReadFile(healthFile(run))
	must(t, err)
	must(t, json.Unmarshal(content, &h))
	return h
}

func randomBytes(count int) []byte {
	content := make([]byte, count)
	random := rand.New(rand.NewSource(1))
	for index := range content {
		content[index] = byte(random.Int())
	}
	return content
}
