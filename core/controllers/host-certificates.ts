import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { byHost } from "./hosts.ts";
import { disagreements } from "./service-problems.ts";
import type { ServingClass } from "./serving-class.ts";

/** Services whose certificate differs from another's on the same host, for controllers that serve one for each host. */
export function certificateProblems(
  spec: ServingClass,
  services: readonly ServiceSpec[],
): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, onHost]) =>
    disagreements(spec, onHost, {
      field: "tls",
      // By name alone: the same Secret copied to another namespace is the same certificate.
      value: ({ tls }) => tls && [tls.secret ?? true, tls.issuer ?? "none"],
      code: "once-for-the-host",
      sentence: (first) =>
        `serves host ${host} with one certificate, and service "${first}" has another: make both the same, or give one a host of its own`,
    }),
  );
}
