package main

import (
	"slices"
	"time"
)

// spell is a stretch of answers of one service without a silence longer than the plan's gap.
type spell struct {
	Service string  `json:"service"`
	First   instant `json:"first"`
	Last    instant `json:"last"`
	Answers int64   `json:"answers"`
}

// extend puts an answer into the newest of a connection's spells, or begins another one.
func extend(spells []spell, service string, at time.Time, gap time.Duration) []spell {
	now := instant(at.UnixMicro())
	if len(spells) > 0 {
		newest := &spells[len(spells)-1]
		if now-newest.Last <= instant(gap.Microseconds()) {
			newest.Last = max(newest.Last, now)
			newest.Answers++
			return spells
		}
	}
	return append(spells, spell{Service: service, First: now, Last: now, Answers: 1})
}

// join makes one list of the spells that each connection saw of a service: a silence of one connection is none if
// another one was answered meanwhile.
func join(spells []spell, gap time.Duration) []spell {
	slices.SortFunc(spells, func(a, b spell) int { return int(a.First - b.First) })
	var joined []spell
	for _, next := range spells {
		if len(joined) > 0 {
			newest := &joined[len(joined)-1]
			if next.First-newest.Last <= instant(gap.Microseconds()) {
				newest.Last = max(newest.Last, next.Last)
				newest.Answers += next.Answers
				continue
			}
		}
		joined = append(joined, next)
	}
	return joined
}
