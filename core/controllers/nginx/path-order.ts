import type { Automaton } from "../../config/regex/automaton.ts";
import { isWithin, overlap } from "../../config/regex/compare.ts";
import { pathAutomaton } from "../../config/regex/path-automaton.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { PathArgs, ServiceSpec } from "../../model/service.ts";
import { byHost, hostInWords } from "../hosts.ts";
import { type Refusal, serviceProblem } from "../service-problems.ts";

/** A path of a service, on one of its hosts. */
export interface OwnedPath {
  readonly service: ServiceSpec;
  readonly path: Required<PathArgs>;
}

/** In which order a controller has nginx try the paths of a host. */
export interface PathOrder {
  /** Whether the first of two paths is tried first; undefined if nothing says so. */
  readonly goesFirst: (a: OwnedPath, b: OwnedPath) => boolean | undefined;
  /** Why the one is tried before the other, and the way out: follows "class … on host h,". */
  readonly because: (first: OwnedPath, second: OwnedPath) => string;
}

/**
 * Regex paths that take requests of another service. Of two paths that match the same request, the one whose requests are
 * all matched by the other goes first, as a longer Prefix path goes before a shorter one; the preview refuses what the
 * controller would do otherwise, and two paths of which neither is within the other.
 */
export function expressionProblems(
  spec: ClassSpec,
  services: readonly ServiceSpec[],
  order: PathOrder,
): readonly Problem[] {
  if (!services.some(hasExpression)) return [];
  const problems = [...byHost(services)].flatMap(([host, onHost]) => {
    if (!onHost.some(hasExpression)) return [];
    const all = onHost.flatMap((service) =>
      service.paths.flatMap((path) => {
        const automaton = pathAutomaton(path);
        return automaton === undefined ? [] : [{ service, path, automaton }];
      }),
    );
    const expressions = all.filter(({ path }) => path.type === "Regex");
    return expressions.flatMap((expression, index) =>
      all
        .filter((other) => other.service !== expression.service)
        .filter((other) => other.path.type !== "Regex" || expressions.indexOf(other) < index)
        .flatMap((other) => {
          const refusal = refusalOf(expression, other, order, host);
          return refusal === undefined ? [] : [serviceProblem(spec, expression.service, "paths", refusal)];
        }),
    );
  });
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
}

/** Whether a service has a path of type Regex. */
export function hasExpression({ paths }: Pick<ServiceSpec, "paths">): boolean {
  return paths.some(({ type }) => type === "Regex");
}

interface Compared extends OwnedPath {
  readonly automaton: Automaton;
}

function refusalOf(one: Compared, other: Compared, order: PathOrder, host: string): Refusal | undefined {
  if (!overlap(one.automaton, other.automaton)) return undefined;
  const oneWithin = isWithin(one.automaton, other.automaton);
  const otherWithin = isWithin(other.automaton, one.automaton);
  const elsewhere = "give one of them a host of its own";
  const both = `both ${inWords(one)} and ${inWords(other)} of service "${other.service.name}" match on ${hostInWords(host)}`;
  if (oneWithin === otherWithin) {
    const sentence = oneWithin
      ? `cannot tell whose requests ${both}, because they match the same: remove one of them, or ${elsewhere}`
      : `cannot tell whose requests ${both}: narrow one so that it matches no request of the other, or only such, or ${elsewhere}`;
    return { code: "ambiguous-paths", sentence };
  }
  const [first, second] = oneWithin ? [one, other] : [other, one];
  if (order.goesFirst(first, second) === true) return undefined;
  const sentence = `would answer requests for ${inWords(first)} of service "${first.service.name}" by ${inWords(second)} of service "${second.service.name}" on ${hostInWords(host)}, because it ${order.because(second, first)}, or ${elsewhere}`;
  return { code: "wider-path-first", sentence };
}

function inWords({ path: { path, type } }: OwnedPath): string {
  return `${type} ${path}`;
}
