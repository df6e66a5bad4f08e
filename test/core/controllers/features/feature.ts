import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ControllerName } from "../../../../core/model/controllers.ts";
import type { ServiceArgs } from "../../../../core/model/service.ts";

/** Annotations without their prefix; or the problems, each as `path: code` below `services.api.`. */
export type Expected = Readonly<Record<string, string>> | string | readonly string[];

/** A service that differs from a plain one, and what each controller makes of it. */
export interface Feature {
  readonly title: string;
  readonly args: Partial<ServiceArgs>;
  /** Settings of the class. The edge has none of them: HAProxy is expected to do what it always does. */
  readonly class?: ClassArgs;
  /** The class, or the edge, has no default certificate. @default it has one */
  readonly noDefaultCertificate?: true;
  /** The service answers on every host. @default on `api.example` */
  readonly hostless?: true;
  readonly expected: Readonly<Record<ControllerName, Expected>>;
}

export const off = { "ssl-redirect": "false" } as const;
export const tls = { tls: true } as const;

export function all(expected: Expected): Feature["expected"] {
  return { f5: expected, "ingress-nginx": expected, haproxy: expected };
}
