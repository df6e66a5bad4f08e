import type { ClassSpec } from "../model/class.ts";
import type { ClassControllerName } from "../model/controllers.ts";

/** What services have to know of the class that serves them: one of nginx, or HAProxy's own. */
export interface ServingClass extends Pick<ClassSpec, "name" | "expose" | "snippets" | "defaultCertificate"> {
  readonly controller: ClassControllerName | "haproxy";
  readonly performance: Pick<ClassSpec["performance"], "http2">;
}

/** Where a user sets something of a class: the edge has its own section of another stack's configuration. */
export function settingOf({ name, controller }: ServingClass, field: string): string {
  return controller === "haproxy" ? `edge.${field}` : `classes.${name}.${field}`;
}
