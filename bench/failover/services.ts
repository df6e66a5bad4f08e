const namespace = "default";

/** `service-0007`. */
export function serviceName(index: number): string {
  return `service-${String(index).padStart(4, "0")}`;
}

/** Name of the Service that stands by for a service. */
export function standbyOf(service: string): string {
  return `${service}-standby`;
}

/** Services by name, each with an emergency backend. */
export function servicesConfig(services: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(
    services.map((service) => [
      service,
      {
        hosts: [`${service}.example`],
        backend: { service, port: 80 },
        emergency: { service: standbyOf(service) },
      },
    ]),
  );
}

/** Both Services of a service with a ready endpoint each, without pods: the check before a switch asks no more. */
export function backendObjects(service: string): readonly object[] {
  return [service, standbyOf(service)].flatMap((name) => [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: { ports: [{ name: "http", port: 80 }] },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { name, namespace, labels: { "kubernetes.io/service-name": name } },
      addressType: "IPv4",
      ports: [{ name: "http", port: 8080, protocol: "TCP" }],
      endpoints: [{ addresses: ["192.0.2.1"], conditions: { ready: true } }],
    },
  ]);
}
