import { pinnedImage } from "./image.ts";
import type { LogrotateArgs, LogrotateSpec } from "./stack.ts";

/** The agent's args with every default decided. */
export function resolveLogrotate(args: LogrotateArgs): LogrotateSpec {
  return {
    image: pinnedImage(args.image ?? "exposure.local/logrotate:2", args.digest),
    pullPolicy: args.pullPolicy ?? "IfNotPresent",
    resources: args.resources ?? {
      requests: { cpu: "10m", memory: "32Mi" },
      limits: { memory: "128Mi" },
    },
  };
}
