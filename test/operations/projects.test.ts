import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { UserError } from "../../core/model/user-error.ts";
import { flagKey, projectAt } from "../../operations/projects.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

for (const [folder, key] of [
  [".", "exposure:failover"],
  ["stacks/haproxy-edge", "haproxy-edge:failover"],
] as const) {
  test(`the switch of project ${folder} is ${key}, and its program can be loaded`, async (t) => {
    const project = await projectAt(join(repository, folder));
    t.is(flagKey(project), key);
    t.is(typeof (await project.program({ only: new Set() })), "function");
  });

  test(`an update of project ${folder}, opened for its configuration alone, is refused`, async (t) => {
    const program = await (await projectAt(join(repository, folder))).program(undefined);
    await t.throwsAsync(async () => program(), { message: /for its configuration alone/ });
  });
}

test("a project without switchable services is refused", async (t) => {
  const folder = join(repository, "stacks/demo");
  await t.throwsAsync(projectAt(folder), {
    instanceOf: UserError,
    message: `${folder}/Pulumi.yaml is of project "demo", whose services have no emergency switch: name the folder of exposure or haproxy-edge with --project`,
  });
});

test("a folder without a project is refused with the way out", async (t) => {
  const folder = join(repository, "stacks");
  await t.throwsAsync(projectAt(folder), {
    instanceOf: UserError,
    message: `there is no ${folder}/Pulumi.yaml: name the folder of a project with --project`,
  });
});

test("a Pulumi.yaml without a name is refused", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "Pulumi.yaml"), "");
  const error = await t.throwsAsync(projectAt(folder), { instanceOf: UserError });
  t.true(
    error.message.startsWith(`${folder}/Pulumi.yaml is of no project of this repository: `),
    error.message,
  );
});
