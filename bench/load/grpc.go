package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// grpcClient makes gRPC's unary calls over its own connection. It is built for checks; under load net/http's cost
// would be what is measured.
type grpcClient struct {
	plan      *plan
	tally     *tally
	target    int
	transport *http.Transport // of the target
	message   []byte
}

func newGRPCClient(p *plan, t *tally, number int) *grpcClient {
	c := &grpcClient{plan: p, tally: t, message: grpcMessage(p.body)}
	c.aim(number % len(p.targets))
	return c
}

func (c *grpcClient) aim(target int) {
	protocols := new(http.Protocols)
	protocols.SetHTTP2(c.plan.tls)
	protocols.SetUnencryptedHTTP2(!c.plan.tls)
	c.target = target
	c.transport = &http.Transport{
		Protocols:       protocols,
		TLSClientConfig: tlsConfig(c.plan, target, "h2"),
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			c.tally.connections++
			return c.plan.dialers[target].DialContext(ctx, network, c.plan.targets[target])
		},
	}
}

func (c *grpcClient) do(id int64) outcome {
	result := outcome{target: c.target}
	ctx, cancel := context.WithTimeout(context.Background(), c.plan.timeout)
	defer cancel()
	request, err := c.request(ctx, id)
	if err != nil {
		result.kind, result.err = malformed, err
		return result
	}
	answer, err := c.transport.RoundTrip(request)
	if err != nil {
		result.kind, result.err = classifyRoundTrip(err), err
		return result
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		result.kind, result.err = classifyExchange(err, true), err
		return result
	}
	result.status = answer.StatusCode
	result.service = c.tally.intern([]byte(answer.Header.Get("X-Service")))
	result.kind = c.plan.judge(result.status, result.service)
	if result.kind == succeeded {
		result.kind, result.err = judgeGRPC(answer)
	}
	return result
}

func (c *grpcClient) finish() {
	if c.plan.perRequest {
		c.close()
		c.aim(c.plan.after(c.target))
	}
}

func (c *grpcClient) close() { c.transport.CloseIdleConnections() }

func (c *grpcClient) request(ctx context.Context, id int64) (*http.Request, error) {
	scheme := "http://"
	if c.plan.tls {
		scheme = "https://"
	}
	url := scheme + hostOf(c.plan, c.target) + c.plan.path
	if c.plan.ids {
		url += idParameter(c.plan) + strconv.FormatInt(id, 10)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(c.message))
	if err != nil {
		return nil, err
	}
	for _, one := range c.plan.headers {
		request.Header.Add(one.name, one.value)
	}
	request.Header.Set("Content-Type", "application/grpc")
	request.Header.Set("TE", "trailers")
	return request, nil
}

// judgeGRPC reads the status of the call, which comes in a trailer, or in the header of an answer without a message.
func judgeGRPC(answer *http.Response) (kind, error) {
	status := answer.Trailer.Get("Grpc-Status")
	if status == "" {
		status = answer.Header.Get("Grpc-Status")
	}
	if status == "0" {
		return succeeded, nil
	}
	said := answer.Trailer.Get("Grpc-Message") + answer.Header.Get("Grpc-Message")
	return wrongGRPC, fmt.Errorf("grpc-status %q: %s", status, said)
}

// grpcMessage is one message of zero bytes behind gRPC's five bytes of framing.
func grpcMessage(size int) []byte {
	framed := make([]byte, 5+size)
	binary.BigEndian.PutUint32(framed[1:5], uint32(size))
	return framed
}

func classifyRoundTrip(err error) kind {
	var operation *net.OpError
	if errors.As(err, &operation) && operation.Op == "dial" {
		return classifyDial(err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return timedOut
	}
	if strings.Contains(err.Error(), "tls: ") {
		return tlsFailed
	}
	return classifyExchange(err, false)
}

func tlsConfig(p *plan, target int, application string) *tls.Config {
	name, _, err := net.SplitHostPort(hostOf(p, target))
	if err != nil {
		name = hostOf(p, target)
	}
	// the lab signs its own certificates; who answers is known from X-Service
	return &tls.Config{
		InsecureSkipVerify: true, ServerName: name, NextProtos: []string{application}, ClientSessionCache: sessions,
	}
}

// sessions are resumed over all connections, as a browser does it.
var sessions = tls.NewLRUClientSessionCache(0)

func hostOf(p *plan, target int) string {
	if p.host != "" {
		return p.host
	}
	return p.targets[target]
}

func idParameter(p *plan) string {
	separator := "?"
	if strings.Contains(p.path, "?") {
		separator = "&"
	}
	return separator + "id=" + p.name + "-"
}
