import type { ClassControllerName, ControllerName } from "../model/controllers.ts";
import type { ClassController } from "./controller.ts";
import { f5 } from "./f5/controller.ts";
import { haproxy } from "./haproxy/controller.ts";
import { ingressNginx } from "./ingress-nginx/controller.ts";

/** The controllers that a class can run, by the name its configuration gives. */
export const classControllers: Readonly<Record<ClassControllerName, ClassController>> = {
  f5,
  "ingress-nginx": ingressNginx,
};

/** Every controller: those of classes, and the edge's. */
export const controllers = { ...classControllers, haproxy } satisfies Record<ControllerName, unknown>;
