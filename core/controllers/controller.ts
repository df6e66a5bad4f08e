import type { ServingPorts } from "../kubernetes/container-ports.ts";
import type { DefinitionFile } from "../kubernetes/definitions.ts";
import type { Container, EnvVar, PolicyRule, SecurityContext } from "../kubernetes/objects.ts";
import type { PodPart } from "../kubernetes/pod-template.ts";
import type { ClassSpec } from "../model/class.ts";
import type { ActiveBackend } from "../model/failover.ts";
import type { PerformanceKnobs, Profile } from "../model/performance.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceKind, ServiceSpec } from "../model/service.ts";
import type { ClassSettingTable } from "./class-settings.ts";
import type { ExtraArgs } from "./extra-args.ts";
import type { ControllerFacts } from "./facts.ts";
import type { FieldTable } from "./fields.ts";
import type { LiveView } from "./live-view.ts";
import type { ServicePlans } from "./service-plan.ts";
import type { Refusal } from "./service-problems.ts";
import type { ServingClass } from "./serving-class.ts";

/**
 * Everything that differs between controllers. A further controller is its name in `core/model/controllers.ts`, a folder
 * that exports one of these, and a line in the registry; the compiler names what it still lacks, in tests too
 * (core/README.md, "Adding a controller").
 *
 * `Spec` is what the controller runs from: a class of an exposure stack, or the HAProxy edge. `Class` is what it knows of
 * the class while it serves services.
 */
export interface Controller<Spec, Class extends ServingClass = ServingClass> {
  /** What its release determines: image, ports, user. */
  readonly facts: ControllerFacts;
  /** Its ConfigMap, and which settings it refuses. */
  readonly configuration: Configuration<Spec>;
  /** Its container and rights. */
  readonly pod: ControllerPod<Spec>;
  /** How it renders services, or refuses their fields. */
  readonly services: ServiceRenderer<Class>;
  /** Whether it can drill and weigh. */
  readonly switching: Switching;
  /** How the objects of `services.plan` are read back; `ingressView` where they are Ingresses. */
  readonly live: LiveView;
}

/** A controller that classes of an exposure stack choose. */
export interface ClassController extends Controller<ClassSpec, ClassSpec> {
  /** The knobs that each profile sets; empty for a profile that does not change the controller. */
  readonly profiles: Readonly<Record<Profile, PerformanceKnobs>>;
  /** The kinds of objects it brings with it. @default none */
  readonly definitions?: DefinitionFile;
  /** One row for each setting of a class that a controller has to apply by itself: applied, or why not. */
  readonly settings: ClassSettingTable;
}

/** Contents of the files that `ClassSpec.templates` names. */
export interface TemplateContents {
  readonly main?: string;
  readonly ingress?: string;
}

/** How a controller is configured as a whole: by one ConfigMap, which it watches. */
export interface Configuration<Spec> {
  /** The ConfigMap's data; empty for a controller that takes everything from its arguments. `services` are the class's. */
  data(
    spec: Spec,
    services: readonly ServiceSpec[],
    templates?: TemplateContents,
  ): Readonly<Record<string, string>>;
  /**
   * Settings of the class, or of its services together, that the controller would ignore, refuse or fail on. Nothing else
   * checks knobs (`performance`) and raw keys (`configMap`): refuse here each that has no effect.
   */
  problems(spec: Spec, services: readonly ServiceSpec[]): readonly Problem[];
}

/** How a controller runs as a pod. What surrounds it (exposure, rollout, namespace, budgets) is the same for all. */
export interface ControllerPod<Spec> {
  /** Arguments of the container; if the image's entrypoint is only a wrapper, the program comes first. */
  readonly args: (spec: Spec) => readonly string[];
  /** Further arguments that a user may give. */
  readonly extraArgs: ExtraArgs;
  /** Where the container listens for HTTP and HTTPS. */
  readonly servingPorts: (spec: Spec) => ServingPorts;
  /** Environment variables beside `POD_NAMESPACE` and `POD_NAME`, which every controller gets. */
  readonly env: readonly EnvVar[];
  readonly probes: Pick<Container, "readinessProbe" | "livenessProbe">;
  readonly securityContext: SecurityContext;
  /** Files, writable directories and sidecars beside those of every class. */
  readonly parts: (spec: Spec) => readonly PodPart[];
  /** Directory of the main template. @default the controller reads it from the ConfigMap */
  readonly templateDirectory?: string;
  /** Delays the stop while balancers take the pod out of rotation. */
  readonly preStop: (spec: Spec) => NonNullable<Container["lifecycle"]>["preStop"];
  /** Maximum seconds between the end of the drain and the end of the container. */
  readonly shutdownSlack: number;
  /** Rights in the whole cluster: Ingresses and what they refer to live in any namespace. */
  readonly clusterRules: (spec: Spec) => readonly PolicyRule[];
  /** Rights in the controller's own namespace. */
  readonly namespaceRules: (spec: Spec) => readonly PolicyRule[];
}

/** How services become objects in the cluster. `services` and `active` are always those of one class. */
export interface ServiceRenderer<Class extends ServingClass> {
  /** One row for each field of a service that is an Ingress. */
  readonly fields: FieldTable;
  /** The same for each other kind of object that a service can become. @default Ingresses only */
  readonly otherKinds?: readonly { readonly kind: ServiceKind; readonly fields: FieldTable }[];
  /** Everything that cannot be rendered, whichever backend serves. Empty: `plan` succeeds. */
  problems(spec: Class, services: readonly ServiceSpec[]): readonly Problem[];
  /** What is rendered, but works less than a service's settings promise. */
  warnings(spec: Class, services: readonly ServiceSpec[]): readonly Problem[];
  plan(spec: Class, active: readonly ActiveBackend[]): ServicePlans;
}

/** Whether a controller can send part of the requests to a standby. */
export interface Switching {
  /**
   * Why a service cannot be drilled or weighted; undefined if it can.
   * @param services the whole stack's
   */
  refusal(
    mode: "drill" | "weighted",
    service: ServiceSpec,
    services: readonly ServiceSpec[],
  ): Refusal | undefined;
}
