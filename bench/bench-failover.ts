import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { step } from "../lab/console/step.ts";
import { projectRoot } from "../lab/machine/folders.ts";
import { runCommand } from "../operations/command.ts";
import { withMeasurements } from "./data/page.ts";
import { switchAll, switchOne } from "./failover/contest.ts";
import { startField } from "./failover/field.ts";
import { resultTable } from "./failover/results.ts";

const page = join(projectRoot, "docs", "failover.md");
const services = 1_000;

await runCommand(async () => {
  const field = await step(`A stack of ${services} services`, (progress) => startField(services, progress));
  try {
    const oneService = await step("One service switched", (progress) => switchOne(field, progress));
    const all = await step(`All ${services} switched`, (progress) => switchAll(field, progress));
    const tables = [
      resultTable("One service, command to Ingress patched", oneService),
      resultTable(`All ${services} services, command to the last Ingress patched`, all),
    ].join("\n\n");
    console.log(`\n${tables}\n`);
    await writeFile(page, withMeasurements(await readFile(page, "utf8"), tables, "make bench-failover"));
  } finally {
    await field.close();
  }
});
