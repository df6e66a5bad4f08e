import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress.ts";

interface Window {
  readonly requests: number;
  readonly milliseconds: number;
}

/**
 * HAProxy counts a client's requests over a window and has no burst. A window of `(rate + burst) / rate` seconds with
 * `rate + burst` requests allows the same burst, and the same rate in the long run.
 */
export function windowOf({ rateLimit }: Pick<ServiceSpec, "rateLimit">): Window | undefined {
  if (rateLimit === undefined) return undefined;
  const { requestsPerSecond, burst } = rateLimit;
  const requests = requestsPerSecond + burst;
  return { requests, milliseconds: Math.round((requests / requestsPerSecond) * 1000) };
}

export function rateLimitAnnotations(service: ServiceSpec): Annotations {
  const window = windowOf(service);
  if (window === undefined) return {};
  return {
    "rate-limit-requests": String(window.requests),
    "rate-limit-period": `${window.milliseconds}ms`,
    "rate-limit-status-code": service.rateLimit && String(service.rateLimit.status),
  };
}
