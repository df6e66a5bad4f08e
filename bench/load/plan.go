package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"time"
)

// Upper bounds of every plan.
const (
	longestDuration = 10 * time.Minute
	largestCount    = 10_000_000
	mostConnections = 2048
	longestTimeout  = time.Minute
	largestBody     = 64 << 20
)

// way says from which interface requests for some addresses leave this machine.
type way struct {
	addresses netip.Prefix
	// device has to have the source address; neither is given where the machine cannot but keep them to itself.
	device string
	source netip.Addr
}

// allowed are the only addresses that load is ever sent to.
var allowed = []way{
	{addresses: netip.MustParsePrefix("127.0.0.0/8")},
	{addresses: netip.MustParsePrefix("::1/128")},
	{netip.MustParsePrefix("172.30.0.0/24"), "br-exposure", netip.MustParseAddr("172.30.0.1")},
}

type protocol string

const (
	http1   protocol = "http1"
	grpcRPC protocol = "grpc"
)

// header is one a request carries beside Host.
type header struct{ name, value string }

// plan is what to send, where to, and when to stop.
type plan struct {
	name        string
	targets     []string
	dialers     []*net.Dialer // one for each target
	protocol    protocol
	tls         bool
	host        string
	path        string
	headers     []header
	ids         bool
	body        int
	status      int
	services    map[string]bool
	connections int
	perRequest  bool
	rate        float64
	duration    time.Duration
	count       int64
	timeout     time.Duration
	gap         time.Duration
	attached    bool
}

func parsePlan(args []string, help io.Writer) (plan, error) {
	var found plan
	var targets, chosen, services string
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&found.name, "name", "load", "first part of each request's id")
	flags.StringVar(&targets, "targets", "", "addresses with ports, separated by commas; connections are spread over them")
	flags.StringVar(&chosen, "protocol", string(http1), "http1 or grpc; the last is for checks, not for load")
	flags.BoolVar(&found.tls, "tls", false, "speak TLS; the server's certificate is not verified")
	flags.StringVar(&found.host, "host", "", "Host header and TLS server name (default: the target's address)")
	flags.StringVar(&found.path, "path", "/", "path and query")
	flags.Func("header", "`name: value` that each request carries; may be given several times", func(text string) error {
		name, value, _ := strings.Cut(text, ":")
		found.headers = append(found.headers, header{name, strings.TrimSpace(value)})
		return nil
	})
	flags.BoolVar(&found.ids, "ids", false, "add ?id=<name>-<n> to each path, n counting from 0 without a hole")
	flags.IntVar(&found.body, "body", 0, "bytes of the message of a gRPC request")
	flags.IntVar(&found.status, "status", 0, "the status that counts as success (default: any 2xx)")
	flags.StringVar(&services, "services", "", "X-Service values that count as success, separated by commas (default: any)")
	flags.IntVar(&found.connections, "connections", 32, "requests under way at most")
	flags.BoolVar(&found.perRequest, "close", false, "a new connection for each request")
	flags.Float64Var(&found.rate, "rate", 0, "requests a second, sent when due even if answers are late (default: as fast as answers come)")
	flags.DurationVar(&found.duration, "duration", 0, "when to stop (required)")
	flags.Int64Var(&found.count, "count", 0, "after how many requests to stop (required)")
	flags.DurationVar(&found.timeout, "timeout", 10*time.Second, "how long to wait for an answer")
	flags.DurationVar(&found.gap, "gap", 250*time.Millisecond, "silence after which a service's next answer begins a new spell")
	flags.BoolVar(&found.attached, "attached", false, "stop when standard input ends: with whoever started it")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(help)
			flags.PrintDefaults()
		}
		return plan{}, err
	}
	if flags.NArg() > 0 {
		return plan{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	found.protocol = protocol(chosen)
	found.targets = splitList(targets)
	if names := splitList(services); len(names) > 0 {
		found.services = map[string]bool{}
		for _, name := range names {
			found.services[name] = true
		}
	}
	if err := found.makeDialers(); err != nil {
		return plan{}, err
	}
	return found, found.check()
}

func (p plan) check() error {
	if len(p.targets) == 0 {
		return errors.New("-targets is required, for example 127.0.0.1:8080")
	}
	for _, one := range p.headers {
		if err := one.check(); err != nil {
			return err
		}
	}
	switch {
	case p.duration <= 0 || p.duration > longestDuration:
		return fmt.Errorf("-duration is required, more than 0s and at most %s", longestDuration)
	case p.count <= 0 || p.count > largestCount:
		return fmt.Errorf("-count is required, from 1 to %d", largestCount)
	case p.connections < 1 || p.connections > mostConnections:
		return fmt.Errorf("-connections must be from 1 to %d", mostConnections)
	case p.timeout <= 0 || p.timeout > longestTimeout:
		return fmt.Errorf("-timeout must be more than 0s and at most %s", longestTimeout)
	case p.rate < 0:
		return errors.New("-rate must not be negative")
	case p.gap <= 0:
		return errors.New("-gap must be more than 0s")
	case p.protocol != http1 && p.protocol != grpcRPC:
		return fmt.Errorf("-protocol must be http1 or grpc, not %q", p.protocol)
	case p.body < 0 || p.body > largestBody:
		return fmt.Errorf("-body must be from 0 to %d", largestBody)
	case p.body > 0 && p.protocol != grpcRPC:
		return errors.New("-body is for -protocol grpc only")
	case !strings.HasPrefix(p.path, "/") || strings.ContainsAny(p.path, " \r\n#"):
		return fmt.Errorf("-path must begin with / and be encoded, not %q", p.path)
	case strings.ContainsAny(p.host+p.name, " \r\n/?&"):
		return errors.New("-host and -name must be plain words")
	}
	return nil
}

// check keeps a header from being two, or from taking over what the generator says itself.
func (h header) check() error {
	switch {
	case h.name == "" || h.value == "" || strings.ContainsAny(h.name, " \t\r\n") || strings.ContainsAny(h.value, "\r\n"):
		return fmt.Errorf("-header must be name: value on one line, not %q", h.name+": "+h.value)
	case strings.EqualFold(h.name, "host") || strings.EqualFold(h.name, "connection"):
		return fmt.Errorf("-header cannot be %s: -host and -close say that", h.name)
	}
	return nil
}

// wayTo takes literal addresses only: what a name leads to can change after it was checked.
func wayTo(target string) (way, error) {
	address, err := netip.ParseAddrPort(target)
	if err != nil {
		return way{}, fmt.Errorf("target %q is no address with a port, for example 127.0.0.1:8080", target)
	}
	for _, one := range allowed {
		if one.addresses.Contains(address.Addr()) {
			return one, nil
		}
	}
	return way{}, fmt.Errorf("target %s is neither loopback nor in the lab's 172.30.0.0/24: load is sent nowhere else", target)
}

// after is the target that comes after one.
func (p *plan) after(target int) int {
	return (target + 1) % len(p.targets)
}

func splitList(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}
