import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { longest, toBytes, toSeconds } from "../../model/units.ts";
import { classSetting } from "../class-settings.ts";
import { servingPorts } from "../ports.ts";
import { type Refusal, serviceProblem } from "../service-problems.ts";
import { classRead, classSend } from "./next-upstream.ts";
import { bodyTimeoutOf } from "./service-snippets.ts";

/** Settings of services that nginx cannot keep fully, which harms the service alone. */
export function nginxWarnings(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return services.flatMap((service) =>
    warnings.flatMap(({ field, code, check }) => {
      const sentence = check(service, spec);
      return sentence === undefined ? [] : [serviceProblem(spec, service, field, { code, sentence })];
    }),
  );
}

interface Warning {
  /** Path below `services.<name>`. */
  readonly field: string;
  readonly code: Refusal["code"];
  /** See `Refusal.sentence`; undefined if nothing is wrong. */
  readonly check: (service: ServiceSpec, spec: ClassSpec) => string | undefined;
}

const warnings: readonly Warning[] = [
  {
    field: "timeouts",
    code: "ends-with-the-body",
    // To nginx the client's side of a stream is a request body.
    check: (service, spec) => {
      if (!isGrpc(service)) return;
      const { timeouts } = service;
      const wanted = longest([timeouts.read ?? classRead(spec), timeouts.send ?? classSend(spec)]);
      const inEffect =
        (spec.snippets && bodyTimeoutOf(service)) || (spec.performance.clientBodyTimeout ?? "60s");
      if (toSeconds(wanted) <= toSeconds(inEffect)) return;
      return `ends a gRPC stream whose client sends nothing for ${inEffect}, although its timeouts allow ${wanted}: set ${classSetting(spec, "performance.clientBodyTimeout")} to ${wanted}, or set ${classSetting(spec, "snippets")} to true and the service's own timeouts`;
    },
  },
  {
    field: "timeouts.read",
    code: "longer-than-drain",
    check: ({ timeouts: { read } }, spec) =>
      read === undefined || toSeconds(read) <= toSeconds(spec.drain.timeout)
        ? undefined
        : `cuts off open requests and connections ${spec.drain.timeout} after nginx reloads or stops, although timeouts.read allows ${read}: raise ${classSetting(spec, "drain.timeout")}, or let clients connect anew`,
  },
  {
    field: "forceHttps",
    code: "redirects-to-inner-port",
    check: ({ forceHttps }, spec) => {
      const { https } = servingPorts(spec);
      return forceHttps === undefined || https === 443 || spec.proxyProtocol === undefined
        ? undefined
        : `redirects to port ${https}, also where the edge or balancer in front has HTTPS on another port: give the class's HTTPS the same port there, or set ${classSetting(spec, "expose.https")} to 443`;
    },
  },
];

/** Uploads that nginx buffers nevertheless, on a controller that only snippets tell otherwise. */
export function uploadWarnings(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  if (spec.snippets) return [];
  return services
    .filter((service) => service.buffering === false && takesUploads(service, spec))
    .map((service) =>
      serviceProblem(spec, service, "buffering", {
        code: "buffers-uploads",
        sentence: `still writes request bodies to a file of the pod before the backend gets them: set ${classSetting(spec, "snippets")} to true, or use an ingress-nginx class`,
      }),
    );
}

/** Bodies beyond nginx's own limit of 1m. */
function takesUploads({ bodySize }: ServiceSpec, { performance }: ClassSpec): boolean {
  const limit = toBytes(bodySize ?? performance.clientMaxBodySize ?? "1m");
  return limit === 0 || limit > toBytes("1m");
}
