import type { ControllerFacts, InternalPort } from "./facts.ts";
import { code, table } from "./markdown.ts";

type NamedController = readonly [name: string, controller: { readonly facts: ControllerFacts }];

/** A Markdown table of the ports that controllers open beside HTTP and HTTPS. */
export function portDocs(controllers: readonly NamedController[]): string {
  const rows = controllers.flatMap(([name, { facts }]) =>
    Object.values(facts.ports).map((port) => [
      code(name),
      String(port.port),
      purposeOf(port, facts.readiness),
      port.reachedBy,
    ]),
  );
  return table(["controller", "port", "serves", "who must reach it"], rows);
}

function purposeOf(port: InternalPort, readiness: ControllerFacts["readiness"]): string {
  return [
    port.purpose,
    ...(port === readiness.port ? [`, ${code(readiness.path)}`] : []),
    ...(port.onlyWithMetrics ? [` (${code("metrics: true")})`] : []),
  ].join("");
}
