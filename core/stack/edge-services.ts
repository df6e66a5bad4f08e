import { withFullPaths } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { readServices, type ServiceSection } from "../config/read-sections.ts";
import { fewHints } from "../config/suggest.ts";
import { haproxyServices } from "../controllers/haproxy/services.ts";
import type { ServingClass } from "../controllers/serving-class.ts";
import { failoverProblems } from "../failover/flag-problems.ts";
import type { FailoverFlag } from "../model/failover.ts";
import { names } from "../model/names.ts";
import type { Problem } from "../model/problems.ts";
import { referenceProblems } from "../rules/class-references.ts";
import { hstsProblems } from "../rules/hsts.ts";
import { ingressNameProblems } from "../rules/ingress-names.ts";
import { routeProblems } from "../rules/routes.ts";
import { serviceProblems } from "../rules/service-rules.ts";

/** What is wrong with services, by what it takes to set it right. */
interface ServiceProblems {
  /** What keeps services from being read. */
  readonly read: readonly Problem[];
  readonly rules: readonly Problem[];
  readonly flag: readonly Problem[];
}

/** The services HAProxy serves itself: same catalogue as those of classes, another controller. */
export function readEdgeServices(
  input: unknown,
  catalog: string | undefined,
  files: ProjectFiles,
): ServiceSection {
  return readServices(input, catalog, files, names.edgeClass);
}

/**
 * The rules are those of classes too.
 * @param concerned whose entries of the flag are checked @default every service's
 */
export function edgeServiceProblems(
  section: ServiceSection,
  failover: FailoverFlag,
  spec: ServingClass,
  concerned?: ReadonlySet<string>,
): ServiceProblems {
  const { located, unread, complete } = section;
  const specs = located.map((service) => service.spec);
  return {
    read: section.problems,
    rules: [
      ...located.flatMap(serviceProblems),
      ...referenceProblems(located, { known: [names.edgeClass], default: "there" }),
      ...routeProblems(located),
      ...ingressNameProblems(located),
      ...hstsProblems(located),
      ...withFullPaths(haproxyServices.problems(spec, specs), located),
    ],
    flag: complete ? failoverProblems(failover, specs, fewHints(), { unread, concerned }) : [],
  };
}
