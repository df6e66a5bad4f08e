import type { ControllerFacts, InternalPort } from "./facts.ts";
import { code, table } from "./markdown.ts";

/**
 * A Markdown table of the ports that controllers open beside HTTP and HTTPS.
 * @param controllers by name
 */
export function portDocs(controllers: Readonly<Record<string, { readonly facts: ControllerFacts }>>): string {
  const rows = Object.entries(controllers).flatMap(
    ([
      name,
      {
        facts: { ports, readiness },
      },
    ]) =>
      Object.values(ports).map((port) => [
        code(name),
        String(port.port),
        purposeOf(port, readiness),
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
