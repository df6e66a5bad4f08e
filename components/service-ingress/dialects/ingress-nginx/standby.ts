import { type ActiveBackend, isPartial } from "../../../failover/plan.ts";
import { names } from "../../../names.ts";
import { bothBackends, type LedPath } from "../../manifest.ts";

/**
 * The rule by which the controller has both backends of a service, whoever serves. It hands a changed Ingress to nginx
 * first and a backend it had not yet to its Lua afterwards: a switch to one that no Ingress led to would be answered 503
 * in between.
 *
 * Its paths are plain, so that `strict-validate-path-type` takes them beside expressions, and under `use-regex` they are
 * expressions of their own host alone. Not in a drill or a weight: the canary leads to the emergency backend then, and
 * an older Ingress that does so as well takes the canary's weights and marks from it.
 */
export function standbyRule(
  active: ActiveBackend,
): { readonly host: string; readonly paths: readonly LedPath[] } | undefined {
  const { namespace, ingress, backend, emergency } = active.service;
  if (emergency === undefined || isPartial(active)) return undefined;
  return { host: names.standbyHost(namespace, ingress), paths: bothBackends(backend, emergency) };
}
