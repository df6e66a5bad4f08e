import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ClassControllerName } from "../../../../core/model/controllers.ts";
import type { ServiceArgs } from "../../../../core/model/service.ts";

/** Annotations without their prefix, or the problem after `services.api.`. */
export type Expected = Readonly<Record<string, string>> | string;

export interface Feature {
  readonly title: string;
  readonly args: Partial<ServiceArgs>;
  readonly class?: ClassArgs;
  readonly hostless?: true;
  readonly expected: Readonly<Record<ClassControllerName, Expected>>;
}

export const off = { "ssl-redirect": "false" } as const;
export const tls = { tls: true } as const;
export const both = (expected: Expected) => ({ f5: expected, "ingress-nginx": expected });
