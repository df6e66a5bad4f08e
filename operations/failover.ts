import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { runCommand } from "./command.ts";
import { readRequest } from "./failover/arguments.ts";
import { openIn } from "./failover/engine.ts";
import { probe } from "./failover/probe.ts";
import { collectRejections } from "./failover/rejections.ts";
import { runFailover } from "./failover/run.ts";
import { projectAt } from "./projects.ts";

await runCommand(async () => {
  const request = readRequest(process.argv.slice(2), Date.now());
  const root = resolve(request.project ?? fileURLToPath(new URL("..", import.meta.url)));
  const untold = collectRejections();
  const project = await projectAt(root);
  const context = { root, project, openStack: openIn(root, project), openApi: openApiServer, probe };
  const { ok, lines } = await runFailover(request, context);
  console.log(lines.join("\n"));
  for (const line of untold(lines)) console.error(line);
  return ok ? 0 : 1;
});
