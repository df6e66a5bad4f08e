import type { ServiceSpec } from "../../model/service.ts";

interface Window {
  readonly requests: number;
  readonly milliseconds: number;
}

/**
 * HAProxy counts a client's requests over a window and has no burst. A window of `(rate + burst) / rate` seconds with
 * `rate + burst` requests allows the same burst, and the same rate in the long run.
 */
function windowOf({ rateLimit }: Pick<ServiceSpec, "rateLimit">): Window | undefined {
  if (rateLimit === undefined) return undefined;
  const { requestsPerSecond, burst } = rateLimit;
  const requests = requestsPerSecond + burst;
  return { requests, milliseconds: Math.round((requests / requestsPerSecond) * 1000) };
}

/**
 * Lines of the service's backends, each of which counts by itself. Nodes of the edge tell each other their counts, and a
 * new process gets them from the old one (`peers localinstance`, which the controller keeps).
 *
 * The controller's annotations `rate-limit-…` are not used. They make it reload HAProxy whenever endpoints of any service
 * change (measured with 3.2.11), and they count the clients of all services with one length of the window together.
 */
export function rateLimitLines(service: Pick<ServiceSpec, "rateLimit">): readonly string[] {
  const window = windowOf(service);
  if (window === undefined) return [];
  const period = `${window.milliseconds}ms`;
  return [
    `stick-table type ip size 100k expire ${period} peers localinstance store http_req_rate(${period})`,
    "http-request track-sc0 src",
    `http-request deny deny_status ${service.rateLimit?.status} if { sc_http_req_rate(0) gt ${window.requests} }`,
  ];
}
