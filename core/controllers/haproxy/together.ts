import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { certificateProblems } from "../host-certificates.ts";
import { byHost } from "../hosts.ts";
import { serviceProblem } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";
import { windowOf } from "./rate-limit.ts";

/** What services of the class cannot have beside each other. */
export function togetherProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [
    // HAProxy picks a certificate by host, regardless of which Ingress names it.
    ...certificateProblems(spec, services),
    ...sharedWindows(spec, services),
    ...sharedCookies(spec, services),
  ];
}

/** The controller keeps one table of clients for each length of a window. */
function sharedWindows(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  const limited = services.filter((service) => windowOf(service) !== undefined);
  const windows = Map.groupBy(limited, (service) => windowOf(service)?.milliseconds);
  return [...windows.values()].flatMap(([first, ...others]) =>
    others.map((service) =>
      serviceProblem(spec, service, "rateLimit", {
        code: "shared-window",
        sentence: `counts a client's requests to this service and to service "${first?.name}" together, because both have the same window, (rate + burst) / rate: change the burst of one, or serve it from an f5 class`,
      }),
    ),
  );
}

/** Cookies are set for the whole host, so that of one service would overwrite that of another. */
function sharedCookies(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, together]) => {
    const sticky = together.filter((service) => service.sticky !== undefined);
    return [...Map.groupBy(sticky, ({ sticky }) => sticky?.cookie).values()].flatMap(([first, ...others]) =>
      others.map((service) =>
        serviceProblem(spec, service, "sticky.cookie", {
          code: "shared-cookie",
          sentence: `sets cookies for the whole of ${host === "" ? "each host" : `host ${host}`}, and service "${first?.name}" has a cookie of the same name there: rename one of the two`,
        }),
      ),
    );
  });
}
