import { resolveService } from "../../core/model/resolve-service.ts";
import type { ServiceArgs, ServiceSpec } from "../../core/model/service.ts";

/** Services of class "public", each with a host, a backend and an emergency backend of its own. */
export function withStandby(
  services: Readonly<Record<string, Partial<ServiceArgs>>>,
): readonly ServiceSpec[] {
  return Object.entries(services).map(([name, more]) =>
    resolveService(
      name,
      {
        hosts: [`${name}.example`],
        backend: { service: name, port: 80 },
        emergency: { service: `${name}-2` },
        ...more,
      },
      "public",
    ),
  );
}
