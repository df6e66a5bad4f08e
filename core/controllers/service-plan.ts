import { type ActiveBackend, otherSide } from "../model/failover.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { CustomObject } from "./custom-object.ts";
import { type IngressManifest, ingressSuffix } from "./ingress.ts";
import type { LiveView } from "./live-view.ts";
import type { ServingClass } from "./serving-class.ts";

/** An object that a plan declares, as kubectl takes it. */
export type PlannedManifest = IngressManifest | CustomObject;

/** One object of a service. */
export interface PlannedObject {
  /**
   * `switched`: the emergency switch patches it. `canary`: takes part of the requests from that one. `policy`: that one
   * refers to it.
   */
  readonly role: "switched" | "canary" | "policy";
  /** Follows the service's name in the object's Pulumi name: `api-ingress`. */
  readonly suffix: string;
  readonly manifest: PlannedManifest;
}

/** A service as objects of the cluster. */
export interface PlannedService {
  readonly service: ServiceSpec;
  readonly class: ServingClass;
  readonly active: ActiveBackend;
  /** In the order they are declared; exactly one is `switched`. */
  readonly objects: readonly PlannedObject[];
  /**
   * Annotations of the switched object while the other backend serves. @default absent: they differ in names of Services
   * only
   */
  readonly otherSide?: Readonly<Record<string, string>>;
  /** How those objects are read back from the cluster. */
  readonly live: LiveView;
  /** Name of the `SharedObject` that must exist first. @default none */
  readonly shared?: string;
}

/** Settings that several services of one host share, for controllers that keep them in a separate object. */
export interface SharedObject {
  /** Stable for a class and a host. */
  readonly name: string;
  readonly manifest: PlannedManifest;
}

export interface ServicePlans {
  readonly services: readonly PlannedService[];
  readonly shared: readonly SharedObject[];
}

/**
 * The object that the emergency switch patches.
 * @throws Error for a plan without one, which no controller makes
 */
export function switchedObject({ service, objects }: PlannedService): PlannedManifest {
  const switched = objects.find(({ role }) => role === "switched");
  if (switched === undefined)
    throw new Error(`the plan of service "${service.name}" has no object to switch`);
  return switched.manifest;
}

/** The object that takes part of the requests; undefined for a plan without one. */
export function canaryObject({ objects }: Pick<PlannedService, "objects">): PlannedManifest | undefined {
  return objects.find(({ role }) => role === "canary")?.manifest;
}

/** The object that says which part of the requests goes to the emergency backend, if there is any. */
export function sharingObject(plan: PlannedService): PlannedManifest | undefined {
  return plan.live.canary(plan.service) === undefined ? switchedObject(plan) : canaryObject(plan);
}

interface IngressPlanArgs extends Omit<PlannedService, "service" | "objects" | "otherSide"> {
  /** The service's Ingress while this backend serves. */
  readonly manifestOf: (side: ActiveBackend) => PlannedManifest;
  readonly canary?: PlannedManifest | undefined;
  /** What the Ingress refers to. @default nothing */
  readonly policies?: readonly PlannedObject[];
}

/** The plan of a service that is one Ingress, beside a canary if it has one. */
export function ingressPlan({ manifestOf, canary, policies = [], ...plan }: IngressPlanArgs): PlannedService {
  const other = otherSide(plan.active);
  return {
    ...plan,
    service: plan.active.service,
    ...(other && { otherSide: manifestOf(other).metadata.annotations }),
    objects: [
      ...policies,
      { role: "switched", suffix: ingressSuffix.switched, manifest: manifestOf(plan.active) },
      ...(canary === undefined
        ? []
        : [{ role: "canary", suffix: ingressSuffix.canary, manifest: canary } as const]),
    ],
  };
}
