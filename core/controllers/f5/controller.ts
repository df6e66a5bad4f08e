import type { ClassController } from "../controller.ts";
import { f5Facts } from "./facts.ts";
import { f5Pod } from "./pod.ts";

/** F5 NGINX Ingress Controller, open source edition, with Ingress objects only (no custom resources). */
export const f5: Pick<ClassController, "facts" | "pod"> = { facts: f5Facts, pod: f5Pod };
