import { hint } from "../../core/config/suggest.ts";
import { type ControllerName, controllerNames } from "../../core/model/controllers.ts";
import type { Backend, ServiceSpec } from "../../core/model/service.ts";
import { UserError } from "../../core/model/user-error.ts";

/** Whether a controller can drill, else why not (docs/failover.md); the maintained one first. */
const abilities = {
  haproxy: "can drill",
  "ingress-nginx": "can drill",
  f5: "an F5 Ingress cannot tell requests apart",
} as const satisfies Readonly<Record<ControllerName, string>>;

export type DrillController = {
  [Name in ControllerName]: (typeof abilities)[Name] extends "can drill" ? Name : never;
}[ControllerName];

/** The controllers that can drill, in the order in which they are tried. */
export const drillControllers = (Object.keys(abilities) as ControllerName[]).filter(canDrill);

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
  const found = controllerNames.find((name) => name === controller);
  if (found !== undefined && canDrill(found)) return { service, controller: found };
  const why = found === undefined ? "" : `: ${abilities[found]}`;
  throw new UserError(`CONTROLLER must be ${drillControllers.join(" or ")}, not "${controller}"${why}.`);
}

function canDrill(name: ControllerName): name is DrillController {
  return abilities[name] === "can drill";
}

/** A service that can be drilled. */
export type Drilled = ServiceSpec & { readonly emergency: Backend };

/** @throws {UserError} if it is unknown or has no emergency backend, with the closest names */
export function drilledService(name: string, services: readonly ServiceSpec[]): Drilled {
  const withStandby = services
    .filter(({ emergency }) => emergency !== undefined)
    .map((service) => service.name);
  const found = services.find((service) => service.name === name);
  if (found === undefined) {
    throw new UserError(`Pulumi.dev.yaml has no service "${name}"${hint(name, withStandby)}.`);
  }
  const { emergency } = found;
  if (emergency !== undefined) return { ...found, emergency };
  throw new UserError(
    `Service "${name}" has no emergency backend in Pulumi.dev.yaml (there are: ${withStandby.join(", ")}).`,
  );
}
