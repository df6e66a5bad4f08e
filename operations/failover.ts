import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { printableLines } from "../core/model/printable.ts";
import { printLines, runCommand } from "./command.ts";
import { readRequest } from "./failover/arguments.ts";
import type { OpenStack } from "./failover/engine.ts";
import { findPulumi } from "./failover/find-pulumi.ts";
import { probe } from "./failover/probe.ts";
import { collectRejections } from "./failover/rejections.ts";
import { runFailover } from "./failover/run.ts";
import { projectAt } from "./projects.ts";

await runCommand(async () => {
  const request = readRequest(process.argv.slice(2), Date.now());
  const root = resolve(request.project ?? fileURLToPath(new URL("..", import.meta.url)));
  const untold = collectRejections();
  // It answers while the files are read. `status` asks for it only where a value is encrypted.
  const found = request.action === "status" ? undefined : findPulumi();
  const project = await projectAt(root);
  // Loaded only where the engine is needed: `status` of a file without encrypted values does without.
  const openStack: OpenStack = async (...asked) => {
    const { openIn } = await import("./failover/engine.ts");
    return openIn(root, project, found ?? findPulumi())(...asked);
  };
  const context = { root, project, openStack, openApi: openApiServer, probe };
  const { ok, lines } = await runFailover(request, context);
  printLines(lines);
  for (const line of untold(lines)) console.error(printableLines(line));
  return ok ? 0 : 1;
});
