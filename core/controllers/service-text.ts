import type { Backend, ServiceSpec } from "../model/service.ts";
import { hostsOf } from "./ingress-manifest.ts";

export function isGrpc({ protocol }: Pick<ServiceSpec, "protocol">): boolean {
  return protocol === "grpc" || protocol === "grpcs";
}

/** Under either switch: what is made of both stays as it is when that is thrown. */
export function backendsOf({ backend, emergency }: ServiceSpec): readonly Backend[] {
  return emergency === undefined ? [backend] : [backend, emergency];
}

/** A Prefix path with and without a slash at its end is the same path. */
export function normalPath(path: string): string {
  return path.replace(/\/+$/, "") || "/";
}

/**
 * Where a rewrite sends the matched path. What a Prefix path leaves over is appended after a slash, in both
 * dialects: `/audio` becomes `/v1/` and `/audio/x` becomes `/v1/x` for rewrite `/v1`.
 */
export function rewriteBase({ paths }: ServiceSpec, rewrite: string): string {
  const exact = paths.every(({ type }) => type === "Exact");
  return exact || rewrite.endsWith("/") ? rewrite : `${rewrite}/`;
}

/** Where the browser sends a sticky cookie back: everywhere the service is. */
export function cookiePath({ paths }: ServiceSpec): string {
  const [only, ...others] = paths;
  return only === undefined || others.length > 0 ? "/" : normalPath(only.path);
}

/** The services of each host; `""` stands for every host. */
export function byHost(services: readonly ServiceSpec[]): ReadonlyMap<string, readonly ServiceSpec[]> {
  const hosts = new Map<string, ServiceSpec[]>();
  for (const service of services) {
    for (const host of new Set(hostsOf(service))) {
      const together = hosts.get(host);
      if (together === undefined) hosts.set(host, [service]);
      else together.push(service);
    }
  }
  return hosts;
}

/** A value in double quotes, as nginx reads it. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}
