package main

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// instant is a Unix time in microseconds, written as milliseconds with a fraction: what JavaScript's Date counts in.
type instant int64

func (i instant) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%d.%03d", i/1000, i%1000), nil
}

type result struct {
	Name        string                   `json:"name"`
	Started     instant                  `json:"started"`
	Ended       instant                  `json:"ended"`
	Seconds     float64                  `json:"seconds"`
	Stopped     bool                     `json:"stopped"`
	Requests    int64                    `json:"requests"`
	OK          int64                    `json:"ok"`
	Failed      int64                    `json:"failed"`
	Failures    map[kind]int64           `json:"failures"`
	Retryable   int64                    `json:"retryable"`
	Examples    []example                `json:"examples"`
	Statuses    map[string]int64         `json:"statuses"`
	Services    map[string]serviceResult `json:"services"`
	Spells      []spell                  `json:"spells"`
	Targets     map[string]targetResult  `json:"targets"`
	Connections int64                    `json:"connections"`
	Reconnects  int64                    `json:"reconnects"`
	RPS         float64                  `json:"rps"`
	Latency     latencyResult            `json:"latency"`
	CPUSeconds  float64                  `json:"cpuSeconds"`
}

// example is one failed request.
type example struct {
	Kind    kind    `json:"kind"`
	At      instant `json:"at"`
	ID      string  `json:"id"`
	Target  string  `json:"target"`
	Message string  `json:"message"`
}

type serviceResult struct {
	Answers int64   `json:"answers"`
	First   instant `json:"first"`
	Last    instant `json:"last"`
}

type targetResult struct {
	OK     int64 `json:"ok"`
	Failed int64 `json:"failed"`
	// When the first and the last failed request ended; 0 where none failed.
	FirstFailure instant `json:"firstFailure"`
	LastFailure  instant `json:"lastFailure"`
}

func (r *targetResult) fail(at time.Time) {
	now := instant(at.UnixMicro())
	r.add(targetResult{Failed: 1, FirstFailure: now, LastFailure: now})
}

func (r *targetResult) add(other targetResult) {
	r.OK += other.OK
	if other.Failed > 0 {
		if r.Failed == 0 || other.FirstFailure < r.FirstFailure {
			r.FirstFailure = other.FirstFailure
		}
		r.LastFailure = max(r.LastFailure, other.LastFailure)
	}
	r.Failed += other.Failed
}

// latencyResult is in milliseconds, of every answer that came, failed ones included.
type latencyResult struct {
	Mean float64 `json:"mean"`
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
}

func (t *tally) result(began, ended time.Time, cpu time.Duration) result {
	made := result{
		Name: t.plan.name, Started: instant(began.UnixMicro()), Ended: instant(ended.UnixMicro()),
		Seconds: ended.Sub(began).Seconds(), Failures: t.failures, Retryable: t.retryable,
		Examples: firstOfEachKind(t.examples), Statuses: map[string]int64{}, Services: map[string]serviceResult{},
		Spells: []spell{}, Targets: map[string]targetResult{}, Connections: t.connections, Reconnects: t.reconnects,
		Latency: latencyResult{
			Mean: t.latency.mean(), P50: t.latency.quantile(0.5), P90: t.latency.quantile(0.9),
			P99: t.latency.quantile(0.99), P999: t.latency.quantile(0.999), Max: milliseconds(t.latency.max),
		},
		CPUSeconds: cpu.Seconds(),
	}
	for status, count := range t.statuses {
		if count > 0 {
			made.Statuses[strconv.Itoa(status)] = count
		}
	}
	for service, spells := range t.services {
		joined := join(spells, t.plan.gap)
		made.Services[service] = serviceOf(joined)
		made.Spells = append(made.Spells, joined...)
	}
	slices.SortFunc(made.Spells, func(a, b spell) int { return int(a.First - b.First) })
	for index, target := range t.targets {
		made.OK += target.OK
		made.Failed += target.Failed
		sum := made.Targets[t.plan.targets[index]]
		sum.add(target)
		made.Targets[t.plan.targets[index]] = sum
	}
	made.Requests = made.OK + made.Failed
	return made
}

func serviceOf(spells []spell) serviceResult {
	sum := serviceResult{First: spells[0].First}
	for _, one := range spells {
		sum.Answers += one.Answers
		sum.Last = max(sum.Last, one.Last)
	}
	return sum
}

func exampleOf(p *plan, id int64, o outcome, at time.Time) example {
	message := ""
	switch {
	case o.err != nil:
		message = o.err.Error()
	case o.kind == wrongStatus:
		message = "status " + strconv.Itoa(o.status)
	case o.kind == wrongService:
		message = fmt.Sprintf("answered by %q", o.service)
	}
	return example{
		Kind: o.kind, At: instant(at.UnixMicro()), ID: fmt.Sprintf("%s-%d", p.name, id),
		Target: p.targets[o.target], Message: message,
	}
}
