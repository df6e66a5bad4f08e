package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// longestDelay bounds what a request can ask for.
const longestDelay = 5 * time.Minute

// answer is what the backend saw of a request.
type answer struct {
	Service  string      `json:"service"`
	Pod      string      `json:"pod"`
	Protocol string      `json:"protocol"`
	Method   string      `json:"method"`
	Host     string      `json:"host"`
	Path     string      `json:"path"`
	Query    string      `json:"query"`
	Headers  http.Header `json:"headers"`
	Bytes    int64       `json:"bytes"`
}

// describe answers every request with what arrived. X-Service names the service for clients that do not read bodies.
func describe(settings settings) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		delay, err := delayOf(r, settings.delay)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		received, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if delay > 0 {
			time.Sleep(delay)
		}
		body, err := json.Marshal(answer{
			Service: settings.service, Pod: settings.pod, Protocol: r.Proto, Method: r.Method,
			Host: r.Host, Path: r.URL.Path, Query: r.URL.RawQuery, Headers: r.Header, Bytes: received,
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Service", settings.service)
		_, _ = w.Write(append(body, '\n')) // the client may be gone: nothing to do about it
	})
}

func delayOf(r *http.Request, byDefault time.Duration) (time.Duration, error) {
	if r.URL.RawQuery == "" {
		return byDefault, nil
	}
	asked := r.URL.Query().Get("delay")
	if asked == "" {
		return byDefault, nil
	}
	delay, err := time.ParseDuration(asked)
	if err != nil || delay < 0 || delay > longestDelay {
		return 0, fmt.Errorf("delay must be a duration from 0s to %s, not %q", longestDelay, asked)
	}
	return delay, nil
}
