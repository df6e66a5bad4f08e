import type { ContainerPort } from "./objects.ts";

/** Ports for HTTP and HTTPS. */
export interface ServingPorts {
  readonly http: number;
  readonly https: number;
}

export interface ContainerPortsArgs {
  /** Where the container listens for HTTP and HTTPS. */
  readonly serving: ServingPorts;
  /** The node's ports that are mapped to them. @default none */
  readonly hostPorts?: ServingPorts | undefined;
  /** Its other ports, by name in camel case. */
  readonly internal: Readonly<Record<string, { readonly port: number }>>;
}

/**
 * Every port of a container. On the node's own network the API server makes each of them a host port too, so
 * the scheduler keeps two pods that would take the same port off one node.
 */
export function containerPorts({ serving, hostPorts, internal }: ContainerPortsArgs): ContainerPort[] {
  return [
    { name: "http", containerPort: serving.http, ...(hostPorts && { hostPort: hostPorts.http }) },
    { name: "https", containerPort: serving.https, ...(hostPorts && { hostPort: hostPorts.https }) },
    ...Object.entries(internal).map(([name, { port }]) => ({ name: kebab(name), containerPort: port })),
  ];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
