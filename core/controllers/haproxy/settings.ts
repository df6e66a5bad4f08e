import type { EdgeSpec } from "../../model/edge.ts";
import { statsLines } from "./stats.ts";

/** ConfigMap keys of the edge's own settings. */
export function edgeSettings(spec: EdgeSpec): Readonly<Record<string, string>> {
  const keys = Object.values(rows).flatMap((row) => (row === "no key" ? [] : Object.entries(row(spec))));
  return { ...Object.fromEntries(keys), ...always };
}

type Row = "no key" | ((spec: EdgeSpec) => Readonly<Record<string, string>>);

/**
 * The keys of each field, or that arguments, pod and other objects hold it. A field added to `EdgeSpec` does not compile
 * until it has a row.
 */
const rows: Readonly<Record<keyof EdgeSpec, Row>> = {
  nodes: "no key",
  nodeSelector: "no key",
  image: "no key",
  pullPolicy: "no key",
  pullSecrets: "no key",
  namespace: "no key",
  tolerations: "no key",
  priorityClass: "no key",
  expose: ({ expose }) => ({ "ssl-redirect-port": String(expose.https) }),
  defaultCertificate: "no key",
  // Lines of the global section: see haproxyConfiguration.
  tls: "no key",
  portOffset: "no key",
  memory: "no key",
  cpu: "no key",
  maxconn: ({ maxconn }) => ({ maxconn: String(maxconn) }),
  threads: ({ threads }) => (threads === undefined ? {} : { nbthread: String(threads) }),
  timeouts: ({ timeouts }) => ({
    "timeout-connect": timeouts.connect,
    "timeout-queue": timeouts.queue,
    "timeout-http-request": timeouts.request,
    "timeout-http-keep-alive": timeouts.keepAlive,
    "timeout-server": timeouts.server,
    // For the classes too, where a client sends nothing while it waits for the response.
    "timeout-client": timeouts.idle,
    "timeout-tunnel": timeouts.idle,
  }),
  health: "no key",
  drain: "no key",
  hardStopAfter: ({ hardStopAfter }) => ({ "hard-stop-after": hardStopAfter }),
  rollout: "no key",
  metrics: "no key",
  // The password is in no ConfigMap: the list of users comes from a Secret.
  stats: (spec) => ({ "stats-config-snippet": statsLines(spec).join("\n") }),
  // To stdout, because it would log to a syslog daemon that does not exist. Lines of requests have level info.
  accessLog: ({ accessLog }) => ({
    "syslog-server": `address:stdout, format:raw, facility:daemon${accessLog ? "" : ", level:notice"}`,
  }),
  extraArgs: "no key",
  ingressDefaults: "no key",
};

const always: Readonly<Record<string, string>> = {
  // For services without lines of their own: a failed try goes to another server.
  "backend-config-snippet": "option redispatch 1",
};
