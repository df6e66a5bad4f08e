// Command echo is the lab's backend: it answers HTTP/1.1, HTTP/2 without TLS and gRPC on one port with a
// description of the request, and leaves a cluster the way a well-behaved service does.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"
)

func main() {
	// The lab's nodes share a machine's few cores with nginx and the load: handing goroutines from core to core costs
	// more there than it brings.
	runtime.GOMAXPROCS(1)
	settings, err := settingsFrom(os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	if err := run(settings); err != nil {
		log.Fatal(err)
	}
}

// run serves until SIGTERM or SIGINT, then drains: readiness fails at once, requests are still answered while
// the cluster takes the pod out of its endpoints, and only then the listener closes.
func run(settings settings) error {
	health := &readiness{}
	server := newServer(settings, health)
	stopped := make(chan error, 1)
	go func() { stopped <- server.ListenAndServe() }()

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	select {
	case err := <-stopped:
		return err
	case <-signals:
	}
	health.leave()
	time.Sleep(settings.drain)
	deadline, cancel := context.WithTimeout(context.Background(), settings.shutdown)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}

func newServer(settings settings, health *readiness) *http.Server {
	plain := health.closing(describe(settings))
	rpc := newFeedback(settings, health)
	// No ServeMux: it would redirect paths it finds unclean instead of showing them.
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/healthz":
			health.ServeHTTP(w, r)
		case r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc"):
			rpc.ServeHTTP(w, r)
		default:
			plain.ServeHTTP(w, r)
		}
	})
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{Addr: settings.address, Handler: handler, Protocols: protocols, ReadHeaderTimeout: 30 * time.Second}
}
