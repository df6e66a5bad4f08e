import type { ClassController } from "../controller.ts";
import { nginxLiveView } from "../nginx/live-view.ts";
import { ingressNginxConfiguration } from "./configuration.ts";
import { ingressNginxFacts } from "./facts.ts";
import { ingressNginxPod } from "./pod.ts";
import { ingressNginxProfiles } from "./profiles.ts";
import { ingressNginxServices, ingressNginxSwitching } from "./services.ts";
import { ingressNginxSettings } from "./settings.ts";

/** kubernetes/ingress-nginx, without the validating webhook. */
export const ingressNginx: ClassController = {
  facts: ingressNginxFacts,
  profiles: ingressNginxProfiles,
  settings: ingressNginxSettings,
  configuration: ingressNginxConfiguration,
  pod: ingressNginxPod,
  services: ingressNginxServices,
  switching: ingressNginxSwitching,
  live: nginxLiveView,
};
