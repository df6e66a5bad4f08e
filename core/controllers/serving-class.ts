import type { ClassSpec } from "../model/class.ts";
import type { ControllerName } from "../model/controllers.ts";

/** What rendering services needs to know of their class: one of an exposure stack, or the edge's class `haproxy`. */
export interface ServingClass
  extends Pick<ClassSpec, "name" | "expose" | "snippets" | "defaultCertificate" | "ingressDefaults"> {
  readonly controller: ControllerName;
  /** `false` where nothing can be in front. */
  readonly forwardedHeaders?: ClassSpec["forwardedHeaders"] | false;
  readonly performance: Pick<ClassSpec["performance"], "http2">;
}
