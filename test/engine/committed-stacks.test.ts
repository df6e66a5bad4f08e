import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { run } from "../../lab/machine/run.ts";
import { folderOf, openStack, type ProjectName, readers } from "../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../lab/tools/engine.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { counts, type EngineFixture, startEngine } from "./fixture.ts";

/** The repository's stack files, as the lab and a user use them. */
let fixture: EngineFixture;

test.before(async () => {
  fixture = await startEngine("committed-stacks");
});
test.after.always(() => fixture?.close());

const projects: readonly ProjectName[] = ["exposure", ...readers];
const stackFile = (project: ProjectName) => join(folderOf(project), "Pulumi.dev.yaml");

for (const project of projects) {
  test.serial(`${project}: \`pulumi stack init dev\` creates a user's own stack`, async (t) => {
    const checkout = await temporaryFolder(t);
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "index.ts"]) {
      await cp(join(folderOf(project), file), join(checkout, file));
    }
    const { path, home } = await ensureEngine();
    const env = {
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: pathToFileURL(await temporaryFolder(t)).href,
      PULUMI_CONFIG_PASSPHRASE: "the user's",
    };
    await t.notThrowsAsync(
      run(path, ["stack", "init", "dev", "--cwd", checkout, "--non-interactive"], { env }),
    );
    t.regex(await readFile(join(checkout, "Pulumi.dev.yaml"), "utf8"), /^encryptionsalt: v1:/m);
  });
}

test.serial("the lab's updates do not change the committed stack files", async (t) => {
  t.timeout(600_000);
  // No backends are made beforehand, as for `make up`: of a Service without a selector that the demo stack takes over, the
  // plugin (v4.34) may record what it was before, and so update it once more.
  const files = async () => Promise.all(projects.map((project) => readFile(stackFile(project), "utf8")));
  const before = await files();
  const backend = join(await temporaryFolder(t), "pulumi");
  const { kubeconfig } = fixture.cluster;
  const engine = await ensureEngine();
  for (const again of [false, true]) {
    for (const project of projects) {
      const stack = await openStack({ project, stack: "dev", engine, backend, kubeconfig });
      const steps: object[] = [];
      const { summary } = await stack.up({ onEvent: (event) => steps.push(...changeIn(event)) });
      if (!again) continue;
      t.deepEqual(steps, [], project);
      t.deepEqual(Object.keys(counts(summary.resourceChanges)), ["same"], project);
    }
  }
  t.deepEqual(await files(), before);
});

/** What an event says of a resource that is not the same: what differs, from which value to which. */
function changeIn({ resourcePreEvent }: EngineEvent): readonly object[] {
  if (resourcePreEvent === undefined) return [];
  const { op, urn, detailedDiff, old, new: after } = resourcePreEvent.metadata;
  if (op === "same" || op === "read") return [];
  return [{ op, urn, detailedDiff, before: old?.outputs, after: after?.inputs }];
}
