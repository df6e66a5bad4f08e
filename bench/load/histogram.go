package main

import (
	"math/bits"
	"time"
)

// subBuckets a power of two: a reading is off by less than 1/64 of itself.
const subBuckets = 64

// histogram counts durations in microseconds in buckets whose width grows with the value.
type histogram struct {
	counts [30 * subBuckets]uint32
	total  int64
	sum    time.Duration
	max    time.Duration
}

func (h *histogram) add(duration time.Duration) {
	h.counts[bucketOf(duration.Microseconds())]++
	h.total++
	h.sum += duration
	h.max = max(h.max, duration)
}

func (h *histogram) merge(other *histogram) {
	for bucket, count := range other.counts {
		h.counts[bucket] += count
	}
	h.total += other.total
	h.sum += other.sum
	h.max = max(h.max, other.max)
}

// quantile is the upper edge of the bucket below which the share lies, at most the maximum; in milliseconds.
func (h *histogram) quantile(share float64) float64 {
	wanted := int64(share*float64(h.total) + 0.5)
	var seen int64
	for bucket, count := range h.counts {
		seen += int64(count)
		if count > 0 && seen >= wanted {
			return min(float64(upperEdge(bucket))/1000, milliseconds(h.max))
		}
	}
	return milliseconds(h.max)
}

func (h *histogram) mean() float64 {
	if h.total == 0 {
		return 0
	}
	return milliseconds(h.sum) / float64(h.total)
}

func bucketOf(micros int64) int {
	value := uint64(max(micros, 0))
	if value < subBuckets {
		return int(value)
	}
	shift := bits.Len64(value) - bits.Len64(subBuckets)
	bucket := shift*subBuckets + int(value>>shift)
	return min(bucket, len(histogram{}.counts)-1)
}

func upperEdge(bucket int) int64 {
	if bucket < 2*subBuckets {
		return int64(bucket) + 1
	}
	shift := bucket/subBuckets - 1
	return (int64(bucket%subBuckets+subBuckets) + 1) << shift
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration.Microseconds()) / 1000
}
