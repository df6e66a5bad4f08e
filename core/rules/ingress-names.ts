import type { LocatedService } from "../config/located.ts";
import { names } from "../model/names.ts";
import type { ExposureOutputs } from "../model/outputs.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { claimedHosts, describeHost } from "./routes.ts";

/** Names of Ingresses that two services share, or that are reserved for a host's master. */
export function ingressNameProblems(services: readonly LocatedService[]): readonly Problem[] {
  const masters = new Map<string, string>(
    services.flatMap((service) =>
      claimedHosts(service).map((host) => [names.hostMaster(service.spec.class, host), host] as const),
    ),
  );
  const owners = new Map<string, LocatedService>();
  return services.flatMap((service) => {
    const { name, namespace, ingress } = service.spec;
    const host = masters.get(ingress);
    const owner = owners.get(`${namespace}/${ingress}`);
    if (owner === undefined) owners.set(`${namespace}/${ingress}`, service);
    const path = service.at("ingress");
    if (host !== undefined) {
      const message = `"${ingress}" is reserved for the Ingress of ${describeHost(host)}: choose another name`;
      return [{ path, code: "reserved-name", message }];
    }
    if (owner === undefined) return [];
    const message = `Ingress "${ingress}" in namespace "${namespace}" already belongs to service "${owner.spec.name}": choose another name for the Ingress of service "${name}"`;
    return [{ path, code: "ingress-taken", message }];
  });
}

/** Ingresses that already exist for services of the exposure stack: the edge stack would fail to create them. */
export function ingressClashes(
  services: readonly ServiceSpec[],
  exposure: Pick<ExposureOutputs, "services">,
): readonly Problem[] {
  const taken = new Map(
    Object.entries(exposure.services).map(([name, { namespace, ingress }]) => [
      `${namespace}/${ingress}`,
      name,
    ]),
  );
  return services.flatMap(({ name, namespace, ingress }) => {
    const owner = taken.get(`${namespace}/${ingress}`);
    if (owner === undefined) return [];
    const message = `Ingress "${ingress}" in namespace "${namespace}" already belongs to service "${owner}" of the exposure stack: choose another name for the Ingress of service "${name}"`;
    return [{ path: `services.${name}.ingress`, code: "ingress-taken", message }];
  });
}
