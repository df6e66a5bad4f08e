package main

import (
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// method is a way to compress.
type method struct {
	ending string
	writer func(io.Writer) (io.WriteCloser, error)
	reader func(io.Reader) (io.ReadCloser, error)
}

var methods = map[string]*method{
	"gzip": {
		ending: ".gz",
		writer: func(target io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(target), nil },
		reader: func(source io.Reader) (io.ReadCloser, error) { return gzip.NewReader(source) },
	},
	"zstd": {
		ending: ".zst",
		writer: func(target io.Writer) (io.WriteCloser, error) {
			return zstd.NewWriter(target, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
		},
		reader: func(source io.Reader) (io.ReadCloser, error) {
			reader, err := zstd.NewReader(source, zstd.WithDecoderConcurrency(1))
			if err != nil {
				return nil, err
			}
			return reader.IOReadCloser(), nil
		},
	},
}

func methodOf(ending string) *method {
	for _, method := range methods {
		if method.ending == ending {
			return method
		}
	}
	return nil
}
