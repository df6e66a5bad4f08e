package main

import (
	"bytes"
	"errors"
	"io"
	"os"
)

// settle leaves one file to each number. Two have one number where a compression was killed: the compressed file is
// whole, or half and replaced. Or compression was switched off and on: then they differ, and the older one moves.
func (a *agent) settle(logs []*logFiles) error {
	var failures []error
	for _, log := range logs {
		for index := 0; index+1 < len(log.rotated); {
			first, second := log.rotated[index], log.rotated[index+1] // the plain one comes first
			if first.number != second.number {
				index++
				continue
			}
			gone, err := a.settlePair(log, first, second)
			if err != nil {
				failures = append(failures, err)
				index++
				continue
			}
			if gone >= 0 {
				log.rotated = append(log.rotated[:index+gone], log.rotated[index+gone+1:]...)
			} else {
				index++
			}
		}
	}
	return errors.Join(failures...)
}

// settlePair says which of the two is gone, or -1 where both stay.
func (a *agent) settlePair(log *logFiles, first, second rotated) (gone int, err error) {
	if first.ending == "" {
		same, whole, err := a.compare(first, second)
		switch {
		case err != nil:
			return -1, err
		case !whole:
			return 1, a.remove(second.Name())
		case same:
			return 0, a.remove(first.Name())
		}
	}
	older := second
	if first.ModTime().Before(second.ModTime()) {
		older = first
	}
	to := log.next(older.number)
	if err := a.vacate(log, to); err != nil {
		return -1, err
	}
	if err := a.root.Rename(older.Name(), rotatedName(log.name, to, older.ending)); err != nil {
		return -1, err
	}
	for index, file := range log.rotated {
		if file.FileInfo == older.FileInfo {
			log.rotated[index].number = to
		}
	}
	log.order()
	return -1, nil
}

// compare reads both: whether the compressed file is whole, and whether it says the same.
func (a *agent) compare(plain, packed rotated) (same, whole bool, err error) {
	left, err := a.open(plain.Name(), os.O_RDONLY)
	if err != nil {
		return false, false, err
	}
	defer left.Close()
	source, err := a.open(packed.Name(), os.O_RDONLY)
	if err != nil {
		return false, false, err
	}
	defer source.Close()
	right, err := methodOf(packed.ending).reader(a.beating(source))
	if err != nil {
		return false, false, a.stop.Err()
	}
	defer right.Close()
	same = true
	blocks := [2][]byte{make([]byte, 64<<10), make([]byte, 64<<10)}
	for {
		read, end := fill(right, blocks[1])
		if end != nil && end != io.EOF {
			return false, false, a.stop.Err()
		}
		if same {
			wanted, failure := fill(left, blocks[0])
			if failure != nil && failure != io.EOF {
				return false, false, failure
			}
			same = bytes.Equal(blocks[0][:wanted], blocks[1][:read])
		}
		if end != nil {
			return same, true, nil
		}
	}
}

// fill reads until the block is full or the reader ends, and passes on how it ends: io.ReadFull would not tell a stream
// that breaks off from one that is over.
func fill(from io.Reader, block []byte) (read int, err error) {
	for read < len(block) && err == nil {
		var count int
		count, err = from.Read(block[read:])
		read += count
	}
	return read, err
}
