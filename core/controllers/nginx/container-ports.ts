import type { ServingPorts } from "../../kubernetes/container-ports.ts";
import type { ClassSpec } from "../../model/class.ts";

/**
 * Where nginx itself listens: the class' ports on the node's own network, 80 and 443 in a network of the
 * pod's own, where hostPort or a Service maps the class' ports to them.
 */
export function nginxPorts({ expose }: Pick<ClassSpec, "expose">): ServingPorts {
  return expose.as === "hostNetwork" ? { http: expose.http, https: expose.https } : { http: 80, https: 443 };
}
