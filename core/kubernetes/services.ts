import type { Exposure } from "../model/class.ts";
import { names } from "../model/names.ts";
import { namespacedMetadata, skipAwait } from "./metadata.ts";
import type { Service, ServicePort, ServiceSpec } from "./objects.ts";
import type { ControllerOwner, Owner } from "./owner.ts";

/**
 * The Service that carries a class's ports; undefined if its pods take the ports on the nodes themselves.
 *
 * Pulumi does not wait for its endpoints unless a load balancer has to assign an address: the pods behind it
 * have been waited for already, and it would spend 10 s more.
 */
export function exposureService(owner: Owner, expose: Exposure): Service | undefined {
  const annotations = expose.serviceAnnotations;
  switch (expose.as) {
    case "hostNetwork":
    case "hostPort":
      return undefined;
    case "nodePort":
      return service(
        owner,
        {
          type: "NodePort",
          ports: nodePorts(expose),
          // Kubernetes' own default: left out, so that a Service of an earlier version stays as it is.
          ...(expose.externalTrafficPolicy === "Cluster" ? {} : trafficPolicy(expose)),
          ...families(expose),
        },
        { ...skipAwait, ...annotations },
      );
    case "loadBalancer":
      return service(
        owner,
        {
          type: "LoadBalancer",
          ports: ports(expose),
          ...trafficPolicy(expose),
          ...(expose.loadBalancerClass === undefined ? {} : { loadBalancerClass: expose.loadBalancerClass }),
          ...families(expose),
          ...(expose.sourceRanges.length === 0 ? {} : { loadBalancerSourceRanges: [...expose.sourceRanges] }),
        },
        annotations,
      );
    case "clusterIP":
      return service(
        owner,
        { type: "ClusterIP", ports: ports(expose), ...families(expose) },
        { ...skipAwait, ...annotations },
      );
  }
}

/**
 * Lets Prometheus discover each pod of a controller: headless, so that none hides behind another.
 * @param metricsPorts where the pods serve metrics, by name of the Service's port
 */
export function metricsService(
  owner: ControllerOwner,
  metricsPorts: Readonly<Record<string, number>>,
): Service {
  return headlessService(
    { ...namespacedMetadata(owner, owner.metricsService), annotations: skipAwait },
    owner.selector,
    Object.entries(metricsPorts).map(([name, port]) => ({ name, port, targetPort: port })),
  );
}

/** A Service that resolves to the addresses of its pods, not to one of its own. */
export function headlessService(
  metadata: Service["metadata"],
  selector: Readonly<Record<string, string>>,
  ports: ServicePort[],
): Service {
  return { apiVersion: "v1", kind: "Service", metadata, spec: { clusterIP: "None", selector, ports } };
}

function service(owner: Owner, spec: ServiceSpec, annotations: Readonly<Record<string, string>>): Service {
  const metadata = namespacedMetadata(owner, names.service);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
    spec: { ...spec, selector: owner.selector },
  };
}

function trafficPolicy({ externalTrafficPolicy }: Exposure): Pick<ServiceSpec, "externalTrafficPolicy"> {
  return externalTrafficPolicy === undefined ? {} : { externalTrafficPolicy };
}

/** Both families are demanded if both are named: a cluster that lacks one then refuses the Service. */
function families({ ipFamilies }: Exposure): Pick<ServiceSpec, "ipFamilies" | "ipFamilyPolicy"> {
  if (ipFamilies.length === 0) return {};
  const ipFamilyPolicy = ipFamilies.length === 1 ? "SingleStack" : "RequireDualStack";
  return { ipFamilyPolicy, ipFamilies: [...ipFamilies] };
}

function ports({ http, https }: Exposure): ServicePort[] {
  return [
    { name: "http", port: http, targetPort: "http" },
    { name: "https", port: https, targetPort: "https" },
  ];
}

function nodePorts({ http, https }: Exposure): ServicePort[] {
  return [
    { name: "http", port: 80, targetPort: "http", nodePort: http },
    { name: "https", port: 443, targetPort: "https", nodePort: https },
  ];
}
