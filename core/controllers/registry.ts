import type { ClassSpec } from "../model/class.ts";
import type { Dialect } from "../model/controllers.ts";
import type { ProfileKnobs } from "../model/performance.ts";
import type { ControllerDialect } from "./class-controller.ts";
import type { Configuration } from "./controller.ts";
import { f5 } from "./f5/class.ts";
import { f5Configuration } from "./f5/configuration.ts";
import { f5Profiles } from "./f5/profiles.ts";
import { ingressNginx } from "./ingress-nginx/class.ts";
import { ingressNginxConfiguration } from "./ingress-nginx/configuration.ts";
import { ingressNginxProfiles } from "./ingress-nginx/profiles.ts";

/** How each controller is run. */
export const controllerDialects: Readonly<Record<Dialect, ControllerDialect>> = {
  f5,
  "ingress-nginx": ingressNginx,
};

/** How each controller is configured. */
export const configurations: Readonly<Record<Dialect, Configuration<ClassSpec>>> = {
  f5: f5Configuration,
  "ingress-nginx": ingressNginxConfiguration,
};

/** What the performance profiles of each controller are. */
export const profiles: Readonly<Record<Dialect, ProfileKnobs>> = {
  f5: f5Profiles,
  "ingress-nginx": ingressNginxProfiles,
};
