import type { ClassSpec } from "../../model/class.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { type Duration, durationForm, shortest, toSeconds } from "../../model/units.ts";

/** What determines how long nginx waits for the backends of a class. */
export type UpstreamTimeouts = Pick<ClassSpec, "performance" | "configMap">;

/**
 * The time after which nginx tries no further endpoint (`proxy_next_upstream_timeout`) for services without `retries`:
 * their read or send timeout, the shorter one. A connection that fails earlier is tried elsewhere, but no client waits for
 * a timeout twice. nginx's own default has no limit.
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream_timeout
 */
export function classTryLimit(spec: UpstreamTimeouts): Duration {
  return shortest([classRead(spec), classSend(spec)]);
}

/**
 * The same for one service; undefined if the class's holds. gRPC needs none: its requests are POST, which nginx does not
 * repeat once they were sent.
 */
export function serviceTryLimit(service: ServiceSpec, spec: UpstreamTimeouts): Duration | undefined {
  const { timeouts, retries } = service;
  if (isGrpc(service)) return undefined;
  // An unlimited time, which the class's limit would otherwise end.
  if (retries !== undefined) return retries.timeout ?? "0s";
  const limit = shortest([
    timeouts.read ?? classRead(spec),
    timeouts.send ?? classSend(spec),
    ...(timeouts.connect === undefined ? [] : [timeouts.connect]),
  ]);
  return toSeconds(limit) === toSeconds(classTryLimit(spec)) ? undefined : limit;
}

export function classRead({ performance, configMap }: UpstreamTimeouts): Duration {
  return raw(configMap["proxy-read-timeout"]) ?? performance.proxyReadTimeout ?? "60s";
}

export function classSend({ performance, configMap }: UpstreamTimeouts): Duration {
  return raw(configMap["proxy-send-timeout"]) ?? performance.proxySendTimeout ?? "60s";
}

/** A raw key as F5 or ingress-nginx reads it; undefined for a form that the program does not know. */
function raw(value: string | undefined): Duration | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return `${Number(value)}s`;
  const [, amount, unit] = durationForm.exec(value) ?? [];
  return amount === undefined ? undefined : (`${amount}${unit}` as Duration);
}
