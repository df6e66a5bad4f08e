import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type ClassObjects, classObjects } from "../core/controllers/class-objects.ts";
import { classControllers } from "../core/controllers/registry.ts";
import type { ClassSpec } from "../core/model/class.ts";
import type { ServiceSpec } from "../core/model/service.ts";
import { createController, workloadOptions } from "./controller-resources.ts";
import { onceKnown } from "./once-known.ts";
import { readTemplates } from "./read-templates.ts";

/** Arguments of {@link PlannedController}. */
export interface PlannedControllerArgs {
  /** The class, with every default decided. */
  readonly spec: ClassSpec;
  /** The services of the class: some settings of the controller follow from all of them together. */
  readonly services: readonly ServiceSpec[];
  /** The class once every Output in its arguments is known; `spec` has stand-ins for them. @default all are known */
  readonly known?: pulumi.Output<ClassSpec> | undefined;
}

/**
 * One ingress class: its controller, everything the controller needs, in a namespace of its own.
 * @throws ConfigError when a custom template cannot be read
 */
export class PlannedController extends pulumi.ComponentResource {
  /** What an Ingress names in `ingressClassName`. */
  readonly className: pulumi.Output<string>;
  /** Namespace of the controller. */
  readonly namespace: pulumi.Output<string>;
  /**
   * What configures the controller. Services come after it: ingress-nginx drops an Ingress with snippets that it sees before
   * they are allowed, and does not look at it again.
   */
  readonly configuration: pulumi.Resource;

  constructor(
    name: string,
    { spec, services, known }: PlannedControllerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("exposure:index:IngressController", name, {}, opts);
    const templates = readTemplates(spec);
    const objectsOf = (decided: ClassSpec) => {
      const data = classControllers[spec.controller].configuration.data(decided, services, templates);
      return classObjects(decided, data, templates.main);
    };
    const objects = onceKnown(objectsOf(spec), known?.apply(objectsOf));

    const { namespace, ingressClass, config, needs, inside } = createController(name, objects, this, {
      // Immutable, and the name is fixed: a class that changes its controller gets a new object in its place.
      replaceOnChanges: ["spec.controller"],
      deleteBeforeReplace: true,
    });
    const files = createTemplate(name, objects, inside);
    if (objects.service !== undefined) {
      new k8s.core.v1.Service(`${name}-service`, objects.service, {
        ...inside,
        // Immutable, and the name is fixed.
        replaceOnChanges: ["spec.loadBalancerClass", "spec.ipFamilies[0]"],
        deleteBeforeReplace: true,
      });
    }
    createWorkload(name, objects, this, [...needs, ...files]);

    this.className = ingressClass.metadata.name;
    this.namespace = namespace.metadata.name;
    this.configuration = config;
    this.registerOutputs({ className: this.className, namespace: this.namespace });
  }
}

function createTemplate(
  name: string,
  { template }: ClassObjects,
  inside: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  return template === undefined ? [] : [new k8s.core.v1.ConfigMap(`${name}-template`, template, inside)];
}

function createWorkload(
  name: string,
  { workload, disruptionBudget, rolloutTimeout }: ClassObjects,
  parent: pulumi.Resource,
  needs: readonly pulumi.Resource[],
): void {
  const { apps, policy } = k8s;
  const options = workloadOptions(parent, needs, rolloutTimeout);
  if (disruptionBudget !== undefined) {
    new policy.v1.PodDisruptionBudget(`${name}-disruption-budget`, disruptionBudget, {
      parent,
      dependsOn: [...needs],
    });
  }
  if (workload.kind === "DaemonSet") new apps.v1.DaemonSet(`${name}-workload`, workload, options);
  else new apps.v1.Deployment(`${name}-workload`, workload, options);
}
