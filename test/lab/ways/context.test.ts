import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { contextTarget } from "../../../lab/ways/context.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { toldBy } from "../../told-problems.ts";

/** The lab's folder, with this for the user's kubeconfig; none where it is undefined. */
async function kubeconfigOf(t: ExecutionContext, text: string | undefined): Promise<string> {
  const folder = await temporaryFolder(t);
  process.env.KUBECONFIG = join(folder, "config");
  process.env.XDG_STATE_HOME = folder;
  if (text !== undefined) writeFileSync(join(folder, "config"), text);
  return folder;
}

const known = `
contexts:
  - { name: prod, context: { cluster: c, user: u } }
  - { name: test, context: { cluster: c } }
  - { name: torn, context: { cluster: gone } }
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {}}]
`;

for (const [what, text, problem] of [
  ["a context that is missing", known, "context: unknown-context"],
  ["a kubeconfig that is no YAML", "{", "kubeconfig: invalid-yaml"],
] as const) {
  test.serial(
    `CONTEXT= with ${what} is refused in the program's words, before anything is made`,
    async (t) => {
      const folder = await kubeconfigOf(t, text);
      t.deepEqual(await toldBy(() => contextTarget("staging")), [problem]);
      t.false(existsSync(join(folder, "exposure-lab")));
    },
  );
}

test.serial("CONTEXT= of a cluster that does not answer is refused before anything is made", async (t) => {
  const folder = await kubeconfigOf(t, known);
  await t.throwsAsync(contextTarget("prod"), {
    message:
      /^the Kubernetes API server https:\/\/127\.0\.0\.1:1 \(context "prod"\) cannot be reached: connection refused; /,
  });
  t.false(existsSync(join(folder, "exposure-lab")));
});
