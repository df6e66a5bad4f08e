package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// What a probe takes for silence, and what a first look may take before the other probes begin, in seconds.
const (
	silence   = 300
	firstLook = 45
)

// health is what the agent leaves for its probes, in seconds of the node's uptime: no jump of the clock moves that.
type health struct {
	Begun   float64 `json:"begun"`
	Beat    float64 `json:"beat"`
	Looked  bool    `json:"looked"`
	Problem string  `json:"problem"`

	file string
}

func healthFile(run string) string { return filepath.Join(run, "health.json") }

func newHealth(run string) *health {
	now := uptime()
	return &health{Begun: now, Beat: now, file: healthFile(run)}
}

// beat says that work goes on: it is called at each step, a second apart at most often.
func (h *health) beat() {
	if now := uptime(); now-h.Beat >= 1 {
		h.Beat = now
		h.write()
	}
}

// looked says how a look ended.
func (h *health) looked(err error) {
	h.Beat, h.Looked, h.Problem = uptime(), true, ""
	if err != nil {
		h.Problem = err.Error()
	}
	h.write()
}

func (h *health) write() {
	content, err := json.Marshal(h)
	if err == nil {
		err = os.WriteFile(h.file+".new", content, 0o600)
	}
	if err == nil {
		err = os.Rename(h.file+".new", h.file)
	}
	if err != nil {
		say("%v", err) // the probes will find it too old
	}
}

// probe answers the kubelet from what the agent left: nil where all is well.
func probe(question, run string) error {
	content, err := os.ReadFile(healthFile(run))
	if err != nil {
		return err
	}
	var h health
	if err := json.Unmarshal(content, &h); err != nil {
		return err
	}
	return h.answer(question, uptime())
}

func (h health) answer(question string, now float64) error {
	silent := now - h.Beat
	switch {
	case question == "started" && !h.Looked && now-h.Begun < firstLook:
		return errors.New("the first look has not ended")
	case question != "started" && silent > silence:
		return fmt.Errorf("the agent has made no progress for %.0f s", silent)
	case question == "ready" && !h.Looked:
		return errors.New("the first look has not ended")
	case question == "ready" && h.Problem != "":
		return errors.New(h.Problem)
	}
	return nil
}

func uptime() float64 {
	content, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0
	}
	text, _, _ := strings.Cut(string(content), " ")
	value, _ := strconv.ParseFloat(text, 64)
	return value
}
