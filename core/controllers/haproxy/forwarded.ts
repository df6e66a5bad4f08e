import { claimedHeaders } from "../forwarded-headers.ts";

/** Headers that say who asked, and for what. The frontends set them, so a client cannot. */
const set: Readonly<Record<string, string>> = {
  "X-Forwarded-Host": "%[req.hdr(Host)]",
  "X-Forwarded-Port": "%[dst_port]",
  "X-Forwarded-Proto": "%[ssl_fc,iif(https,http)]",
  "X-Real-IP": "%[src]",
};

/** Request headers that a service cannot set, beside those of every controller: the lines below run after its own. */
export const removedHeaders: readonly string[] = claimedHeaders;

/**
 * Lines of the frontends of class `haproxy`. Without them, what a client sends as these headers reaches the backend:
 * the controller sets X-Forwarded-Proto over HTTPS only, and `option forwardfor` adds a second X-Forwarded-For.
 * @see https://docs.haproxy.org/3.2/configuration.html#4.2-option%20forwardfor
 */
export const forwardedLines: readonly string[] = [
  // The backend then sets its only one.
  ...["X-Forwarded-For", ...claimedHeaders].map((name) => `http-request del-header ${name}`),
  ...Object.entries(set).map(([name, value]) => `http-request set-header ${name} ${value}`),
];
