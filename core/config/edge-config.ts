import { isIPv4 } from "node:net";
import type { DrainArgs, RolloutArgs } from "../model/class.ts";
import type {
  EdgeArgs,
  EdgeClassArgs,
  EdgeHealthArgs,
  EdgeTimeoutArgs,
  Memory,
  StatsArgs,
} from "../model/edge.ts";
import { bytesOf } from "../model/resolve-edge.ts";
import type { IngressMetadataArgs } from "../model/service.ts";
import { digest, image, ingressMetadata, port, pullPolicy, toleration } from "./class-config.ts";
import { cidrProblem } from "./formats/addresses.ts";
import { wrong } from "./formats/expected.ts";
import {
  labelKeyProblem,
  labelProblem,
  labelValueProblem,
  namespacedNameProblem,
  subdomainProblem,
} from "./formats/kubernetes-names.ts";
import { quantityProblem } from "./formats/quantities.ts";
import { form } from "./json-schema.ts";
import { failed, mismatch, passed } from "./parsed.ts";
import { anyText, boolean, integer, text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { either, list, mandatory, object, record } from "./schema.ts";
import { tlsPolicyConfig } from "./tls-policy-config.ts";
import { duration, share } from "./units.ts";

const timeout = duration({ min: "100ms", max: "24h" });

const memoryForm = "an amount of memory of at least 512Mi, in whole Mi or Gi";
const memory: Schema<Memory> = {
  expected: memoryForm,
  accepts: (input) => typeof input === "string",
  json: form(memoryForm, { type: "string", pattern: "^[1-9]\\d{0,6}(Mi|Gi)$" }),
  parse(input, path) {
    if (typeof input !== "string") return mismatch(path, memoryForm, input);
    // Below 500Mi the third that the controller gets does not hold its caches, and it reloads without end.
    if (!isMemory(input) || bytesOf(input) < bytesOf("512Mi")) return failed(path, wrong(memoryForm, input));
    return passed(input);
  },
};

/** `haproxy-edge:edge`. */
export const edgeConfig: Schema<EdgeArgs> = object<EdgeArgs>({
  nodes: mandatory(list(text(nodeProblem, "an IPv4 address"), 1)),
  nodeSelector: mandatory(someLabels()),
  image,
  digest,
  untestedVersion: boolean(),
  pullPolicy,
  pullSecrets: list(text(subdomainProblem, "the name of a Secret")),
  namespace: text(labelProblem, "the name of a namespace"),
  tolerations: list(toleration),
  priorityClass: text(subdomainProblem, "the name of a PriorityClass"),
  expose: object<NonNullable<EdgeArgs["expose"]>>({ http: port, https: port }),
  defaultCertificate: text(namespacedNameProblem, `a Secret as "namespace/name"`),
  tls: tlsPolicyConfig,
  portOffset: integer({ min: 0, max: 50_000 }),
  memory,
  cpu: text(quantityProblem, `a quoted quantity such as "100m"`),
  maxconn: integer({ min: 100, max: 10_000_000 }),
  threads: integer({ min: 1, max: 1024 }),
  timeouts: object<EdgeTimeoutArgs>({
    connect: timeout,
    idle: timeout,
    request: timeout,
    keepAlive: timeout,
    server: timeout,
    queue: timeout,
  }),
  health: object<EdgeHealthArgs>({
    interval: duration({ min: "50ms", max: "1m" }),
    fall: integer({ min: 1, max: 100 }),
  }),
  drain: object<DrainArgs>({
    delay: duration({ min: "0s", max: "1h" }),
    timeout: duration({ min: "1s", max: "24h" }),
  }),
  hardStopAfter: duration({ min: "1s", max: "7d" }),
  rollout: object<RolloutArgs>({ maxUnavailable: share(), minReady: duration({ min: "0s", max: "1h" }) }),
  metrics: boolean(),
  extraArgs: record(anyText()),
  ingressDefaults: object<IngressMetadataArgs>(ingressMetadata),
  stats: object<StatsArgs>({
    user: text(userProblem, "a user's name"),
    generation: integer({ min: 1, max: 1_000_000 }),
    allow: list(text(ipv4RangeProblem, "an IPv4 CIDR"), 1),
  }),
  accessLog: boolean(),
});

/** `haproxy-edge:classes`. */
export const edgeClassesConfig: Schema<Readonly<Record<string, EdgeClassArgs>>> = record(
  either(
    oneOff(),
    object<Exclude<EdgeClassArgs, false>>({ http: port, https: port, proxyProtocol: boolean() }),
  ),
);

/** `false` only: every class is served by default, so `true` would change nothing. */
function oneOff(): Schema<false> {
  const expected = "false";
  return {
    expected,
    accepts: (input) => typeof input === "boolean",
    json: form(expected, { enum: [false] }),
    parse: (input, path) =>
      input === false
        ? passed(false)
        : failed(
            path,
            `${wrong("false or an object", input)}: every class is served by default, so leave it out`,
          ),
  };
}

/** Node labels, at least one: without any the edge would run on every node. */
function someLabels(): Schema<Readonly<Record<string, string>>> {
  const labels = record(anyText(labelValueProblem), labelKeyProblem);
  return {
    ...labels,
    parse(input, path) {
      const parsed = labels.parse(input, path);
      return parsed.ok && Object.keys(parsed.value).length === 0
        ? failed(
            path,
            "expected at least one label: without one the edge would run on every node of the cluster",
            "too-few",
          )
        : parsed;
    },
  };
}

function nodeProblem(value: string): string | undefined {
  return isIPv4(value) ? undefined : wrong("an IPv4 address such as 192.0.2.11", value);
}

function ipv4RangeProblem(value: string): string | undefined {
  return cidrProblem(value) ?? (value.includes(":") ? wrong("an IPv4 CIDR", value) : undefined);
}

function userProblem(value: string): string | undefined {
  return /^[A-Za-z0-9_.-]{1,32}$/.test(value)
    ? undefined
    : wrong(`a user's name of at most 32 letters, digits, "-", "_" and "."`, value);
}

function isMemory(input: string): input is Memory {
  return /^[1-9]\d{0,6}(Mi|Gi)$/.test(input);
}
