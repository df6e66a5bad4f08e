import type { ClassControllerName } from "../model/controllers.ts";
import type { ControllerDialect } from "./class-controller.ts";
import { f5 } from "./f5/class.ts";
import { ingressNginx } from "./ingress-nginx/class.ts";

/** How each controller is run. */
export const controllerDialects: Readonly<Record<ClassControllerName, ControllerDialect>> = {
  f5,
  "ingress-nginx": ingressNginx,
};
