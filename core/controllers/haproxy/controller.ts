import type { Controller } from "../controller.ts";
import { haproxyConfiguration } from "./configuration.ts";
import { haproxyFacts } from "./facts.ts";
import { type EdgePodSpec, haproxyPod } from "./pod.ts";

/** HAProxy Kubernetes Ingress Controller: the edge, in front of classes and with a class of its own. */
export const haproxy: Pick<Controller<EdgePodSpec>, "facts" | "configuration" | "pod"> = {
  facts: haproxyFacts,
  configuration: haproxyConfiguration,
  pod: haproxyPod,
};
