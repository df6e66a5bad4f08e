package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

var errMalformed = errors.New("malformed answer")

// response is what load needs of an HTTP/1.1 answer; service is only valid until the next read.
type response struct {
	status  int
	service []byte
	begun   bool // at least one byte of it came
	last    bool // the server closes the connection after it
}

// readResponse reads one answer to a GET, body included. net/http would do it at several times the cost.
func readResponse(from *bufio.Reader, into *response) error {
	service := into.service[:0]
	*into = response{service: service}
	for {
		if err := readHead(from, into); err != nil {
			return err
		}
		if into.status >= 200 { // 1xx come before the answer
			return nil
		}
	}
}

type framing struct {
	length  int64 // -1: not given
	chunked bool
}

func readHead(from *bufio.Reader, into *response) error {
	line, err := readLine(from)
	into.begun = into.begun || len(line) > 0 || err == nil
	if err != nil {
		return err
	}
	if into.status, err = parseStatus(line); err != nil {
		return err
	}
	into.last = bytes.HasPrefix(line, []byte("HTTP/1.0"))
	body := framing{length: -1}
	for {
		if line, err = readLine(from); err != nil {
			return err
		}
		if len(line) == 0 {
			break
		}
		if err := readField(line, into, &body); err != nil {
			return err
		}
	}
	if into.status < 200 || into.status == 204 || into.status == 304 {
		return nil
	}
	return skipBody(from, into, body)
}

func readField(line []byte, into *response, body *framing) error {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 {
		return fmt.Errorf("%w: header line %q", errMalformed, line)
	}
	name, value := line[:colon], bytes.TrimSpace(line[colon+1:])
	switch len(name) { // most fields are none of these: the length decides before any comparison
	case len("X-Service"):
		if bytes.EqualFold(name, []byte("X-Service")) {
			into.service = append(into.service[:0], value...)
		}
	case len("Connection"):
		if bytes.EqualFold(name, []byte("Connection")) {
			into.last = bytes.EqualFold(value, []byte("close"))
		}
	case len("Content-Length"):
		if bytes.EqualFold(name, []byte("Content-Length")) {
			length, err := strconv.ParseInt(string(value), 10, 64)
			if err != nil || length < 0 {
				return fmt.Errorf("%w: Content-Length %q", errMalformed, value)
			}
			body.length = length
		}
	case len("Transfer-Encoding"):
		if bytes.EqualFold(name, []byte("Transfer-Encoding")) {
			body.chunked = bytes.EqualFold(value, []byte("chunked"))
		}
	}
	return nil
}

func skipBody(from *bufio.Reader, into *response, body framing) error {
	switch {
	case body.chunked:
		return skipChunks(from)
	case body.length >= 0:
		return skip(from, body.length)
	}
	into.last = true // without a length only the end of the connection ends the body
	_, err := io.Copy(io.Discard, from)
	return err
}

func skipChunks(from *bufio.Reader) error {
	for {
		line, err := readLine(from)
		if err != nil {
			return err
		}
		size, _, _ := bytes.Cut(line, []byte(";"))
		length, err := strconv.ParseInt(string(bytes.TrimSpace(size)), 16, 32)
		if err != nil || length < 0 {
			return fmt.Errorf("%w: chunk size %q", errMalformed, line)
		}
		if length == 0 {
			return skipTrailers(from)
		}
		if err := skip(from, length+2); err != nil {
			return err
		}
	}
}

func skipTrailers(from *bufio.Reader) error {
	for {
		if line, err := readLine(from); err != nil || len(line) == 0 {
			return err
		}
	}
}

func skip(from *bufio.Reader, length int64) error {
	_, err := from.Discard(int(length))
	return err
}

func parseStatus(line []byte) (int, error) {
	// HTTP/1.1 200 OK
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.")) || line[8] != ' ' {
		return 0, fmt.Errorf("%w: status line %q", errMalformed, line)
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil || status < 100 {
		return 0, fmt.Errorf("%w: status line %q", errMalformed, line)
	}
	return status, nil
}

func readLine(from *bufio.Reader) ([]byte, error) {
	line, err := from.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return line, fmt.Errorf("%w: a line longer than %d bytes", errMalformed, from.Size())
	}
	if err != nil {
		return line, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}
