import { isIP, isIPv4 } from "node:net";
import { wrong } from "../config/values.ts";

/** Wrong with a range of addresses in CIDR notation, IPv4 or IPv6. */
export function cidrProblem(cidr: string): string | undefined {
  const [address = "", bits, ...rest] = cidr.split("/");
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0)
    return wrong(`a CIDR such as "10.0.0.0/8"`, cidr);
  const most = isIPv4(address) ? 32 : 128;
  if (bits === undefined) {
    return `${wrong(`a CIDR such as "10.0.0.0/8"`, cidr)}: write "${address}/${most}" for this one address`;
  }
  return /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most
    ? undefined
    : wrong(`a CIDR with a prefix of 0 to ${most} bits`, cidr);
}

/** Wrong with a range whose addresses may say which client they speak for: never everybody. */
export function trustedCidrProblem(cidr: string): string | undefined {
  const problem = cidrProblem(cidr);
  if (problem !== undefined || !cidr.endsWith("/0")) return problem;
  return `${wrong("the addresses of the edge", cidr)}: any client could then claim any address`;
}
