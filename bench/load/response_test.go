package main

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestReadResponse(t *testing.T) {
	for name, each := range map[string]struct {
		answer  string
		status  int
		service string
		last    bool
		err     error
		begun   bool
		rest    string
	}{
		"length":             {"HTTP/1.1 200 OK\r\nx-service: web\r\nContent-Length: 2\r\n\r\nhirest", 200, "web", false, nil, true, "rest"},
		"chunks":             {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\nT: v\r\n\r\nrest", 200, "", false, nil, true, "rest"},
		"no body":            {"HTTP/1.1 204 No Content\r\n\r\nrest", 204, "", false, nil, true, "rest"},
		"until the end":      {"HTTP/1.1 200 OK\r\n\r\nhi", 200, "", true, nil, true, ""},
		"announced close":    {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 200, "", true, nil, true, ""},
		"HTTP/1.0":           {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", true, nil, true, ""},
		"after a 103":        {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", false, nil, true, ""},
		"nothing":            {"", 0, "", false, io.EOF, false, ""},
		"part of a line":     {"HTT", 0, "", false, io.EOF, true, ""},
		"head without end":   {"HTTP/1.1 200 OK\r\nA: b\r\n", 200, "", false, io.EOF, true, ""},
		"part of a body":     {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", 200, "", false, io.EOF, true, ""},
		"no HTTP":            {"SSH-2.0-OpenSSH\r\n", 0, "", false, errMalformed, true, ""},
		"no header line":     {"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", 200, "", false, errMalformed, true, ""},
		"length of nonsense": {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", 200, "", false, errMalformed, true, ""},
		"chunk of nonsense":  {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n", 200, "", false, errMalformed, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			reader := bufio.NewReader(strings.NewReader(each.answer))
			var got response
			err := readResponse(reader, &got)
			if !errors.Is(err, each.err) || (err == nil) != (each.err == nil) {
				t.Fatalf("error %v, want %v", err, each.err)
			}
			if got.status != each.status || string(got.service) != each.service || got.begun != each.begun {
				t.Errorf("got %+v (service %q), want %+v", got, got.service, each)
			}
			if err != nil {
				return
			}
			if rest, _ := io.ReadAll(reader); got.last != each.last || string(rest) != each.rest {
				t.Errorf("last %t and %q left, want %t and %q", got.last, rest, each.last, each.rest)
			}
		})
	}
}

func TestServiceDoesNotOutliveItsAnswer(t *testing.T) {
	reader := bufio.NewReader(strings.NewReader(
		"HTTP/1.1 200 OK\r\nX-Service: web\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	var got response
	for range 2 {
		if err := readResponse(reader, &got); err != nil {
			t.Fatal(err)
		}
	}
	if len(got.service) != 0 {
		t.Errorf("the second answer has the service %q of the first", got.service)
	}
}
