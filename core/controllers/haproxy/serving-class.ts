import type { EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import type { ServingClass } from "../serving-class.ts";

/** Class `haproxy`, which serves the edge's services. */
export function servingClass({ expose, defaultCertificate, ingressDefaults }: EdgeSpec): ServingClass {
  return {
    name: names.edgeClass,
    controller: "haproxy",
    expose: { as: "hostNetwork", ...expose, serviceAnnotations: {}, sourceRanges: [], ipFamilies: [] },
    performance: {},
    // The health checks of the classes need them too.
    snippets: true,
    forwardedHeaders: false,
    ingressDefaults,
    ...(defaultCertificate === undefined ? {} : { defaultCertificate }),
  };
}
