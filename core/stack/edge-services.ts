import { withFullPaths } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { readServices, type Settings } from "../config/read-sections.ts";
import { fewHints } from "../config/suggest.ts";
import { haproxyServices } from "../controllers/haproxy/services.ts";
import type { ServingClass } from "../controllers/serving-class.ts";
import { failoverProblems } from "../failover/flag-problems.ts";
import { names } from "../model/names.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { referenceProblems } from "../rules/class-references.ts";
import { ingressNameProblems } from "../rules/ingress-names.ts";
import { routeProblems } from "../rules/routes.ts";
import { serviceProblems } from "../rules/service-rules.ts";

interface EdgeServices {
  /** Sorted by name. */
  readonly services: readonly ServiceSpec[];
  readonly problems: readonly Problem[];
}

/** The services HAProxy serves itself: same catalogue and rules as those of classes, another controller. */
export function readEdgeServices(
  input: unknown,
  { catalog, failover }: Settings,
  files: ProjectFiles,
  spec: ServingClass,
): EdgeServices {
  const section = readServices(input, catalog, files, names.edgeClass);
  const { located, unread, complete } = section;
  const routes = routeProblems(located);
  const specs = located.map((service) => service.spec);
  return {
    services: specs.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    problems: [
      ...section.problems,
      ...located.flatMap(serviceProblems),
      ...referenceProblems(located, { known: [names.edgeClass], default: "there" }),
      ...routes,
      ...ingressNameProblems(located),
      ...withFullPaths(haproxyServices.problems(spec, specs), located),
      ...(complete ? failoverProblems(failover, specs, fewHints(), unread) : []),
    ],
  };
}
