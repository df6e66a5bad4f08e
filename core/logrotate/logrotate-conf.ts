import { logMount } from "../controllers/nginx/log-directory.ts";
import type { RotateArgs } from "../model/logs.ts";
import { toBytes } from "../model/units.ts";

/** Where the agent finds its rules and its script. */
export const configMount = "/etc/logrotate-agent";
export const scriptPath = `${configMount}/agent.sh`;

/**
 * logrotate's rules for a class' files: turned over above a size, and whenever the agent forces it. Age and
 * bytes are the agent's: logrotate knows whole calendar intervals, and looks at `maxage` only as it rotates.
 *
 * nginx itself creates the new file, as its own user and with its own mode, hence `nocreate`.
 * @see https://man7.org/linux/man-pages/man8/logrotate.8.html
 */
export function renderLogrotateConf(rotate: Required<RotateArgs>): string {
  const lines = [
    `size ${toBytes(rotate.size)}`,
    `rotate ${rotate.keep}`,
    ...(rotate.compress ? ["compress", "delaycompress"] : ["nocompress"]),
    rotate.copyTruncate ? "copytruncate" : "nocreate",
    "nodateext",
    "missingok",
    "notifempty",
    "postrotate",
    `  /bin/sh ${scriptPath} turned "$1"`,
    "endscript",
  ];
  return `${logMount}/*.log {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
}
