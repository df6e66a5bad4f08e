import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { byHost, hostInWords } from "../hosts.ts";
import { cookiePath } from "../paths.ts";
import { serviceProblem } from "../service-problems.ts";

/**
 * Sticky services of one host whose cookies overwrite each other. A browser keeps one cookie for each host, name and
 * path, so each response of one service would end the client's session at the other. Where only the paths differ, the
 * browser sends the cookie of the longer path first, and nginx reads that one.
 */
export function cookieProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const problems = [...byHost(services)].flatMap(([host, onHost]) => {
    const sticky = onHost.flatMap((service) =>
      service.sticky === undefined
        ? []
        : [{ service, cookie: service.sticky.cookie, path: cookiePath(service) }],
    );
    return [...Map.groupBy(sticky, ({ cookie, path }) => `${cookie} ${path}`).values()].flatMap(
      ([first, ...others]) =>
        others.map(({ service, cookie, path }) =>
          serviceProblem(spec, service, "sticky.cookie", {
            code: "shared-cookie",
            sentence: `sets cookie "${cookie}" with path ${path} on ${hostInWords(host)} for service "${first?.service.name}" too, and each would end the other's sessions: rename one of the two`,
          }),
        ),
    );
  });
  return [...new Map(problems.map((problem) => [problem.path, problem])).values()];
}
