import type { RateLimit, ServiceSpec } from "../../model/service.ts";

interface Window {
  readonly requests: number;
  readonly milliseconds: number;
}

/**
 * HAProxy counts a client's requests over a window and has no burst. A window of `(rate + burst) / rate` seconds with
 * `rate + burst` requests allows the same burst, and the same rate in the long run.
 */
function windowOf({ requests, per, burst }: RateLimit): Window {
  const period = per === "second" ? 1000 : 60_000;
  return { requests: requests + burst, milliseconds: Math.round(((requests + burst) / requests) * period) };
}

/**
 * Lines of the service's backends, each of which counts by itself. Nodes of the edge tell each other their counts, and a
 * new process gets them from the old one (`peers localinstance`, which the controller keeps).
 *
 * The controller's annotations `rate-limit-…` are not used. They make it reload HAProxy whenever endpoints of any service
 * change (measured with 3.2.11), and they count the clients of all services with one length of the window together.
 */
export function rateLimitLines({ rateLimit, connections }: Counted): readonly string[] {
  if (rateLimit === undefined) return [];
  const window = windowOf(rateLimit);
  const period = `${window.milliseconds}ms`;
  const [type, key] =
    rateLimit.header === undefined ? ["ip", "src"] : ["string len 64", `req.hdr(${rateLimit.header})`];
  // A backend has one table.
  const store = `http_req_rate(${period})${connections === undefined ? "" : ",conn_cur"}`;
  return [
    `stick-table type ${type} size 100k expire ${period} peers localinstance store ${store}`,
    `http-request track-sc0 ${key}`,
    `http-request deny deny_status ${rateLimit.status} if { sc_http_req_rate(0) gt ${window.requests} }`,
  ];
}

/** Lines that count a client's open requests, in the table of its rate where there is one. */
export function connectionLines({ rateLimit, connections }: Counted): readonly string[] {
  if (connections === undefined) return [];
  return [
    ...(rateLimit === undefined
      ? ["stick-table type ip size 100k expire 1m store conn_cur", "http-request track-sc0 src"]
      : []),
    `http-request deny deny_status 429 if { sc_conn_cur(0) gt ${connections} }`,
  ];
}

type Counted = Pick<ServiceSpec, "rateLimit" | "connections">;
