import type { ServiceRenderer } from "../../../core/controllers/controller.ts";
import { servingClass } from "../../../core/controllers/haproxy/serving-class.ts";
import type { IngressManifest } from "../../../core/controllers/ingress.ts";
import { planServices, unservable } from "../../../core/controllers/plan-services.ts";
import { classControllers, controllers } from "../../../core/controllers/registry.ts";
import {
  canaryObject,
  type PlannedManifest,
  type PlannedService,
  switchedObject,
} from "../../../core/controllers/service-plan.ts";
import type { ServingClass } from "../../../core/controllers/serving-class.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import type { ClassArgs, ClassSpec } from "../../../core/model/class.ts";
import {
  type ClassControllerName,
  type ControllerName,
  controllerNames,
} from "../../../core/model/controllers.ts";
import type { EdgeArgs } from "../../../core/model/edge.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceArgs, ServiceSpec } from "../../../core/model/service.ts";
import { told } from "../../told-problems.ts";
import { edgeOf } from "../edge-fixtures.ts";
import { resolveClass } from "../resolve-class.ts";

/** Class "public" with a default certificate. */
export function classOf(controller: ClassControllerName, args: ClassArgs = {}): ClassSpec {
  return resolveClass("public", { controller, defaultCertificate: "certs/default", ...args });
}

/** Class "haproxy" of an edge with a default certificate. */
export function edgeClass(args: Partial<EdgeArgs> = {}): ServingClass {
  return servingClass(edgeOf({ defaultCertificate: "certs/default", ...args }));
}

/** A service of class "public" that answers on `<name>.example` with Service `<name>`. */
export function service(name: string, args: Partial<ServiceArgs> = {}): ServiceSpec {
  const defaults: ServiceArgs = { hosts: [`${name}.example`], backend: { service: name, port: "http" } };
  return resolveService(name, { ...defaults, ...args }, "public");
}

/** A service that answers on every host. */
export function hostless(name: string, args: Partial<ServiceArgs> = {}): ServiceSpec {
  return { ...service(name, args), hosts: [] };
}

export function planOf(spec: ClassSpec, services: readonly ServiceSpec[], flag: FailoverFlag = "none") {
  const plans = planServices([spec], planFailover(flag, services));
  return { ingresses: plans.services.map(withManifests), masters: plans.shared };
}

/** The controllers that can send part of the requests to a standby. */
export const canaryControllers = controllerNames.filter((name) => {
  const shop = service("shop", { emergency: { service: "standby" } });
  return controllers[name].switching.refusal("drill", shop, [shop]) === undefined;
});

/** What a controller makes of the services of one class: a class of the exposure stack, or the edge's. */
export function renderedBy(
  controller: ControllerName,
  services: readonly ServiceSpec[],
  flag: FailoverFlag = "none",
) {
  return isOfClasses(controller)
    ? rendered(controllers[controller].services, classOf(controller), services, flag)
    : rendered(controllers[controller].services, edgeClass(), services, flag);
}

function isOfClasses(controller: ControllerName): controller is ClassControllerName {
  return Object.hasOwn(classControllers, controller);
}

function rendered<Class extends ServingClass>(
  renderer: ServiceRenderer<Class>,
  spec: Class,
  services: readonly ServiceSpec[],
  flag: FailoverFlag,
) {
  const plans = renderer.plan(spec, planFailover(flag, services));
  return {
    problems: told(renderer.problems(spec, services)),
    ingresses: plans.services.map(withManifests),
    masters: plans.shared,
  };
}

/** A plan with its objects by name. */
export function withManifests(plan: PlannedService): PlannedService & {
  readonly manifest: IngressManifest;
  readonly canary?: IngressManifest;
} {
  const canary = canaryObject(plan);
  return { ...plan, manifest: asIngress(switchedObject(plan)), ...(canary && { canary: asIngress(canary) }) };
}

/** @throws for an object that is none */
export function asIngress(manifest: PlannedManifest): IngressManifest {
  if (manifest.kind !== "Ingress") throw new Error(`expected an Ingress, got a ${manifest.kind}`);
  return manifest;
}

/** `path: code` of every problem. */
export function problemsOf(spec: ClassSpec, services: readonly ServiceSpec[]): readonly string[] {
  return told(unservable([spec], services));
}

/** The trial services the project started from, and the two Ingresses its user had in production. */
export const seed = {
  web: service("web", { hosts: ["hello-world.example"] }),
  web2: service("web2", { hosts: ["hello-world.example"], paths: [{ path: "/v2" }] }),
  audio: service("audio-callback-api", {
    hosts: ["cl-k8s.yidianzixun.com"],
    paths: [{ path: "/audio" }],
    backend: { service: "audio-callback-api", port: "http" },
    emergency: { service: "audio-callback-api-emergency" },
    tls: true,
    forceHttps: true,
    rewrite: "/",
  }),
  feedback: hostless("compete-feedback", {
    ingress: "compete-feedback-grpc",
    paths: [{ path: "/feed.FeedBack" }],
    backend: { service: "compete-feedback", port: "grpc" },
    emergency: { service: "compete-feedback-emergency", port: 9090 },
    protocol: "grpc",
    tls: true,
    forceHttps: true,
    bodySize: "16m",
  }),
} as const;

export const seedServices: readonly ServiceSpec[] = Object.values(seed);
