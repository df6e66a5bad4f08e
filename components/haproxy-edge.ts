import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { classService } from "../core/controllers/haproxy/class-service.ts";
import { keepalivedConf, keepalivedFile } from "../core/controllers/haproxy/keepalived.ts";
import { edgeObjects } from "../core/controllers/haproxy/objects.ts";
import { edgeOwner } from "../core/kubernetes/owner.ts";
import type { ClassRoute, EdgeSpec } from "../core/model/edge.ts";
import { names } from "../core/model/names.ts";
import type { ServiceSpec } from "../core/model/service.ts";
import type { VirtualIpSpec } from "../core/model/virtual-ip.ts";
import { createController, workloadOptions } from "./controller-resources.ts";
import { fileSecret } from "./file-secret.ts";
import { createStatsPassword, statsSecret } from "./stats.ts";

/** Arguments of {@link HaproxyEdge}. */
export interface HaproxyEdgeArgs {
  /** The edge, with every default decided. */
  readonly spec: EdgeSpec;
  /** An address that the edge's nodes share. @default none */
  readonly virtualIp?: VirtualIpSpec | undefined;
  /** The classes behind the edge. */
  readonly routes: readonly ClassRoute[];
  /** The services that HAProxy serves itself. */
  readonly services: readonly ServiceSpec[];
}

/** HAProxy in front of the classes of an exposure stack, following the API server, in a namespace of its own. */
export class HaproxyEdge extends pulumi.ComponentResource {
  /** What an Ingress names in `ingressClassName` to be served by HAProxy itself. */
  readonly className: pulumi.Output<string>;
  /** Of the statistics page; a secret. */
  readonly statsPassword: pulumi.Output<string>;

  constructor(
    name: string,
    { spec, virtualIp, routes, services }: HaproxyEdgeArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("exposure:index:HaproxyEdge", name, {}, opts);
    const { ConfigMap, Secret, Service } = k8s.core.v1;
    const objects = edgeObjects({ ...spec, virtualIp }, routes, services);
    const stats = createStatsPassword(name, spec, { parent: this });

    const { ingressClass, needs, inside } = createController(name, objects, this);
    const files = [
      new ConfigMap(`${name}-tcp-services`, objects.tcpServices, inside),
      new Secret(`${name}-stats`, statsSecret(spec, stats), inside),
    ];
    if (virtualIp !== undefined) {
      files.push(new Secret(`${name}-virtual-ip`, virtualIpSecret(spec, virtualIp), inside));
    }
    for (const route of routes) {
      // In the namespace of the class, which the exposure stack has made.
      new Service(`${name}-to-${route.className}`, classService(spec, route), { parent: this });
    }
    new k8s.apps.v1.DaemonSet(
      `${name}-workload`,
      objects.workload,
      workloadOptions(this, [...needs, ...files], objects.rolloutTimeout),
    );

    this.className = ingressClass.metadata.name;
    this.statsPassword = stats.password;
    this.registerOutputs({ className: this.className, statsPassword: this.statsPassword });
  }
}

function virtualIpSecret(spec: EdgeSpec, ip: VirtualIpSpec): k8s.core.v1.SecretArgs {
  return fileSecret(edgeOwner(spec), names.edgeVirtualIp, keepalivedFile, keepalivedConf(spec, ip));
}
