package main

import (
	"errors"
	"io"
	"net"
	"syscall"
)

// kind says how a request failed; the empty kind is success.
type kind string

const (
	succeeded      kind = ""
	connectRefused kind = "connect-refused"
	connectTimeout kind = "connect-timeout"
	connectFailed  kind = "connect-failed" // no route, no free local port, …
	tlsFailed      kind = "tls"
	reset          kind = "reset"     // the connection was reset before the first byte of an answer
	endOfFile      kind = "eof"       // the connection was closed before the first byte of an answer
	truncated      kind = "truncated" // the connection ended inside an answer
	timedOut       kind = "timeout"
	malformed      kind = "malformed"
	wrongStatus    kind = "status"
	wrongService   kind = "wrong-service"
	wrongGRPC      kind = "grpc-status"
)

// outcome is what became of one request.
type outcome struct {
	kind    kind
	status  int    // 0 where no answer came
	service string // X-Service of the answer
	target  int    // index of the address it went to
	// retryable: browsers and HTTP libraries would have retried the request silently.
	retryable bool
	err       error
}

// classifyDial names the reason why no connection was made.
func classifyDial(err error) kind {
	var network net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return connectRefused
	case errors.As(err, &network) && network.Timeout():
		return connectTimeout
	}
	return connectFailed
}

// classifyExchange names the way a connection failed; begun: part of an answer had arrived.
func classifyExchange(err error, begun bool) kind {
	var network net.Error
	switch {
	case errors.As(err, &network) && network.Timeout():
		return timedOut
	case errors.Is(err, errMalformed):
		return malformed
	case begun:
		return truncated
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return endOfFile
	}
	return reset
}

// judge applies the plan's expectations to a complete answer.
func (p *plan) judge(status int, service string) kind {
	expected := status >= 200 && status < 300
	if p.status != 0 {
		expected = status == p.status
	}
	switch {
	case !expected:
		return wrongStatus
	case p.services != nil && !p.services[service]:
		return wrongService
	}
	return succeeded
}
