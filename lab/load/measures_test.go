package main

import (
	"net"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

func TestQuantilesAreWithinABucketOfTheTruth(t *testing.T) {
	var latency histogram
	for micros := range 100_000 {
		latency.add(time.Duration(micros+1) * time.Microsecond)
	}
	for _, share := range []float64{0.5, 0.9, 0.99, 0.999, 1} {
		truth := share * 100
		if got := latency.quantile(share); got < truth || got > truth*(1+1.0/subBuckets) {
			t.Errorf("quantile %v is %v ms, want %v ms and at most 1/%d more", share, got, truth, subBuckets)
		}
	}
	if latency.quantile(1) != 100 || latency.mean() < 50 || latency.mean() > 50.001 {
		t.Errorf("maximum %v ms, mean %v ms", latency.quantile(1), latency.mean())
	}
}

func TestMergedHistogramsEqualOneOfAll(t *testing.T) {
	var one, other, all histogram
	for micros := range 1000 {
		half := []*histogram{&one, &other}[micros%2]
		half.add(time.Duration(micros) * time.Microsecond)
		all.add(time.Duration(micros) * time.Microsecond)
	}
	one.merge(&other)
	if one != all {
		t.Error("merging lost or moved a reading")
	}
}

func TestSpellsOfConnectionsJoinIntoThoseOfTheService(t *testing.T) {
	const gap = 100 * time.Millisecond
	at := func(ms int64) time.Time { return time.UnixMilli(ms) }
	var first, second []spell
	for _, ms := range []int64{0, 50, 300, 1000} { // silent alone from 50 to 300
		first = extend(first, "a", at(ms), gap)
	}
	for _, ms := range []int64{120, 220} {
		second = extend(second, "a", at(ms), gap)
	}
	want := []spell{
		{Service: "a", First: 0, Last: 300_000, Answers: 5},
		{Service: "a", First: 1_000_000, Last: 1_000_000, Answers: 1},
	}
	if got := join(append(second, first...), gap); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWhatIsForTheLabGoesOutByItsBridgeOnly(t *testing.T) {
	for target, want := range map[string]string{"127.0.0.1:80": "", "[::1]:80": "", "172.30.0.11:80": "br-exposure"} {
		if got, err := deviceFor(target); err != nil || got != want {
			t.Errorf("%s goes out by %q, %v; want %q", target, got, err, want)
		}
	}
	if runtime.GOOS != "linux" {
		return // where nothing is bound, and nothing of the lab runs
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for device, works := range map[string]bool{"lo": true, "exposure-none": false} {
		dialer := net.Dialer{Control: func(_, _ string, raw syscall.RawConn) error { return bind(raw, device) }}
		conn, err := dialer.Dial("tcp", listener.Addr().String())
		if conn != nil {
			conn.Close()
		}
		if (err == nil) != works {
			t.Errorf("by %s: %v", device, err)
		}
	}
}
