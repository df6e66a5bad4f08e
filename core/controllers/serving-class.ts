import type { ClassSpec } from "../model/class.ts";
import type { ControllerName } from "../model/controllers.ts";

/** What services need to know of the class that serves them: a class of an exposure stack, or the HAProxy edge's own. */
export interface ServingClass extends Pick<ClassSpec, "name" | "expose" | "snippets" | "defaultCertificate"> {
  readonly controller: ControllerName;
  readonly performance: Pick<ClassSpec["performance"], "http2">;
}
