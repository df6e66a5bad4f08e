import type { ClassSpec } from "../../model/class.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress.ts";
import type { NginxRendering } from "../nginx/service-snippets.ts";
import type { NamedSetting } from "../service-problems.ts";

/** How ingress-nginx takes a field. */
export interface IngressNginxRendering extends NginxRendering {
  /** Annotations without their prefix. None names a Service, so a switch does not change them. */
  readonly annotations?: (service: ServiceSpec, spec: ClassSpec) => Annotations;
  /** What all services of a class have to agree on. */
  readonly once?: NamedSetting;
}
