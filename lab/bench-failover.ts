import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withMeasurements } from "./bench-data/page.ts";
import { switchAll, switchOne } from "./bench-failover/contest.ts";
import { startField } from "./bench-failover/field.ts";
import { resultTable } from "./bench-failover/results.ts";
import { runCommand } from "./errors.ts";
import { step } from "./step.ts";
import { projectRoot } from "./version.ts";

const page = join(projectRoot, "docs", "failover.md");
const services = 1_000;

await runCommand(async () => {
  const field = await step(`A stack of ${services} services`, (progress) => startField(services, progress));
  try {
    const one = await step("One service switched", (progress) => switchOne(field, progress));
    const all = await step(`All ${services} switched`, (progress) => switchAll(field, progress));
    const tables = [
      resultTable("One service, command to Ingress patched", one),
      resultTable(`All ${services} services, command to the last Ingress patched`, all),
    ].join("\n\n");
    console.log(`\n${tables}\n`);
    await writeFile(page, withMeasurements(await readFile(page, "utf8"), tables, "make bench-failover"));
  } finally {
    await field.close();
  }
});
