import type { ClassSpec } from "../../model/class.ts";
import type { ActiveBackend } from "../../model/failover.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress.ts";
import type { NginxRendering } from "../nginx/service-snippets.ts";
import type { NamedSetting } from "../service-problems.ts";

/** How F5's controller takes a field. */
export interface F5Rendering extends NginxRendering {
  /** Annotations of the service's own Ingress; some name the Service that serves now. */
  readonly annotations?: (active: ActiveBackend, spec: ClassSpec) => Annotations;
  /** Annotations for a whole server of nginx: the master of a shared host carries them. */
  readonly server?: (service: ServiceSpec, spec: ClassSpec) => Annotations;
  /** What services that share a host have to agree on. */
  readonly once?: NamedSetting;
}
