import type { ClassRoute } from "../model/edge.ts";
import type { ClassOutput } from "../model/outputs.ts";
import { ownValue } from "../model/own-value.ts";

/**
 * A sentence for each class whose redirects to HTTPS name another port than the one on which this edge serves it: its
 * controller knows its own port only.
 */
export function redirectWarnings(
  routes: readonly Pick<ClassRoute, "className" | "https">[],
  classes: Readonly<Record<string, ClassOutput>>,
): readonly string[] {
  return routes.flatMap(({ className, https }) => {
    const port = ownValue(classes, className)?.fronting?.redirectsTo;
    if (port === undefined || port === https) return [];
    return [
      `classes.${className}.https: services of class "${className}" redirect to HTTPS on port ${port}, and the edge has its HTTPS on ${https}: set it to ${port}, or have what is in front of the edge take port ${port} to ${https}`,
    ];
  });
}
