import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { byHost } from "../hosts.ts";
import { disagreements, serviceProblem } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";
import { windowOf } from "./rate-limit.ts";

/** What services of the class cannot have beside each other. */
export function togetherProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [
    ...certificateProblems(spec, services),
    ...sharedWindows(spec, services),
    ...sharedCookies(spec, services),
  ];
}

/** HAProxy picks a certificate by host, regardless of which Ingress names it. */
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
        `counts a client's requests to this service and to "${first?.name}" together, as both windows, (rate + burst) / rate, are equally long: give one another burst, or serve it from an f5 class`,
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
