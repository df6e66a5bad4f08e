import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type PlannedManifest,
  type PlannedService,
  type SharedObject,
  switchedObject,
} from "../core/controllers/service-plan.ts";
import { serviceUrls } from "../core/outputs/urls.ts";
import { onceKnown } from "./once-known.ts";

/** Arguments of {@link PlannedIngress}. */
export interface PlannedIngressArgs {
  /** What the controller makes of the service. */
  readonly plan: PlannedService;
  /** Called around each change of the service's objects. @default none */
  readonly hooks?: pulumi.ResourceHookBinding | undefined;
  /**
   * What the API server must have before the service's objects. It is a matter of these and not of the component: a switch
   * targets the objects alone and declares nothing of this, and the engine would keep the component's dependencies, which
   * its state then names before they are in it.
   * @default nothing
   */
  readonly after?: readonly pulumi.Resource[] | undefined;
  /** The plan once every Output in the service's arguments is known; `plan` has stand-ins for them. @default all are known */
  readonly known?: pulumi.Output<PlannedService> | undefined;
}

/** One service to the outside: objects for the controller of its class, served by the backend that is active. */
export class PlannedIngress extends pulumi.ComponentResource {
  /** Name of the object that the emergency switch patches. */
  readonly ingressName: pulumi.Output<string>;
  /** Namespace of the object and of its backends. */
  readonly namespace: pulumi.Output<string>;
  /** One for each host and path; `*` stands for any host. */
  readonly urls: pulumi.Output<readonly string[]>;
  /** Name of the Service that serves. */
  readonly activeBackend: pulumi.Output<string>;
  /** Known once the API server has every object; rejected if the check or the API server refuses one. */
  readonly applied: pulumi.Output<readonly string[]>;

  constructor(
    name: string,
    { plan, hooks, after = [], known }: PlannedIngressArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("exposure:index:ServiceIngress", name, {}, opts);
    const options = { parent: this, ...(hooks && { hooks }) };
    const resources = new Map<PlannedManifest, ServiceResource>();
    const objects = onceKnown(
      plan.objects,
      known?.apply((settled) => settled.objects),
    );
    for (const { suffix, manifest } of objects) {
      // One after the other: from a weight to on, a refusal of the switch must not find the weight taken back already;
      // and no object may refer to a Policy that is not there.
      const dependsOn = [...after, ...resources.values()];
      resources.set(manifest, declare(`${name}-${suffix}`, manifest, { ...options, dependsOn }));
    }
    const switched = resources.get(switchedObject({ ...plan, objects }));
    if (switched === undefined) throw new Error(`service "${name}" declares no object to switch`);

    this.applied = pulumi.all([...resources.values()].map(({ urn }) => urn));
    this.ingressName = switched.metadata.name;
    this.namespace = switched.metadata.namespace;
    this.urls = pulumi.output(serviceUrls(plan.service, plan.class.expose));
    this.activeBackend = (known ?? pulumi.output(plan)).apply(({ active }) => active.backend.service);
    this.registerOutputs({
      ingressName: this.ingressName,
      namespace: this.namespace,
      urls: this.urls,
      activeBackend: this.activeBackend,
    });
  }
}

/** Arguments of {@link HostMaster}. */
export interface HostMasterArgs {
  /** What the controller makes of the host. */
  readonly plan: SharedObject;
  /** The plan once every Output in it is known. @default all are known */
  readonly known?: pulumi.Output<SharedObject> | undefined;
}

/** A host that several services of a class share, where its controller wants that in an Ingress of its own. */
export class HostMaster extends pulumi.ComponentResource {
  readonly ingressName: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, { plan, known }: HostMasterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("exposure:index:HostMaster", name, {}, opts);
    const { manifest } = onceKnown(plan, known);
    const ingress = declare(`${name}-ingress`, manifest, { parent: this });

    this.ingressName = ingress.metadata.name;
    this.namespace = ingress.metadata.namespace;
    this.registerOutputs({ ingressName: this.ingressName, namespace: this.namespace });
  }
}

type ServiceResource = k8s.networking.v1.Ingress | k8s.apiextensions.CustomResource;

/** The Pulumi resource of a planned object, by its kind. */
function declare(
  name: string,
  manifest: PlannedManifest,
  opts: pulumi.CustomResourceOptions,
): ServiceResource {
  switch (manifest.kind) {
    case "Ingress":
      return new k8s.networking.v1.Ingress(name, manifest, opts);
    case "VirtualServer":
    case "Policy":
      return new k8s.apiextensions.CustomResource(name, manifest, opts);
  }
}
