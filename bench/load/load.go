package main

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// afterRefusal limits how fast a closed port is tried again.
	afterRefusal = 10 * time.Millisecond
	// shortestSleep: a shorter sleep would overrun, so the request goes out early.
	shortestSleep = 100 * time.Microsecond
)

// load runs a plan once.
type load struct {
	plan     plan
	began    time.Time
	asked    atomic.Int64  // places taken in the plan's schedule
	sent     atomic.Int64  // ids given out: only to requests that are really made, so that they have no hole
	over     chan struct{} // closed when no further request begins
	ended    time.Time     // of the time in which requests began; set once, as stopped is, before over is closed
	stopped  bool          // from outside, before the plan was done
	stopOnce sync.Once
	flowing  sync.Once
}

func newLoad(p plan) *load {
	return &load{plan: p, over: make(chan struct{})}
}

// stop lets no further request begin, before the plan is done.
func (l *load) stop() {
	l.end(true)
}

func (l *load) end(early bool) {
	l.stopOnce.Do(func() {
		l.stopped = early
		l.ended = time.Now()
		close(l.over)
	})
}

func (l *load) run() result {
	usage := cpuTime()
	l.began = time.Now()
	defer time.AfterFunc(l.plan.duration, func() { l.end(false) }).Stop()
	tallies := make([]*tally, l.plan.connections)
	var workers sync.WaitGroup
	for number := range tallies {
		tallies[number] = newTally(&l.plan)
		workers.Go(func() { l.work(tallies[number], number) })
	}
	workers.Wait()
	ended := time.Now()
	l.end(false) // by its count
	made := merge(&l.plan, tallies, l.began, ended, cpuTime()-usage)
	made.Stopped = l.stopped
	made.RPS = float64(made.OK) / l.ended.Sub(l.began).Seconds()
	return made
}

func (l *load) work(t *tally, number int) {
	client := l.newClient(t, number)
	defer client.close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		due, more := l.next(timer)
		if !more {
			return
		}
		id := l.sent.Add(1) - 1
		began := time.Now()
		if due.IsZero() || began.Before(due) {
			due = began
		}
		outcome := client.do(id)
		t.add(id, outcome, due, time.Now())
		client.finish()
		if outcome.status != 0 {
			l.flowing.Do(func() { fmt.Fprintln(os.Stderr, "flowing") })
		} else if outcome.kind == connectRefused || outcome.kind == connectFailed {
			time.Sleep(afterRefusal)
		}
	}
}

func (l *load) newClient(t *tally, number int) client {
	if l.plan.protocol == http1 {
		return newHTTP1Client(&l.plan, t, number)
	}
	return newGRPCClient(&l.plan, t, number)
}

// next waits until the next request is due. At a fixed rate latency counts from that moment on, so that a server that
// stalls is charged for every request it kept waiting (no coordinated omission).
func (l *load) next(timer *time.Timer) (due time.Time, more bool) {
	place := l.asked.Add(1) - 1
	if place >= l.plan.count || l.isOver() {
		return due, false
	}
	if l.plan.rate == 0 {
		return due, true
	}
	due = l.began.Add(time.Duration(float64(place) / l.plan.rate * float64(time.Second)))
	wait := time.Until(due)
	if wait < shortestSleep {
		return due, true
	}
	timer.Reset(wait)
	select {
	case <-timer.C:
		return due, true
	case <-l.over:
		return due, false
	}
}

func (l *load) isOver() bool {
	select {
	case <-l.over:
		return true
	default:
		return false
	}
}
