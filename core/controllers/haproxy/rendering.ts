import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress.ts";

/** How HAProxy's controller takes a field. */
export interface HaproxyRendering {
  /** Annotations without their prefix. None names a Service, so a switch does not change them. */
  readonly annotations?: (service: ServiceSpec) => Annotations;
  /** Lines of the service's backends that the controller has no annotation for, or none that lasts. */
  readonly lines?: (service: ServiceSpec) => readonly string[];
}

/** The way out for what HAProxy cannot do at all. */
export const elsewhere = "or serve it from an f5 class";
