package main

import (
	"fmt"
	"net"
	"net/netip"
	"runtime"
	"slices"
	"syscall"
)

// makeDialers has one dialer for each target, from the machine's own address in the target's network: with the lab's
// bridge gone, the machine would send what is for the lab by its default route, and cannot from an address it has not.
//
// By the address, not by SO_BINDTODEVICE: Linux gives the port of a connection that is bound to a device to another one
// that is not, even of the same addresses, and the second one's handshake resets the first.
func (p *plan) makeDialers() error {
	for _, target := range p.targets {
		way, err := wayTo(target)
		if err != nil {
			return err
		}
		dialer := &net.Dialer{
			Timeout:   p.timeout,
			KeepAlive: -1, // the probes of TCP would cost four system calls
		}
		if way.device != "" {
			if err := checkInterface(way.device, way.source); err != nil {
				return err
			}
			from(dialer, way.source)
		}
		p.dialers = append(p.dialers, dialer)
	}
	return nil
}

func from(dialer *net.Dialer, source netip.Addr) {
	dialer.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, 0))
	dialer.Control = portLater
}

// ipBindAddressNoPort is Linux's IP_BIND_ADDRESS_NO_PORT; package syscall does not have it.
const ipBindAddressNoPort = 24

// portLater leaves the choice of a port to connect, which knows the target: bind alone would take each port once for all.
func portLater(_, _ string, raw syscall.RawConn) error {
	if runtime.GOOS != "linux" {
		return nil
	}
	var failure error
	set := func(fd uintptr) {
		failure = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, ipBindAddressNoPort, 1)
	}
	if err := raw.Control(set); err != nil {
		return err
	}
	return failure
}

// checkInterface tells whether an interface has an address: another network of this machine may have the same one.
func checkInterface(name string, address netip.Addr) error {
	if found, err := net.InterfaceByName(name); err == nil {
		addresses, err := found.Addrs()
		if err != nil {
			return err
		}
		has := func(one net.Addr) bool {
			prefix, err := netip.ParsePrefix(one.String())
			return err == nil && prefix.Addr() == address
		}
		if slices.ContainsFunc(addresses, has) {
			return nil
		}
	}
	return fmt.Errorf("no interface %s with the address %s: the lab's nodes are not up", name, address)
}
