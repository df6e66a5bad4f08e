import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ControllerName } from "../../../../core/model/controllers.ts";
import type { ServiceArgs } from "../../../../core/model/service.ts";

/** Annotations without their prefix; or the problems, each as `path: code` below `services.api.`. */
export type Expected = Readonly<Record<string, string>> | string | readonly string[];

/** A service that differs from a plain one, and what each controller makes of it. */
export interface Feature {
  readonly title: string;
  readonly args: Partial<ServiceArgs>;
  /** Settings of the class. The edge has none, so HAProxy's result is always the same. */
  readonly class?: ClassArgs;
  /** Whether the class or the edge lacks a default certificate. @default false */
  readonly noDefaultCertificate?: true;
  /** Whether the service answers on every host. @default false: on `api.example` */
  readonly hostless?: true;
  readonly expected: Readonly<Record<ControllerName, Expected>>;
}

export const off = { "ssl-redirect": "false" } as const;
export const tls = { tls: true } as const;

export function all(expected: Expected): Feature["expected"] {
  return { f5: expected, "ingress-nginx": expected, haproxy: expected };
}
