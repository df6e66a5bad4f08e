import type { types } from "@pulumi/kubernetes";
import type { ClassSpec } from "../../model/class.ts";
import type { InternalPort } from "../../model/ports.ts";
import { internalPorts, listeningPort } from "../../model/ports.ts";

/**
 * Where nginx itself listens: the class' ports on the node's own network, 80 and 443 in a network of the
 * pod's own, where hostPort or a Service maps the class' ports to them.
 */
export function nginxPorts({ expose }: Pick<ClassSpec, "expose">): {
  readonly http: number;
  readonly https: number;
} {
  return expose.as === "hostNetwork" ? { http: expose.http, https: expose.https } : { http: 80, https: 443 };
}

/**
 * Every port of the controller's container. On the node's own network the API server makes each of them a
 * host port too, so the scheduler keeps two classes that would meet off one node.
 */
export function containerPorts(spec: ClassSpec): readonly types.input.core.v1.ContainerPort[] {
  const { http, https } = nginxPorts(spec);
  const mapped = spec.expose.as === "hostPort";
  return [
    { name: "http", containerPort: http, ...(mapped ? { hostPort: spec.expose.http } : {}) },
    { name: "https", containerPort: https, ...(mapped ? { hostPort: spec.expose.https } : {}) },
    ...Object.entries<InternalPort>(internalPorts[spec.controller])
      .filter(([name]) => spec.metrics || name !== "metrics")
      .map(([name, internal]) => ({ name: kebab(name), containerPort: listeningPort(internal, spec) })),
  ];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
