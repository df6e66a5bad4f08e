import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { toBytes, toSeconds } from "../../model/units.ts";
import { disagreements, type Rule, serviceProblem } from "../service-rules.ts";
import { byHost } from "../service-text.ts";
import type { ServingClass } from "../serving-class.ts";
import { windowOf } from "./rate-limit.ts";

const elsewhere = "or serve it from an f5 class";

/** What one service asks for and HAProxy, or its controller, has not. */
export const haproxyRules: readonly Rule[] = [
  {
    field: "bodySize",
    check: ({ bodySize }) =>
      bodySize !== undefined && toBytes(bodySize) > 0
        ? `does not limit request bodies: leave bodySize out, ${elsewhere}`
        : undefined,
  },
  {
    field: "timeouts.connect",
    check: ({ timeouts }) =>
      timeouts.connect === undefined
        ? undefined
        : `has one connect timeout for everything: set edge.timeouts.connect, ${elsewhere}`,
  },
  {
    field: "timeouts.send",
    check: ({ timeouts: { read, send } }) =>
      send === undefined || (read !== undefined && toSeconds(read) === toSeconds(send))
        ? undefined
        : `has one timeout for both directions: make send and read the same, or leave send out, ${elsewhere}`,
  },
  {
    field: "buffering",
    check: ({ buffering }) =>
      buffering === true ? `hands answers on as they come: leave buffering out, ${elsewhere}` : undefined,
  },
  {
    field: "upstreamKeepAlive",
    check: ({ upstreamKeepAlive }) =>
      upstreamKeepAlive === undefined
        ? undefined
        : `shares idle connections to servers by itself: leave upstreamKeepAlive out, ${elsewhere}`,
  },
  {
    field: "sticky.expires",
    check: ({ sticky }) =>
      sticky?.expires === undefined
        ? undefined
        : `sets cookies for the browser session only: leave expires out, ${elsewhere}`,
  },
  {
    field: "retries.timeout",
    check: ({ retries }) =>
      retries?.timeout === undefined
        ? undefined
        : `limits retries by their number only: leave timeout out, ${elsewhere}`,
  },
  variableRule("headers.request", ({ headers }) => headers.request),
  variableRule("headers.response", ({ headers }) => headers.response),
  {
    // The controller keeps one of them for a Service, whichever it reads last.
    field: "paths",
    check: ({ paths }) => {
      const twice = paths.find((one, index) => paths.slice(0, index).some(({ path }) => path === one.path));
      return twice && `takes each path once, got "${twice.path}" as Prefix and Exact: the Prefix covers both`;
    },
  },
];

/** What services of the class can not have beside each other. */
export function togetherProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [
    ...certificateProblems(spec, services),
    ...sharedWindows(spec, services),
    ...sharedCookies(spec, services),
  ];
}

/** nginx' variables would be sent as they stand. */
function variableRule(field: string, of: (service: ServiceSpec) => Readonly<Record<string, string>>): Rule {
  return {
    field,
    check: (service) => {
      const bad = Object.values(of(service)).find((value) => value.includes("$"));
      return bad && `has no nginx variables, got "${bad}": write the value out, ${elsewhere}`;
    },
  };
}

/** HAProxy picks a certificate by host, whichever Ingress named it. */
function certificateProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, together]) =>
    disagreements(spec, together, {
      field: "tls",
      of: ({ tls }) => tls && (tls.secret ?? true),
      sentence: (other) =>
        `serves host ${host} with one certificate, and service "${other}" has another: make both the same, or give one a host of its own`,
    }),
  );
}

/** The controller keeps one table of clients for each length of a window. */
function sharedWindows(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  const limited = services.filter((service) => windowOf(service) !== undefined);
  const windows = Map.groupBy(limited, (service) => windowOf(service)?.milliseconds);
  return [...windows.values()].flatMap(([first, ...others]) =>
    others.map((service) =>
      serviceProblem(
        spec,
        service,
        "rateLimit",
        `counts a client's requests to this service and to "${first?.name}" together, as both windows, (rate + burst) / rate, are equally long: give one another burst, ${elsewhere}`,
      ),
    ),
  );
}

/** Cookies are set for the whole host, so that of one service would overwrite that of another. */
function sharedCookies(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, together]) => {
    const sticky = together.filter((service) => service.sticky !== undefined);
    return [...Map.groupBy(sticky, ({ sticky }) => sticky?.cookie).values()].flatMap(([first, ...others]) =>
      others.map((service) =>
        serviceProblem(
          spec,
          service,
          "sticky.cookie",
          `sets cookies for the whole of ${host === "" ? "each host" : `host ${host}`}, and "${first?.name}" has one of the same name there: name them differently`,
        ),
      ),
    );
  });
}
