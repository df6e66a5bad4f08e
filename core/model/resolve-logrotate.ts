import type { LogrotateArgs, LogrotateSpec } from "./stack.ts";

/** The agent's args with every default decided. */
export function resolveLogrotate(args: LogrotateArgs): LogrotateSpec {
  const image = args.image ?? "exposure.local/logrotate:2";
  return {
    image: args.digest === undefined ? image : `${image}@${args.digest}`,
    pullPolicy: args.pullPolicy ?? "IfNotPresent",
    resources: args.resources ?? {
      requests: { cpu: "10m", memory: "32Mi" },
      limits: { memory: "128Mi" },
    },
  };
}
