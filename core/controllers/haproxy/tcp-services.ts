import { configMap } from "../../kubernetes/config-map.ts";
import type { ConfigMap } from "../../kubernetes/objects.ts";
import { edgeOwner } from "../../kubernetes/owner.ts";
import type { ClassRoute, EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";

/** Which port of the edge leads to which Service. HAProxy's controller watches it, so another class costs one reload. */
export function tcpServices(spec: EdgeSpec, routes: readonly ClassRoute[]): ConfigMap {
  const lines = routes.flatMap(({ namespace, http, https }) => [
    [String(http), `${namespace}/${names.edgeClassService}:80`] as const,
    [String(https), `${namespace}/${names.edgeClassService}:443`] as const,
  ]);
  return configMap(edgeOwner(spec), names.edgeTcpServices, Object.fromEntries(lines));
}
