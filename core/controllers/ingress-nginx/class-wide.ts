import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { disagreements } from "../service-rules.ts";

/** What ingress-nginx has once for all services of a class, so that they have to agree on it. */
const settings = [
  {
    field: "forceHttps",
    words: "the status of redirects",
    of: ({ forceHttps }: ServiceSpec) => forceHttps?.status,
  },
  {
    field: "rateLimit.status",
    words: "the status of requests over the limit",
    of: ({ rateLimit }: ServiceSpec) => rateLimit?.status,
  },
  {
    field: "hsts",
    words: "HSTS",
    of: ({ tls, hsts }: ServiceSpec) => (tls === undefined ? undefined : (hsts ?? "off")),
  },
] as const;

export function classWideProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return settings.flatMap((setting) =>
    disagreements(spec, services, {
      ...setting,
      sentence: (other) =>
        `sets ${setting.words} once for all its services, and "${other}" has it otherwise: make both the same, or move one to an f5 class`,
    }),
  );
}
