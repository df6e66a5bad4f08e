// Command load sends a bounded number of HTTP requests to the lab and tells, as JSON, what became of each of them:
// how many failed and in which way, which backend answered from when to when, and how long it took.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

func main() {
	plan, err := parsePlan(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "error: %s\n", err)
		os.Exit(2)
	}
	runtime.GOMAXPROCS(1) // one core: the others belong to what is measured

	load := newLoad(plan)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-signals
		load.stop() // requests under way are still answered and counted
	}()
	if plan.attached {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			load.stop()
		}()
	}

	if err := json.NewEncoder(os.Stdout).Encode(load.run()); err != nil {
		fmt.Fprintf(os.Stderr, "error: %s\n", err)
		os.Exit(1)
	}
}
