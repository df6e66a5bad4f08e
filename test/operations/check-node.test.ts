import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { parse } from "yaml";
import { temporaryFolder } from "../temporary-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(`${root}package.json`, "utf8"),
);

/** Runs a project's program as Pulumi's language host does: from its folder, with its `nodeargs`. */
for (const project of ["Pulumi.yaml", "stacks/demo/Pulumi.yaml", "stacks/haproxy-edge/Pulumi.yaml"]) {
  test(`${project}: plain pulumi on a Node that is too old says so in its first line`, async (t) => {
    const { runtime, main } = parse(readFileSync(`${root}${project}`, "utf8"));
    const host = ["--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:1", "--project", "p", "--stack", "dev"];
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...runtime.options.nodeargs.split(" "),
        join(root, "node_modules/@pulumi/pulumi/cmd/run"),
        ...host,
        main ?? ".",
      ],
      {
        cwd: join(root, dirname(project)),
        encoding: "utf8",
        env: { NODE_OPTIONS: await asVersion(await temporaryFolder(t), "22.19.0") },
      },
    );
    t.is(status, 1);
    t.regex(stderr, /^error: exposure needs Node\.js 22\.20 or newer, but \S+ is 22\.19\.0: run /);
  });
}

for (const [name, command] of Object.entries(scripts)) {
  test(`npm run ${name} first checks Node's version`, (t) => {
    t.regex(command, /^node (--require \.\/operations\/check-node\.cjs \S|operations\/check-node\.cjs && )/);
  });
}

for (const [version, status] of [
  ["18.20.8", 1],
  ["22.19.9", 1],
  ["22.20.0", 0],
  ["24.0.0", 0],
] as const) {
  test(`Node ${version} ${status === 0 ? "passes" : "is refused"}`, async (t) => {
    const checked = spawnSync(process.execPath, ["operations/check-node.cjs"], {
      cwd: root,
      encoding: "utf8",
      env: { NODE_OPTIONS: await asVersion(await temporaryFolder(t), version) },
    });
    t.is(checked.status, status);
    t.is(checked.stderr === "", status === 0, checked.stderr);
  });
}

/** Options that make Node report this version. */
async function asVersion(folder: string, version: string): Promise<string> {
  const file = join(folder, "version.cjs");
  await writeFile(file, `Object.defineProperty(process.versions, "node", { value: "${version}" });`);
  return `--require ${file}`;
}
