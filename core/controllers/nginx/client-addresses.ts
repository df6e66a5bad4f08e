import { trustedCidrProblem } from "../../config/formats/addresses.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import { fieldsByAddress } from "../fields-by-address.ts";
import { serviceProblem } from "../service-problems.ts";
import { isSnippetKey, type NginxDialect } from "./dialect.ts";
import type { ValueProblem } from "./knobs.ts";

/**
 * Services that tell clients apart by address while their class sees only the nodes': kube-proxy replaces the address
 * of what a node passes on to another, so `allow` would let in everyone or no one, and a rate would be one for all.
 */
export function clientAddressProblems(
  dialect: NginxDialect,
  spec: ClassSpec,
  services: readonly ServiceSpec[],
): readonly Problem[] {
  if (spec.expose.externalTrafficPolicy !== "Cluster" || spec.proxyProtocol !== undefined) return [];
  if (spec.forwardedHeaders !== undefined) return [];
  if (takesAddressesFromHeader(dialect, spec)) return [];
  const wayOut = `set ${classSetting(spec, "expose.externalTrafficPolicy")} to Local, where only nodes with a pod answer, or ${classSetting(spec, "expose.as")} to hostNetwork or hostPort, or have a balancer in front send PROXY protocol and set ${classSetting(spec, "proxyProtocol")}, or X-Forwarded-For and set ${classSetting(spec, "forwardedHeaders")}`;
  const refusal = {
    code: "no-client-addresses",
    sentence: `is reached through any node (externalTrafficPolicy Cluster), whose address every client then has: ${wayOut}`,
  };
  return services.flatMap((service) =>
    fieldsByAddress(service).map((field) => serviceProblem(spec, service, field, refusal)),
  );
}

/** A raw key, or a raw snippet, by which every client could claim any address. */
export function trustProblem(
  { clientAddress: { trusted, switches } }: NginxDialect,
  { configMap, proxyProtocol }: ClassSpec,
  key: string,
  value: string,
): ValueProblem | undefined {
  if (switches.includes(key) && value === "true") {
    if (configMap[trusted] !== undefined || proxyProtocol !== undefined) return undefined;
    const message = `would believe every client what it says of its address, because ${trusted} trusts everybody by default: set the key ${trusted} to the addresses of what is in front`;
    return { code: "trusts-everybody", message };
  }
  const ranges =
    key === trusted
      ? value.split(",")
      : isSnippetKey(key)
        ? [...value.matchAll(/\bset_real_ip_from\s+([^\s;]+)/g)].map(([, range = ""]) => range)
        : [];
  const wide = ranges.map((range) => range.trim()).find(isTooWide);
  return wide === undefined
    ? undefined
    : {
        code: "trusts-everybody",
        message: `trusts ${wide}, so that clients could claim any address: name the addresses of what is in front, in a prefix of 8 bits or more (IPv6: 16)`,
      };
}

/** Single addresses, names and sockets are narrow; a range is judged as those of an edge are. */
function isTooWide(range: string): boolean {
  return range.includes("/") && trustedCidrProblem(range) !== undefined;
}

function takesAddressesFromHeader(
  { clientAddress: { trusted, switches } }: NginxDialect,
  { configMap }: ClassSpec,
): boolean {
  return switches.length === 0
    ? configMap[trusted] !== undefined
    : switches.some((key) => configMap[key] === "true");
}
