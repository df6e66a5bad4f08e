import { logMount } from "../controllers/nginx/log-directory.ts";
import type { RotateArgs } from "../model/logs.ts";
import { toBytes, toWholeSeconds } from "../model/units.ts";

/** Where the agent finds its settings; the program takes this path unless it is given another. */
export const configMount = "/etc/logrotate-agent";
export const settingsFile = "settings.json";

/** Memory-backed: the agent works, and its probes answer, while the disk with the logs is full. */
export const runMount = "/run/logrotate-agent";

/** The files a class's nginx writes. The agent touches these and what it makes of them, nothing else in the directory. */
const logs = ["access.log", "error.log"] as const;

/** What the agent's program reads, in seconds and bytes. */
export function renderAgentSettings(rotate: Required<RotateArgs>): string {
  const settings = {
    directory: logMount,
    run: runMount,
    logs,
    every: toWholeSeconds(rotate.every),
    size: toBytes(rotate.size),
    age: toWholeSeconds(rotate.age),
    keep: rotate.keep,
    maxAge: toWholeSeconds(rotate.maxAge),
    compress: compressMethod(rotate.compress),
    budget: toBytes(rotate.budget),
    copyTruncate: rotate.copyTruncate,
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

function compressMethod(compress: Required<RotateArgs>["compress"]): "gzip" | "zstd" | "none" {
  if (compress === false) return "none";
  return compress === true ? "gzip" : compress;
}
