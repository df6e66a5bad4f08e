import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress.ts";
import type { NginxRendering } from "../nginx/service-snippets.ts";
import type { NamedSetting } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";

/** How ingress-nginx takes a field. */
export interface IngressNginxRendering extends NginxRendering {
  /** Annotations without their prefix. None names a Service: they stay as they are whichever backend serves. */
  readonly annotations?: (service: ServiceSpec, spec: ServingClass) => Annotations;
  /** What all services of a class have to agree on. */
  readonly once?: NamedSetting;
}
