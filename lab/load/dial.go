package main

import (
	"fmt"
	"net"
	"runtime"
	"syscall"
)

// dialer opens connections to the plan's targets, each by its own interface: with the lab's bridge gone, the machine
// would send what is for the lab by its default route.
func (p *plan) dialer() *net.Dialer {
	return &net.Dialer{
		Timeout:   p.timeout,
		KeepAlive: -1, // the probes of TCP would cost four system calls
		Control: func(_, address string, raw syscall.RawConn) error {
			device, err := deviceFor(address)
			if err != nil || device == "" {
				return err
			}
			return bind(raw, device)
		},
	}
}

// soBindToDevice is Linux's SO_BINDTODEVICE; package syscall has it there only.
const soBindToDevice = 25

func bind(raw syscall.RawConn, device string) error {
	if runtime.GOOS != "linux" {
		return fmt.Errorf("no interface %s: the lab's nodes need Linux", device)
	}
	var failure error
	set := func(fd uintptr) {
		failure = syscall.SetsockoptString(int(fd), syscall.SOL_SOCKET, soBindToDevice, device)
	}
	if err := raw.Control(set); err != nil {
		return err
	}
	if failure != nil {
		return fmt.Errorf("by %s alone: %w", device, failure)
	}
	return nil
}
