import type { core, types } from "@pulumi/kubernetes";
import { controllerDialects } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import { controllerSelector, names } from "../model/names.ts";
import { listeningPort } from "../model/ports.ts";
import { namespacedMetadata } from "./class-metadata.ts";

/** The Service that carries the class' ports; none where nginx is on the nodes themselves. */
export function exposureService(spec: ClassSpec): core.v1.ServiceArgs | undefined {
  const { expose } = spec;
  switch (expose.as) {
    case "hostNetwork":
    case "hostPort":
      return undefined;
    case "nodePort":
      // Every node answers, and nginx sees the node's address: with `Local` the nodes without a pod would
      // drop what reaches them.
      return service(spec, { type: "NodePort", ports: nodePorts(spec) }, skipAwait);
    case "loadBalancer":
      return service(
        spec,
        {
          type: "LoadBalancer",
          ports: ports(spec),
          // Keeps clients' addresses; the balancer learns by health check which nodes have a pod.
          externalTrafficPolicy: "Local",
          ...(expose.sourceRanges.length === 0 ? {} : { loadBalancerSourceRanges: [...expose.sourceRanges] }),
        },
        {},
      );
    case "clusterIP":
      return service(spec, { type: "ClusterIP", ports: ports(spec) }, skipAwait);
  }
}

/** Names each controller pod for Prometheus: headless, so that none hides behind another. */
export function metricsService(spec: ClassSpec): core.v1.ServiceArgs {
  const port = listeningPort(controllerDialects[spec.controller].metricsPort, spec);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...namespacedMetadata(spec, names.metricsService), annotations: skipAwait },
    spec: {
      clusterIP: "None",
      selector: controllerSelector(spec),
      ports: [{ name: "metrics", port, targetPort: port }],
    },
  };
}

// The pods behind it have been waited for already; Pulumi would spend 10 s more on its endpoints.
const skipAwait = { "pulumi.com/skipAwait": "true" };

function service(
  spec: ClassSpec,
  body: types.input.core.v1.ServiceSpec,
  own: Readonly<Record<string, string>>,
): core.v1.ServiceArgs {
  const metadata = namespacedMetadata(spec, names.service);
  const annotations = { ...own, ...spec.expose.serviceAnnotations };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
    spec: { ...body, selector: controllerSelector(spec) },
  };
}

function ports({ expose: { http, https } }: ClassSpec): types.input.core.v1.ServicePort[] {
  return [
    { name: "http", port: http, targetPort: "http" },
    { name: "https", port: https, targetPort: "https" },
  ];
}

function nodePorts({ expose: { http, https } }: ClassSpec): types.input.core.v1.ServicePort[] {
  return [
    { name: "http", port: 80, targetPort: "http", nodePort: http },
    { name: "https", port: 443, targetPort: "https", nodePort: https },
  ];
}
