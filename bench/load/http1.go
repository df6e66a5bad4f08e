package main

import (
	"bufio"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"
)

// lingering bounds the wait for the server to close a connection it said it would close.
const lingering = time.Second

// client sends requests one after the other.
type client interface {
	do(id int64) outcome
	// finish leaves the client ready for the next request; it may wait, so what became of the last one is noted before.
	finish()
	close()
}

// http1Client holds one HTTP/1.1 connection at a time.
//
// A keep-alive connection that the server closes between two requests is no failure: it is seen before anything is
// sent, and the request goes out on a new connection (counted as a reconnect). Once a byte of the request may have
// reached the server, a connection that ends without an answer is a failed request. HTTP libraries and browsers
// send an idempotent request once more if that happens on a connection used before (RFC 9112 section 9.3.1, RFC 9110
// section 9.2.2); the server may have processed it, so here it stays a failure, marked retryable.
type http1Client struct {
	plan    *plan
	tally   *tally
	target  int
	prefix  []byte   // of the request, up to the id
	suffix  [][]byte // from the id on, for each target
	request []byte
	answer  response

	conn     net.Conn
	reader   *bufio.Reader
	pending  func() (pending, error)
	used     bool // an answer came over the connection
	deadline time.Time
}

func newHTTP1Client(p *plan, t *tally, number int) *http1Client {
	c := &http1Client{plan: p, tally: t, target: number % len(p.targets), reader: bufio.NewReaderSize(nil, 16<<10)}
	c.prefix = []byte("GET " + p.path)
	if p.ids {
		c.prefix = append(c.prefix, idParameter(p)...)
	}
	connection := ""
	if p.perRequest {
		connection = "Connection: close\r\n"
	}
	own := ""
	for _, one := range p.headers {
		own += one.name + ": " + one.value + "\r\n"
	}
	for target := range p.targets {
		head := " HTTP/1.1\r\nHost: " + hostOf(p, target) + "\r\nUser-Agent: exposure-load\r\n" + own + connection + "\r\n"
		c.suffix = append(c.suffix, []byte(head))
	}
	return c
}

func (c *http1Client) do(id int64) outcome {
	if c.conn != nil && c.closedWhileIdle() {
		c.close()
		c.tally.reconnects++
	}
	if c.conn == nil {
		if kind, err := c.dial(); err != nil {
			return outcome{kind: kind, target: c.target, err: err}
		}
	}
	c.request = append(c.request[:0], c.prefix...)
	if c.plan.ids {
		c.request = strconv.AppendInt(c.request, id, 10)
	}
	c.request = append(c.request, c.suffix[c.target]...)
	c.extendDeadline()
	_, err := c.conn.Write(c.request)
	if err == nil || !isTimeout(err) {
		// even if it could not be written whole, the answer may be there: 408 or 503 and a close, say
		if readErr := readResponse(c.reader, &c.answer); err == nil || readErr == nil {
			err = readErr
		}
	}
	if err != nil {
		return c.broken(err)
	}
	result := outcome{status: c.answer.status, service: c.tally.intern(c.answer.service), target: c.target}
	result.kind = c.plan.judge(result.status, result.service)
	c.used = true
	return result
}

func (c *http1Client) broken(err error) outcome {
	begun := c.answer.begun
	c.answer.begun = false
	result := outcome{kind: classifyExchange(err, begun), target: c.target, err: err}
	result.retryable = c.used && (result.kind == reset || result.kind == endOfFile)
	c.close()
	return result
}

func (c *http1Client) finish() {
	if c.conn != nil && c.answer.last {
		// The server closes first: TIME_WAIT is its, and no local port of ours is lost for a minute.
		_ = c.conn.SetReadDeadline(time.Now().Add(lingering))
		_, _ = c.reader.Peek(1)
		c.close()
	}
	if c.plan.perRequest {
		c.close()
		c.target = c.plan.after(c.target) // after a failure too: a failing target gets its share, not every request
	}
}

func (c *http1Client) close() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

func (c *http1Client) dial() (kind, error) {
	conn, err := c.plan.dialers[c.target].Dial("tcp", c.plan.targets[c.target])
	if err != nil {
		return classifyDial(err), err
	}
	c.tally.connections++
	c.used, c.deadline = false, time.Time{}
	c.pending = peeker(conn)
	if c.plan.tls {
		secured := tls.Client(conn, tlsConfig(c.plan, c.target, "http/1.1"))
		_ = conn.SetDeadline(time.Now().Add(c.plan.timeout))
		if err := secured.Handshake(); err != nil {
			_ = conn.Close()
			return tlsFailed, err
		}
		conn = secured
	}
	c.conn = conn
	c.reader.Reset(conn)
	return succeeded, nil
}

// extendDeadline moves the deadline now and then only: setting it costs as much as a read. A request has between one
// timeout and a tenth more.
func (c *http1Client) extendDeadline() {
	now := time.Now()
	slack := c.plan.timeout / 10
	if c.deadline.Sub(now) < c.plan.timeout {
		c.deadline = now.Add(c.plan.timeout + slack)
		_ = c.conn.SetDeadline(c.deadline)
	}
}

// closedWhileIdle tells whether the server has ended the connection since the last answer.
func (c *http1Client) closedWhileIdle() bool {
	state, err := c.pending()
	if err != nil || state == ended {
		return true
	}
	if state == nothing {
		return false
	}
	if !c.plan.tls {
		return true // unrequested bytes: nginx answers a silent client with 408 and closes
	}
	// TLS sends session tickets unasked; reading past them shows whether a close follows.
	c.deadline = time.Time{}
	_ = c.conn.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, err = c.reader.Peek(1)
	return !errors.Is(err, os.ErrDeadlineExceeded)
}

type pending int

const (
	nothing pending = iota
	bytesWaiting
	ended
)

// peeker looks at a socket without taking anything from it and without waiting.
func peeker(conn net.Conn) func() (pending, error) {
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		return func() (pending, error) { return ended, err }
	}
	var one [1]byte
	var count int
	var failure error
	look := func(fd uintptr) bool {
		count, _, failure = syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		return true
	}
	return func() (pending, error) {
		if err := raw.Read(look); err != nil {
			return ended, err
		}
		switch {
		case failure == syscall.EAGAIN:
			return nothing, nil
		case failure != nil:
			return ended, failure
		case count == 0:
			return ended, nil
		}
		return bytesWaiting, nil
	}
}

func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded)
}
