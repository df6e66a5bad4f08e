import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { clusterRole, clusterRoleBinding, role, roleBinding } from "../core/controllers/haproxy/access.ts";
import { classService } from "../core/controllers/haproxy/class-service.ts";
import { configMap, tcpServices } from "../core/controllers/haproxy/config-maps.ts";
import { rolloutTimeout } from "../core/controllers/haproxy/drain.ts";
import { ingressClass, namespace, serviceAccount } from "../core/controllers/haproxy/identity.ts";
import { keepalivedSecret } from "../core/controllers/haproxy/keepalived.ts";
import { daemonSet, metricsService } from "../core/controllers/haproxy/workload.ts";
import type { ClassRoute, EdgeSpec } from "../core/model/edge.ts";
import type { VirtualIpSpec } from "../core/model/virtual-ip.ts";
import { createStatsPassword, type StatsPassword, statsSecret } from "./stats.ts";

export interface HaproxyEdgeArgs {
  readonly spec: EdgeSpec;
  readonly virtualIp?: VirtualIpSpec | undefined;
  /** The classes it serves. */
  readonly routes: readonly ClassRoute[];
  /** Whether a service of class `haproxy` has an emergency backend: requests can be led there in part. */
  readonly canaries: boolean;
}

/** HAProxy in front of the classes of an exposure stack, following the API server, in a namespace of its own. */
export class HaproxyEdge extends pulumi.ComponentResource {
  /** What an Ingress names in `ingressClassName` to be served by HAProxy itself. */
  readonly className: pulumi.Output<string>;
  /** Of the statistics page; a secret. */
  readonly statsPassword: pulumi.Output<string>;

  constructor(
    name: string,
    { spec, virtualIp, routes, canaries }: HaproxyEdgeArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("exposure:index:HaproxyEdge", name, {}, opts);
    const stats = createStatsPassword(name, spec, { parent: this });
    const home = new k8s.core.v1.Namespace(`${name}-namespace`, namespace(spec), { parent: this });
    const inside = { parent: this, dependsOn: [home] };
    const ingressClassResource = new k8s.networking.v1.IngressClass(`${name}-class`, ingressClass(), {
      parent: this,
    });
    const access = createAccess(name, spec, inside);
    const config = createConfig(name, { spec, routes, canaries }, stats, inside);
    createClassServices(name, spec, routes, { parent: this });
    if (spec.metrics) new k8s.core.v1.Service(`${name}-metrics`, metricsService(spec), inside);
    if (virtualIp !== undefined) {
      config.push(new k8s.core.v1.Secret(`${name}-virtual-ip`, keepalivedSecret(spec, virtualIp), inside));
    }
    createWorkload(name, spec, virtualIp, {
      parent: this,
      dependsOn: [home, ingressClassResource, ...access, ...config],
    });

    this.className = ingressClassResource.metadata.name;
    this.statsPassword = stats.password;
    this.registerOutputs({ className: this.className, statsPassword: this.statsPassword });
  }
}

type Options = pulumi.CustomResourceOptions;

function createAccess(name: string, spec: EdgeSpec, inside: Options): pulumi.Resource[] {
  const { rbac } = k8s;
  return [
    new k8s.core.v1.ServiceAccount(`${name}-account`, serviceAccount(spec), inside),
    new rbac.v1.ClusterRole(`${name}-cluster-role`, clusterRole(), inside),
    new rbac.v1.ClusterRoleBinding(`${name}-cluster-role-binding`, clusterRoleBinding(spec), inside),
    new rbac.v1.Role(`${name}-role`, role(spec), inside),
    new rbac.v1.RoleBinding(`${name}-role-binding`, roleBinding(spec), inside),
  ];
}

function createConfig(
  name: string,
  { spec, routes, canaries }: Omit<HaproxyEdgeArgs, "virtualIp">,
  stats: StatsPassword,
  inside: Options,
): pulumi.Resource[] {
  const { ConfigMap, Secret } = k8s.core.v1;
  return [
    new ConfigMap(`${name}-config`, configMap(spec, canaries), inside),
    new ConfigMap(`${name}-tcp-services`, tcpServices(spec, routes), inside),
    new Secret(`${name}-stats`, statsSecret(spec, stats), inside),
  ];
}

/** In the namespaces of the classes, which the exposure stack has made. */
function createClassServices(
  name: string,
  spec: EdgeSpec,
  routes: readonly ClassRoute[],
  within: Options,
): void {
  for (const route of routes) {
    new k8s.core.v1.Service(`${name}-to-${route.className}`, classService(spec, route), within);
  }
}

function createWorkload(
  name: string,
  spec: EdgeSpec,
  virtualIp: VirtualIpSpec | undefined,
  within: Options,
): void {
  const timeout = rolloutTimeout(spec);
  new k8s.apps.v1.DaemonSet(`${name}-workload`, daemonSet(spec, virtualIp), {
    ...within,
    customTimeouts: { create: timeout, update: timeout },
    // Moved to another namespace, the new pods would wait for the ports the old ones hold.
    deleteBeforeReplace: true,
  });
}
