import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { filesOf } from "../components/config/read-stack-config.ts";
import { parseStackConfig } from "../components/config/stack-config.ts";
import { readStackFile } from "../components/render/stack-file.ts";
import { chooseController, upWith } from "./drill/controllers.ts";
import { drilledService, readDrillRequest } from "./drill/request.ts";
import { runDrill } from "./drill/run.ts";
import { type Settings, startEdge } from "./edge/edge.ts";
import { runCommand } from "./errors.ts";
import { note, step } from "./step.ts";
import { projectRoot } from "./version.ts";

const file = "Pulumi.dev.yaml";

/** A drill of one of the dev stack's services under load, on two real nodes of its own; 1 where it did harm. */
await runCommand(async () => {
  const request = readDrillRequest();
  const text = await readFile(join(projectRoot, file), "utf8");
  const { services } = parseStackConfig(readStackFile(file, text, "exposure").raw, filesOf(projectRoot));
  const service = drilledService(request.service, services);
  const controller = await chooseController(request);
  note(`Controller: ${controller}`);
  const edge = await step("Starting a cluster with two real nodes", () => startEdge());
  try {
    const up = await upWith(controller, edge, service.name, argsOf(text, service.name));
    const { ok, lines } = await step(`Drill of ${service.name}`, (progress) =>
      runDrill(edge, service, up, progress),
    );
    console.log(`\n${lines.join("\n")}`);
    if (!ok) process.exitCode = 1;
  } finally {
    await edge.close();
  }
});

/** As the stack file has it. */
function argsOf(text: string, service: string): Settings {
  const { config } = parse(text) as { config: Readonly<Record<string, Readonly<Record<string, Settings>>>> };
  return config["exposure:services"]?.[service] ?? {};
}
