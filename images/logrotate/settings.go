package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// settings is what the class's ConfigMap says. Every field is mandatory.
type settings struct {
	Directory    string   `json:"directory"`
	Logs         []string `json:"logs"` // the live files' names; nothing else in the directory is touched but their successors
	Run          string   `json:"run"`  // a small writable directory in memory
	Every        seconds  `json:"every"`
	Size         int64    `json:"size"`
	Age          seconds  `json:"age"`
	Keep         int      `json:"keep"`
	MaxAge       seconds  `json:"maxAge"`
	Compress     string   `json:"compress"` // a key of methods, or "none"
	Budget       int64    `json:"budget"`
	CopyTruncate *bool    `json:"copyTruncate"`
}

type seconds int64

func (s seconds) duration() time.Duration { return time.Duration(s) * time.Second }

func readSettings(file string) (settings, error) {
	var s settings
	opened, err := os.Open(file)
	if err != nil {
		return s, err
	}
	defer opened.Close()
	decoder := json.NewDecoder(opened)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return s, fmt.Errorf("%s: %w", file, err)
	}
	if err := s.check(); err != nil {
		return s, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

func (s settings) check() error {
	for name, value := range map[string]int64{
		"every": int64(s.Every), "size": s.Size, "age": int64(s.Age),
		"keep": int64(s.Keep), "maxAge": int64(s.MaxAge), "budget": s.Budget,
	} {
		if value <= 0 {
			return fmt.Errorf("%s must be above 0, not %d", name, value)
		}
	}
	for name, value := range map[string]string{"directory": s.Directory, "run": s.Run} {
		if !filepath.IsAbs(value) {
			return fmt.Errorf("%s must be an absolute path, not %q", name, value)
		}
	}
	if len(s.Logs) == 0 {
		return fmt.Errorf("logs must name a file")
	}
	for _, name := range s.Logs {
		if name != filepath.Base(name) || name[0] == '.' {
			return fmt.Errorf("logs must be names of files in the directory, not %q", name)
		}
	}
	if _, known := methods[s.Compress]; !known && s.Compress != "none" {
		return fmt.Errorf(`compress must be "gzip", "zstd" or "none", not %q`, s.Compress)
	}
	if s.CopyTruncate == nil {
		return fmt.Errorf("copyTruncate must be true or false")
	}
	return nil
}
