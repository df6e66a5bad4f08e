import { relocated } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { readServices, type Settings } from "../config/read-sections.ts";
import { hint } from "../config/suggest.ts";
import { haproxy } from "../controllers/haproxy/services.ts";
import type { ServingClass } from "../controllers/serving-class.ts";
import { failoverProblems } from "../failover/flag-problems.ts";
import type { EdgeSpec } from "../model/edge.ts";
import { names } from "../model/names.ts";
import type { ExposureOutputs } from "../model/outputs.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { referenceProblems } from "../rules/class-references.ts";
import { ingressNameProblems, routeProblems } from "../rules/routes.ts";
import { serviceProblems } from "../rules/service-rules.ts";

/** Class `haproxy` as services see it. */
export function servingClass({ expose, defaultCertificate }: EdgeSpec): ServingClass {
  return {
    name: names.edgeClass,
    controller: "haproxy",
    expose: { as: "hostNetwork", ...expose, serviceAnnotations: {}, sourceRanges: [] },
    performance: {},
    // The health checks of the classes need them too.
    snippets: true,
    ...(defaultCertificate === undefined ? {} : { defaultCertificate }),
  };
}

interface EdgeServices {
  /** Sorted by name. */
  readonly services: readonly ServiceSpec[];
  readonly problems: readonly Problem[];
}

/** The services HAProxy serves itself: same catalogue, same rules as those of nginx, another dialect. */
export function readEdgeServices(
  input: unknown,
  { catalog, failover }: Settings,
  files: ProjectFiles,
  spec: ServingClass,
): EdgeServices {
  const section = readServices(input, catalog, files, names.edgeClass);
  const { located, unread, complete } = section;
  const routes = routeProblems(located);
  const specs = located.map((one) => one.spec);
  return {
    services: specs.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    problems: [
      ...section.problems,
      ...located.flatMap(serviceProblems),
      ...referenceProblems(located, { known: [names.edgeClass], default: "there" }),
      ...routes,
      ...ingressNameProblems(located),
      ...haproxy.problems(spec, specs).map((problem) => relocated(problem, located)),
      ...(complete ? failoverProblems(failover, specs, hint, unread) : []),
    ],
  };
}

/** Ingresses that a service of the exposure stack is already: the second stack would fail when it makes its own. */
export function ingressClashes(
  services: readonly ServiceSpec[],
  exposure: Pick<ExposureOutputs, "services">,
): readonly Problem[] {
  const taken = new Map(
    Object.entries(exposure.services).map(([name, one]) => [`${one.namespace}/${one.ingress}`, name]),
  );
  return services.flatMap(({ name, namespace, ingress }) => {
    const owner = taken.get(`${namespace}/${ingress}`);
    if (owner === undefined) return [];
    const message = `Ingress "${ingress}" in namespace "${namespace}" is service "${owner}" of the exposure stack already: give "${name}" another`;
    return [{ path: `services.${name}.ingress`, message }];
  });
}
