import { mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { codeDate, ensurePlugins, pluginFile, pluginVersion } from "../../../lab/tools/plugins.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const names = ["kubernetes", "random"] as const;
const versions = { kubernetes: pluginVersion("kubernetes"), random: pluginVersion("random") };

function put(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
  return file;
}

async function ensured(home: string, pulumiHome: string, path = ""): Promise<readonly string[]> {
  const lines: string[] = [];
  const engine = { path: "/no/pulumi", home };
  await ensurePlugins(engine, (line) => lines.push(line), { pulumiHome, path });
  return lines;
}

test("versions are those of the npm packages", (t) => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>;
  };
  t.is(packages["node_modules/@pulumi/kubernetes"]?.version, versions.kubernetes);
  t.is(packages["node_modules/@pulumi/random"]?.version, versions.random);
});

test("installed plugins are linked, ~/.pulumi before PATH", async (t) => {
  const [home, usual, path] = [await temporaryFolder(t), await temporaryFolder(t), await temporaryFolder(t)];
  const kubernetes = put(pluginFile(usual, "kubernetes"));
  put(join(path, "pulumi-resource-kubernetes"));
  const random = put(join(path, "pulumi-resource-random"));
  t.deepEqual(await ensured(home, usual, path), [
    `kubernetes plugin ${versions.kubernetes}: installed`,
    `random plugin ${versions.random}: installed`,
  ]);
  t.is(readlinkSync(pluginFile(home, "kubernetes")), kubernetes);
  t.is(readlinkSync(pluginFile(home, "random")), random);
});

test("downloaded plugins are used and never overwritten", async (t) => {
  const [home, usual] = [await temporaryFolder(t), await temporaryFolder(t)];
  for (const name of names) put(pluginFile(home, name));
  t.deepEqual(await ensured(home, usual), [
    `kubernetes plugin ${versions.kubernetes}: downloaded (no pulumi-resource-kubernetes is installed)`,
    `random plugin ${versions.random}: downloaded (no pulumi-resource-random is installed)`,
  ]);
  for (const name of names) t.is(readFileSync(pluginFile(home, name), "utf8"), "#!/bin/sh\n");
});

test("the link follows a plugin that has moved", async (t) => {
  const [home, usual] = [await temporaryFolder(t), await temporaryFolder(t)];
  for (const name of names) {
    put(pluginFile(usual, name));
    mkdirSync(dirname(pluginFile(home, name)), { recursive: true });
    symlinkSync("/gone", pluginFile(home, name));
  }
  await ensured(home, usual);
  for (const name of names) t.is(statSync(pluginFile(home, name)).ino, statSync(pluginFile(usual, name)).ino);
});

test("the date of a build's code comes from its pseudo-version", (t) => {
  t.is(codeDate("v4.0.0-20260115033456-f47bc2d6f199"), "its code of 2026-01-15");
  t.is(codeDate("v4.35.0"), "its code v4.35.0");
});
