import type { ClassController } from "../controller.ts";
import { ingressNginxFacts } from "./facts.ts";
import { ingressNginxPod } from "./pod.ts";

/** kubernetes/ingress-nginx, without the validating webhook. */
export const ingressNginx: Pick<ClassController, "facts" | "pod"> = {
  facts: ingressNginxFacts,
  pod: ingressNginxPod,
};
