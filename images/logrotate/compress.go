package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// compress compresses the rotated files of every log but the newest, which shippers may still read. It stops after
// the file with which the time for the next look has come, and says whether there are more.
func (a *agent) compress(until time.Time) (more bool, err error) {
	if a.Compress == "none" {
		return false, nil
	}
	logs, err := a.list()
	if err != nil {
		return false, err
	}
	var failures []error
	for _, log := range logs {
		for index := len(log.rotated) - 1; index > 0; index-- {
			file := log.rotated[index]
			if file.ending != "" || a.held(file.Name()) == written {
				continue
			}
			if time.Now().After(until) {
				return true, errors.Join(failures...)
			}
			if err := a.compressFile(file); err != nil {
				failures = append(failures, fmt.Errorf("%s is not compressed: %w", file.Name(), err))
			}
			if a.stop.Err() != nil {
				return false, nil
			}
		}
	}
	return false, errors.Join(failures...)
}

func (a *agent) compressFile(file rotated) error {
	method := methods[a.Compress]
	source, err := a.open(file.Name(), os.O_RDONLY)
	if err != nil {
		return err
	}
	defer source.Close()
	err = a.writeWhole(rotatedName(file.log, file.number, method.ending), file, func(target io.Writer) error {
		packed, err := method.writer(target)
		if err != nil {
			return err
		}
		read, err := io.Copy(packed, a.beating(source))
		if err == nil && read != file.Size() {
			err = errors.New("it changed meanwhile")
		}
		return errors.Join(err, packed.Close())
	})
	if err != nil {
		return err
	}
	return a.root.Remove(file.Name())
}

// writeWhole makes a file that has its name only once it is complete and on the disk, with mode and time of another.
func (a *agent) writeWhole(name string, like fs.FileInfo, write func(io.Writer) error) error {
	if err := a.makeStateFolder(); err != nil {
		return err
	}
	if _, err := a.root.Lstat(name); err == nil {
		return fmt.Errorf("%s already exists", name)
	}
	part := filepath.Join(stateFolder, name)
	target, err := a.root.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, like.Mode().Perm()|0o600)
	if err != nil {
		return err
	}
	err = errors.Join(write(target), target.Sync(), target.Close())
	if err == nil {
		err = a.root.Chtimes(part, like.ModTime(), like.ModTime())
	}
	if err == nil {
		err = a.root.Rename(part, name)
	}
	if err != nil {
		return errors.Join(err, a.root.Remove(part))
	}
	return nil
}

// removeParts removes what an agent that was killed has left half written.
func (a *agent) removeParts() error {
	if _, err := a.root.Lstat(stateFolder); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := a.makeStateFolder(); err != nil {
		return err
	}
	folder, err := a.root.Open(stateFolder)
	if err != nil {
		return err
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	failures := []error{err}
	for _, log := range a.Logs {
		for _, name := range names {
			if _, _, ok := parseRotated(log, name); ok {
				failures = append(failures, a.root.Remove(filepath.Join(stateFolder, name)))
			}
		}
	}
	return errors.Join(failures...)
}

// beating says at each read that work goes on, and ends with it.
func (a *agent) beating(source io.Reader) io.Reader {
	return readerFunc(func(into []byte) (int, error) {
		a.health.beat()
		if err := a.stop.Err(); err != nil {
			return 0, err
		}
		return source.Read(into)
	})
}

type readerFunc func([]byte) (int, error)

func (read readerFunc) Read(into []byte) (int, error) { return read(into) }
