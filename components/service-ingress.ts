import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { IngressPlan, MasterPlan } from "../core/controllers/plan-services.ts";
import { serviceUrls } from "../core/outputs/urls.ts";
import type { ProvisionOptions } from "./provision-options.ts";

export interface ServiceIngressArgs {
  readonly plan: IngressPlan;
  /** Called around each change of the service's Ingresses. @default none */
  readonly hooks?: pulumi.ResourceHookBinding;
}

/** What is declared of the Ingresses of a stack's services: hooks where there is something to switch. */
export function ingressArgs(
  ingresses: readonly IngressPlan[],
  { hooks, only }: ProvisionOptions,
): readonly ServiceIngressArgs[] {
  return ingresses
    .filter(({ service }) => only?.has(service.name) ?? true)
    .map((plan) => ({ plan, ...(hooks && plan.service.emergency && { hooks }) }));
}

/** One service to the outside: an Ingress in its class' dialect, served by the backend that is active. */
export class ServiceIngress extends pulumi.ComponentResource {
  readonly ingressName: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** `*` stands for any host. */
  readonly urls: pulumi.Output<readonly string[]>;
  /** Name of the Service that serves. */
  readonly activeBackend: pulumi.Output<string>;

  constructor(name: string, { plan, hooks }: ServiceIngressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("exposure:index:ServiceIngress", name, {}, opts);
    const child = { parent: this, ...(hooks && { hooks }) };
    const ingress = new k8s.networking.v1.Ingress(`${name}-ingress`, plan.manifest, child);
    if (plan.canary !== undefined) {
      // After it: from a weight to on, a refusal of the one must not find the other's weight taken back already.
      new k8s.networking.v1.Ingress(`${name}-canary`, plan.canary, { ...child, dependsOn: ingress });
    }

    this.ingressName = ingress.metadata.name;
    this.namespace = ingress.metadata.namespace;
    this.urls = pulumi.output(serviceUrls(plan.service, plan.class.expose));
    this.activeBackend = pulumi.output(plan.active.backend.service);
    this.registerOutputs({
      ingressName: this.ingressName,
      namespace: this.namespace,
      urls: this.urls,
      activeBackend: this.activeBackend,
    });
  }
}

export interface HostMasterArgs {
  readonly plan: MasterPlan;
}

/** A host that several services of a class share, where its dialect wants that in an Ingress of its own. */
export class HostMaster extends pulumi.ComponentResource {
  readonly ingressName: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, { plan }: HostMasterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("exposure:index:HostMaster", name, {}, opts);
    const ingress = new k8s.networking.v1.Ingress(`${name}-ingress`, plan.manifest, { parent: this });

    this.ingressName = ingress.metadata.name;
    this.namespace = ingress.metadata.namespace;
    this.registerOutputs({ ingressName: this.ingressName, namespace: this.namespace });
  }
}
