import { BlockList, isIP, isIPv4 } from "node:net";
import { wrong } from "./expected.ts";

/** What is wrong with a range of addresses in CIDR notation, IPv4 or IPv6. */
export function cidrProblem(cidr: string): string | undefined {
  const [address = "", bits, ...rest] = cidr.split("/");
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0)
    return wrong(`a CIDR such as "10.0.0.0/8"`, cidr);
  const most = isIPv4(address) ? 32 : 128;
  if (bits === undefined) {
    return `${wrong(`a CIDR such as "10.0.0.0/8"`, cidr)}: write "${address}/${most}" for this single address`;
  }
  return /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most
    ? undefined
    : wrong(`a CIDR with a prefix of 0 to ${most} bits`, cidr);
}

/**
 * What is wrong with a range whose addresses are trusted to report a client's address: never every address, nor a range
 * so wide that a few of them cover every address.
 */
export function trustedCidrProblem(cidr: string): string | undefined {
  const problem = cidrProblem(cidr);
  if (problem !== undefined) return problem;
  const [address = "", bits = ""] = cidr.split("/");
  if (!isIPv4(address) && isWithin(address, [mappedIpv4])) {
    return `${wrong("the addresses of the edge", cidr)}: write the range as IPv4`;
  }
  const least = isIPv4(address) ? 8 : 16;
  if (Number(bits) >= least) return undefined;
  return `${wrong("the addresses of the edge", cidr)}: a range this wide lets any client claim any address; use a prefix of ${least} bits or more, preferably the nodes' own addresses`;
}

/** Whether an address lies in one of these ranges. */
export function isWithin(address: string, cidrs: readonly string[]): boolean {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = "", bits = ""] = cidr.split("/");
    list.addSubnet(network, Number(bits), familyOf(network));
  }
  return list.check(address, familyOf(address));
}

/** What is wrong with the address of a host with the prefix of its subnet, IPv4. */
export function hostAddressProblem(value: string): string | undefined {
  const [address = "", bits = "", ...rest] = value.split("/");
  const right = isIPv4(address) && /^([1-9]|[12]\d|30)$/.test(bits) && rest.length === 0;
  if (!right) return wrong(`an IPv4 address with the prefix of its subnet such as "192.0.2.100/24"`, value);
  const host = ipv4Number(address) % 2 ** (32 - Number(bits));
  return host === 0 || host === 2 ** (32 - Number(bits)) - 1
    ? `${wrong("the address of a host", value)}: it is the network or broadcast address of its subnet`
    : undefined;
}

/** The number of an IPv4 address' network of so many bits: equal for addresses of one subnet. */
export function ipv4Network(address: string, bits: number): number {
  return Math.floor(ipv4Number(address) / 2 ** (32 - bits));
}

/** IPv4 once more: all of it in a prefix of 96 bits. */
const mappedIpv4 = "::ffff:0:0/96";

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv4(address) ? "ipv4" : "ipv6";
}

function ipv4Number(address: string): number {
  return address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
}
