import type { ClassSpec } from "../../model/class.ts";
import type { ActiveBackend } from "../../model/failover.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress.ts";
import type { NginxRendering } from "../nginx/service-snippets.ts";

/** How F5's controller takes a field. */
export interface F5Rendering extends NginxRendering {
  /** Annotations of the service's own Ingress; some name the Service that serves now. */
  readonly annotations?: (active: ActiveBackend) => Annotations;
  /** Annotations that nginx has once a server: on the master of a host that several services share. */
  readonly server?: (service: ServiceSpec, spec: ClassSpec) => Annotations;
  /** What services that share a host have to agree on. */
  readonly once?: {
    readonly field: string;
    /** Completes "sets … once for host a.example". */
    readonly words: string;
    /** undefined for a service that has no say. */
    readonly of: (service: ServiceSpec) => unknown;
  };
}
