import test from "ava";
import { logPiece as f5LogPiece } from "../../../core/controllers/f5/logs.ts";
import { logPiece as ingressNginxLogPiece } from "../../../core/controllers/ingress-nginx/logs.ts";
import { renderAgentSettings } from "../../../core/logrotate/agent-settings.ts";
import { type ClassControllerName, classControllerNames } from "../../../core/model/controllers.ts";
import { resolveClass } from "../resolve-class.ts";

const { rotate } = resolveClass("edge", { logs: { to: "file" } }).logs;

test("settings: seconds and bytes, the class's files, and where the agent keeps what its probes ask for", (t) => {
  t.deepEqual(JSON.parse(renderAgentSettings(rotate)), {
    directory: "/var/log/nginx-host",
    run: "/run/logrotate-agent",
    logs: ["access.log", "error.log"],
    every: 60,
    size: 268435456,
    age: 86400,
    keep: 14,
    maxAge: 1209600,
    compress: "gzip",
    budget: 10737418240,
    copyTruncate: false,
  });
});

for (const [compress, method] of [
  [false, "none"],
  [true, "gzip"],
  ["gzip", "gzip"],
  ["zstd", "zstd"],
] as const) {
  test(`compress: ${compress} is ${method}`, (t) => {
    t.is(JSON.parse(renderAgentSettings({ ...rotate, compress })).compress, method);
  });
}

const logPieces: Readonly<Record<ClassControllerName, typeof f5LogPiece>> = {
  f5: f5LogPiece,
  "ingress-nginx": ingressNginxLogPiece,
};

for (const controller of classControllerNames) {
  for (const to of ["file", "both"] as const) {
    test(`the agent knows each file that ${controller} writes with ${to}, and no other`, (t) => {
      const piece = logPieces[controller](resolveClass("edge", { controller, logs: { to } }).logs);
      const written = JSON.stringify(piece).matchAll(/\/var\/log\/nginx-host\/([\w.-]+)/g);
      const { logs } = JSON.parse(renderAgentSettings(rotate));
      t.deepEqual([...new Set(Array.from(written, ([, name]) => name))].sort(), logs);
    });
  }
}
