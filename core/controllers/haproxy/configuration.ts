import type { EdgeSpec } from "../../model/edge.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Configuration } from "../controller.ts";
import { canaryLines } from "./canary.ts";
import { edgeSettings } from "./settings.ts";

/** @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md */
export const haproxyConfiguration: Configuration<EdgeSpec> = {
  data: (spec, services) => ({ ...edgeSettings(spec), ...canarySettings(services) }),
  // The parser refuses what HAProxy cannot do.
  problems: () => [],
};

/** Lines for drills and weights, once a service can have one. */
function canarySettings(services: readonly ServiceSpec[]): Readonly<Record<string, string>> {
  const canBeSwitched = services.some(({ emergency }) => emergency !== undefined);
  return canBeSwitched ? { "frontend-config-snippet": canaryLines.join("\n") } : {};
}
