package main

import (
	"errors"
	"net"
	"net/netip"
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

func TestWhatIsForTheLabLeavesByItsBridgesAddressOnly(t *testing.T) {
	for target, want := range map[string]string{"127.0.0.1:80": "", "[::1]:80": "", "172.30.0.11:80": "br-exposure"} {
		if got, err := wayTo(target); err != nil || got.device != want || got.source.IsValid() != (want != "") {
			t.Errorf("%s leaves by %v, %v; want %q", target, got, err, want)
		}
	}
	listener := listen(t)
	// 192.0.2.0/24 is for documentation (RFC 5737): no machine has an address of it
	for source, works := range map[string]bool{"127.0.0.1": true, "192.0.2.1": false} {
		conn, err := dialFrom(source, listener)
		if conn != nil {
			conn.Close()
		}
		if (err == nil) != works {
			t.Errorf("from %s: %v", source, err)
		}
	}
	for _, device := range []string{"exposure-none", loopback(t)} {
		if err := checkInterface(device, netip.MustParseAddr("192.0.2.1")); err == nil {
			t.Errorf("%s has no such address, and none says so", device)
		}
	}
	if err := checkInterface(loopback(t), netip.MustParseAddr("127.0.0.1")); err != nil {
		t.Error(err)
	}
}

func TestNobodyElseIsGivenThePortOfAConnection(t *testing.T) {
	listener := listen(t)
	conn, err := dialFrom("127.0.0.1", listener)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	port := conn.LocalAddr().(*net.TCPAddr).Port
	// IP_LOCAL_PORT_RANGE, Linux 6.3: the second connection has this one port to choose from
	const ipLocalPortRange = 51
	var unknown error
	only := func(_, _ string, raw syscall.RawConn) error {
		return raw.Control(func(fd uintptr) {
			unknown = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, ipLocalPortRange, port<<16|port)
		})
	}
	other, err := (&net.Dialer{Control: only}).Dial("tcp4", listener.Addr().String())
	if unknown != nil {
		t.Skipf("this kernel leaves no choice of port: %v", unknown)
	}
	if err == nil {
		other.Close()
		t.Errorf("port %d has two connections of the same addresses", port)
	} else if !errors.Is(err, syscall.EADDRNOTAVAIL) {
		t.Error(err)
	}
}

func listen(t *testing.T) net.Listener {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}

func dialFrom(source string, listener net.Listener) (net.Conn, error) {
	dialer := &net.Dialer{}
	from(dialer, netip.MustParseAddr(source))
	return dialer.Dial("tcp4", listener.Addr().String())
}

func loopback(t *testing.T) string {
	all, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if one.Flags&net.FlagLoopback != 0 {
			return one.Name
		}
	}
	t.Fatal("no loopback interface")
	return ""
}
