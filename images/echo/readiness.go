package main

import (
	"net/http"
	"sync/atomic"
)

// readiness answers the probe: 200 until the pod leaves, 503 from then on.
type readiness struct{ leaving atomic.Bool }

func (ready *readiness) leave() { ready.leaving.Store(true) }

func (ready *readiness) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if ready.leaving.Load() {
		http.Error(w, "leaving", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// closing ends each keep-alive connection with its next answer once the pod leaves: a proxy that keeps
// connections then never sends a request into one that is being closed.
func (ready *readiness) closing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ready.leaving.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
