import type { ActiveBackend } from "../failover/plan.ts";
import type { ClassSpec } from "../model/class.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { IngressManifest } from "./ingress-manifest.ts";
import type { ServingClass } from "./serving-class.ts";

export interface IngressPlan {
  readonly service: ServiceSpec;
  readonly class: ServingClass;
  readonly active: ActiveBackend;
  readonly manifest: IngressManifest;
  /** A second Ingress beside it, which takes some of the requests to the emergency backend. */
  readonly canary?: IngressManifest;
  /** The `MasterPlan` that holds this service's host, by name: it has to be there first. */
  readonly master?: string;
}

/** What several services of one host have in common, where the dialect wants it in an Ingress of its own. */
export interface MasterPlan {
  /** Stable for a class and a host. */
  readonly name: string;
  readonly class: ClassSpec;
  readonly manifest: IngressManifest;
}

export interface ServicePlan {
  readonly ingresses: readonly IngressPlan[];
  readonly masters: readonly MasterPlan[];
}

/** How services become Ingresses for one kind of controller. All `services` are those of the class. */
export interface ServiceDialect {
  /** Everything asked for that this dialect can not render, under either backend. Empty: `plan` succeeds. */
  problems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[];
  plan(spec: ClassSpec, active: readonly ActiveBackend[]): ServicePlan;
  /** Drills and weights, where the controller knows of them: `plan` adds the canary of each service in one. */
  readonly canaries?: {
    /** Why this service can have none, if so; continues `class "<name>" (<dialect>) …`. `services`: the whole stack's. */
    problem(service: ServiceSpec, services: readonly ServiceSpec[]): string | undefined;
  };
}
