// Command logrotate keeps the log files of one ingress class in bounds: it rotates them, tells nginx to reopen them,
// makes sure that it did, compresses, and holds to number, age and bytes.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

const usage = `usage: logrotate run|look|started|alive|ready [SETTINGS]

run       looks at the files every so often, until SIGTERM
look      looks once, where no agent runs; fails where the look found problems
started, alive, ready
          probes; they say why not
`

func main() {
	runtime.GOMAXPROCS(1) // the node's cores are nginx's
	if len(os.Args) < 2 || len(os.Args) > 3 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	file := "/etc/logrotate-agent/settings.json"
	if len(os.Args) == 3 {
		file = os.Args[2]
	}
	if err := do(os.Args[1], file); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func do(command, file string) error {
	s, err := readSettings(file)
	if err != nil {
		return err
	}
	switch command {
	case "started", "alive", "ready":
		return probe(command, s.Run)
	case "run", "look":
	default:
		return errors.New(usage)
	}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	a, err := newAgent(s, stop)
	if err != nil {
		return err
	}
	if command == "run" {
		return a.run()
	}
	if err := a.lock(false); err != nil {
		return err
	}
	for a.look(time.Now().Add(a.Every.duration())) {
	}
	if a.problem != "" {
		return errors.New("the look found problems")
	}
	return nil
}
