import { withFullPaths } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { readServices, type ServiceSection } from "../config/read-sections.ts";
import { haproxyServices } from "../controllers/haproxy/services.ts";
import type { ServingClass } from "../controllers/serving-class.ts";
import { names } from "../model/names.ts";
import type { Problem } from "../model/problems.ts";
import { referenceProblems } from "../rules/class-references.ts";
import { hstsProblems } from "../rules/hsts.ts";
import { ingressNameProblems } from "../rules/ingress-names.ts";
import { redirectLoops } from "../rules/redirects.ts";
import { routeProblems } from "../rules/routes.ts";
import { serviceProblems } from "../rules/service-rules.ts";

/** The services HAProxy serves itself: same catalogue as those of classes, another controller. */
export function readEdgeServices(
  input: unknown,
  catalog: string | undefined,
  files: ProjectFiles,
): ServiceSection {
  return readServices(input, catalog, files, names.edgeClass);
}

/** What the rules refuse of them. The rules are those of classes too. */
export function edgeServiceProblems({ located }: ServiceSection, spec: ServingClass): readonly Problem[] {
  const specs = located.map((service) => service.spec);
  return [
    ...located.flatMap(serviceProblems),
    ...referenceProblems(located, { known: [names.edgeClass], default: "there" }),
    ...routeProblems(located),
    ...ingressNameProblems(located),
    ...hstsProblems(located),
    ...redirectLoops(located),
    ...withFullPaths(haproxyServices.problems(spec, specs), located),
  ];
}
