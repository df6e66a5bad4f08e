import type { ClassController } from "../controller.ts";
import { nginxLiveView } from "../nginx/live-view.ts";
import { f5Configuration } from "./configuration.ts";
import { f5Definitions } from "./custom-resources.ts";
import { f5Facts } from "./facts.ts";
import { f5Pod } from "./pod.ts";
import { f5Profiles } from "./profiles.ts";
import { f5Services, f5Switching } from "./services.ts";
import { f5Settings } from "./settings.ts";

/** F5 NGINX Ingress Controller, open source edition. */
export const f5: ClassController = {
  facts: f5Facts,
  profiles: f5Profiles,
  settings: f5Settings,
  configuration: f5Configuration,
  definitions: f5Definitions,
  pod: f5Pod,
  services: f5Services,
  switching: f5Switching,
  live: nginxLiveView,
};
