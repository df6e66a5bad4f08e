import { createHash } from "node:crypto";
import type { EdgeSpec } from "../../model/edge.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Configuration } from "../controller.ts";
import { canaryLines } from "./canary.ts";
import { forwardedLines } from "./forwarded.ts";
import { edgeSettings } from "./settings.ts";
import { statsLines } from "./stats.ts";
import { tlsLines } from "./tls.ts";

/** @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md */
export const haproxyConfiguration: Configuration<EdgeSpec> = {
  data: (spec, services) => {
    const lines = frontendLines(services);
    return {
      ...edgeSettings(spec),
      ...(lines.length === 0 ? {} : { "frontend-config-snippet": lines.join("\n") }),
      "global-config-snippet": [
        ...tlsLines(spec.tls),
        `# frontends: ${fingerprint([...lines, ...statsLines(spec)])}`,
      ].join("\n"),
    };
  },
  // The parser refuses what HAProxy cannot do.
  problems: () => [],
};

/** Lines of the frontends of class `haproxy`. */
function frontendLines(services: readonly ServiceSpec[]): readonly string[] {
  if (services.length === 0) return [];
  const canBeSwitched = services.some(({ emergency }) => emergency !== undefined);
  return [...forwardedLines, ...(canBeSwitched ? canaryLines : [])];
}

/**
 * The controller writes changed lines of the frontends into the configuration but does not reload HAProxy for them (3.2.11).
 * It does for a changed line of the global section, even a comment.
 */
function fingerprint(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}
