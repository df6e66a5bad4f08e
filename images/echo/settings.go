package main

import (
	"cmp"
	"fmt"
	"time"
)

// settings come from the environment of the container.
type settings struct {
	address  string        // ADDRESS, default ":8080"
	service  string        // SERVICE: the name in each answer, default "echo"
	pod      string        // POD_NAME, default HOSTNAME
	delay    time.Duration // DELAY before each answer, default 0s; ?delay=50ms overrides it for one request
	drain    time.Duration // DRAIN: time between failing readiness and closing the listener, default 5s
	shutdown time.Duration // SHUTDOWN: time for requests under way after that, default 20s
}

func settingsFrom(env func(string) string) (settings, error) {
	found := settings{
		address: cmp.Or(env("ADDRESS"), ":8080"),
		service: cmp.Or(env("SERVICE"), "echo"),
		pod:     cmp.Or(env("POD_NAME"), env("HOSTNAME")),
	}
	for _, duration := range []struct {
		name, byDefault string
		into            *time.Duration
	}{
		{"DELAY", "0s", &found.delay},
		{"DRAIN", "5s", &found.drain},
		{"SHUTDOWN", "20s", &found.shutdown},
	} {
		value, err := time.ParseDuration(cmp.Or(env(duration.name), duration.byDefault))
		if err != nil || value < 0 {
			return settings{}, fmt.Errorf("%s must be a duration such as 250ms, not %q", duration.name, env(duration.name))
		}
		*duration.into = value
	}
	return found, nil
}
