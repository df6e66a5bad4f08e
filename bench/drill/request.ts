import { hint } from "../../core/config/suggest.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import type { Backend, ServiceSpec } from "../../core/model/service.ts";
import { UserError } from "../../core/model/user-error.ts";

/** The controllers that can drill, the maintained one first; F5's has nothing for it (docs/failover.md). */
export const drillControllers = ["haproxy", "ingress-nginx"] as const;

export type DrillController = (typeof drillControllers)[number];

export interface DrillRequest {
  readonly service: string;
  /** Undefined: the first of {@link drillControllers} whose images are here. */
  readonly controller: DrillController | undefined;
}

/**
 * What the variables on the command line of `make drill` ask for.
 * @throws {UserError} where the service is missing, or the controller cannot drill
 */
export function readDrillRequest(
  env: Readonly<Record<string, string | undefined>> = process.env,
): DrillRequest {
  const { SERVICE: service = "", CONTROLLER: controller = "" } = env;
  if (service === "") {
    throw new UserError(
      "make drill needs SERVICE=<service>, one with an emergency backend in Pulumi.dev.yaml.",
    );
  }
  if (controller === "") return { service, controller: undefined };
  const found = drillControllers.find((name) => name === controller);
  if (found !== undefined) return { service, controller: found };
  const why =
    controller === ("f5" satisfies ClassControllerName)
      ? ": an Ingress of F5's cannot tell requests apart"
      : "";
  throw new UserError(`CONTROLLER must be ${drillControllers.join(" or ")}, not "${controller}"${why}.`);
}

/** A service that can be drilled. */
export type Drilled = ServiceSpec & { readonly emergency: Backend };

/** @throws {UserError} if it is unknown or has no emergency backend, with the closest names */
export function drilledService(name: string, services: readonly ServiceSpec[]): Drilled {
  const withStandby = services.filter(({ emergency }) => emergency !== undefined).map((one) => one.name);
  const found = services.find((one) => one.name === name);
  if (found === undefined) {
    throw new UserError(`Pulumi.dev.yaml has no service "${name}"${hint(name, withStandby)}.`);
  }
  const { emergency } = found;
  if (emergency !== undefined) return { ...found, emergency };
  throw new UserError(
    `Service "${name}" has no emergency backend in Pulumi.dev.yaml (there are: ${withStandby.join(", ")}).`,
  );
}
