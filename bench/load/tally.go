package main

import (
	"slices"
	"syscall"
	"time"
)

// examplesPerKind bounds what is kept of failed requests beside their number.
const examplesPerKind = 5

// tally is what a worker's connections saw, one after the other. Only that worker writes to it.
type tally struct {
	plan        *plan
	latency     histogram
	failures    map[kind]int64
	retryable   int64
	examples    []example
	statuses    [600]int64
	services    map[string][]spell
	targets     []targetResult
	connections int64
	reconnects  int64
}

func newTally(p *plan) *tally {
	return &tally{
		plan: p, failures: map[kind]int64{}, services: map[string][]spell{},
		targets: make([]targetResult, len(p.targets)),
	}
}

func (t *tally) add(id int64, o outcome, due, done time.Time) {
	if o.status != 0 {
		t.statuses[min(o.status, len(t.statuses)-1)]++
		t.latency.add(done.Sub(due))
	}
	if o.kind != succeeded {
		t.fail(id, o, done)
		return
	}
	t.targets[o.target].OK++
	t.services[o.service] = extend(t.services[o.service], o.service, done, t.plan.gap)
}

func (t *tally) fail(id int64, o outcome, done time.Time) {
	t.failures[o.kind]++
	t.targets[o.target].fail(done)
	if o.retryable {
		t.retryable++
	}
	if t.failures[o.kind] <= examplesPerKind {
		t.examples = append(t.examples, exampleOf(t.plan, id, o, done))
	}
}

// intern gives each service's name one string, so that an answer costs no allocation.
func (t *tally) intern(name []byte) string {
	if spells, known := t.services[string(name)]; known && len(spells) > 0 {
		return spells[0].Service
	}
	return string(name)
}

func merge(p *plan, tallies []*tally, began, ended time.Time, cpu time.Duration) result {
	all := newTally(p)
	for _, one := range tallies {
		all.latency.merge(&one.latency)
		for kind, count := range one.failures {
			all.failures[kind] += count
		}
		all.examples = append(all.examples, one.examples...)
		for status, count := range one.statuses {
			all.statuses[status] += count
		}
		for service, spells := range one.services {
			all.services[service] = append(all.services[service], spells...)
		}
		for index, target := range one.targets {
			all.targets[index].add(target)
		}
		all.retryable += one.retryable
		all.connections += one.connections
		all.reconnects += one.reconnects
	}
	return all.result(began, ended, cpu)
}

// firstOfEachKind keeps the earliest examples of each kind, in order of time.
func firstOfEachKind(examples []example) []example {
	slices.SortFunc(examples, func(a, b example) int { return int(a.At - b.At) })
	kept := []example{}
	count := map[kind]int{}
	for _, one := range examples {
		if count[one.Kind]++; count[one.Kind] <= examplesPerKind {
			kept = append(kept, one)
		}
	}
	return kept
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
