import type { Controller } from "../controller.ts";
import { haproxyConfiguration } from "./configuration.ts";
import { haproxyFacts } from "./facts.ts";
import { type EdgePodSpec, haproxyPod } from "./pod.ts";
import { haproxyLiveView, haproxyServices, haproxySwitching } from "./services.ts";

/** HAProxy Kubernetes Ingress Controller: the edge in front of the classes, which also serves a class itself. */
export const haproxy: Controller<EdgePodSpec> = {
  facts: haproxyFacts,
  configuration: haproxyConfiguration,
  pod: haproxyPod,
  services: haproxyServices,
  switching: haproxySwitching,
  live: haproxyLiveView,
};
