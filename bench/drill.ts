import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { filesOf } from "../components/project-files.ts";
import { readStackFile } from "../core/config/stack-file.ts";
import { parseStackConfig } from "../core/stack/exposure-stack.ts";
import { note, step } from "../lab/console/step.ts";
import { projectRoot } from "../lab/machine/folders.ts";
import { type Settings, startTestbed } from "../lab/testbed/testbed.ts";
import { whyImagesCannotRun } from "../lab/testbed/why-without.ts";
import { runCommand } from "../operations/command.ts";
import { chooseController } from "./drill/choose.ts";
import { drillStacks } from "./drill/controllers.ts";
import { drilledService, readDrillRequest } from "./drill/request.ts";
import { runDrill } from "./drill/run.ts";
import { ensureLoadGenerator } from "./load/build.ts";

const file = "Pulumi.dev.yaml";

/** Drills one of the dev stack's services under load, on two real nodes started for it. Exits with 1 if it did harm. */
await runCommand(async () => {
  const request = readDrillRequest();
  const text = await readFile(join(projectRoot, file), "utf8");
  const { services } = parseStackConfig(readStackFile(file, text, "exposure").raw, filesOf(projectRoot));
  const service = drilledService(request.service, services);
  const args = argsOf(text, service.name);
  const controller = await chooseController(request, args, drillStacks, whyImagesCannotRun);
  note(`Controller: ${controller}`);
  await ensureLoadGenerator();
  const testbed = await step("Starting a cluster with two real nodes", () =>
    startTestbed({ command: "make drill" }),
  );
  try {
    await drillStacks[controller].before?.(testbed);
    const up = (failover?: Settings) => drillStacks[controller].up(testbed, service.name, args, failover);
    const { ok, lines } = await step(`Drill of ${service.name}`, (progress) =>
      runDrill(testbed, service, up, progress),
    );
    console.log(`\n${lines.join("\n")}`);
    if (!ok) process.exitCode = 1;
  } finally {
    await testbed.close();
  }
});

/** The service as the stack file describes it. */
function argsOf(text: string, service: string): Settings {
  const { config } = parse(text) as { config: Readonly<Record<string, Readonly<Record<string, Settings>>>> };
  return config["exposure:services"]?.[service] ?? {};
}
