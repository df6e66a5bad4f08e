import type { Dialect } from "../../model/controllers.ts";
import type { ControllerDialect } from "./dialect.ts";
import { f5 } from "./f5/f5.ts";
import { ingressNginx } from "./ingress-nginx/ingress-nginx.ts";

/** How each controller is run. */
export const controllerDialects: Readonly<Record<Dialect, ControllerDialect>> = {
  f5,
  "ingress-nginx": ingressNginx,
};
