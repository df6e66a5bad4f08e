import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { pluginVersion } from "../../../lab/plugins/versions.ts";
import { ensurePlugins, isStandIn, writeStandIn } from "../../../lab/tools/plugins.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const versions = { kubernetes: pluginVersion("kubernetes"), random: pluginVersion("random") };

const executable = (home: string, name: "kubernetes" | "random") =>
  join(home, "plugins", `resource-${name}-v${versions[name]}`, `pulumi-resource-${name}`);

interface Manifest {
  readonly dependencies: Readonly<Record<`@pulumi/${"kubernetes" | "random"}`, string>>;
}

test("versions are those of the npm packages", (t) => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  t.is(versions.kubernetes, manifest.dependencies["@pulumi/kubernetes"]);
  t.is(versions.random, manifest.dependencies["@pulumi/random"]);
});

test("a stand-in is an executable that says what it is", async (t) => {
  const home = await temporaryFolder(t);
  await writeStandIn("kubernetes", home);
  const file = executable(home, "kubernetes");
  t.true(isStandIn(file));
  t.is(statSync(file).mode & 0o777, 0o755);
  t.regex(
    readFileSync(file, "utf8"),
    /^#!\/bin\/sh\n# .*stand-in.*\nexec '.+' --max-semi-space-size=2 '.+\/lab\/plugins\/kubernetes\/main\.ts' "\$@"\n$/,
  );
});

test("a stand-in of a checkout that moved is written anew, one that is right is left alone", async (t) => {
  const home = await temporaryFolder(t);
  await writeStandIn("random", home);
  const file = executable(home, "random");
  const right = readFileSync(file, "utf8");
  writeFileSync(file, right.replace("/lab/plugins/", "/moved/"));
  await writeStandIn("random", home);
  t.is(readFileSync(file, "utf8"), right);
  const { ino } = lstatSync(file);
  await writeStandIn("random", home);
  t.is(lstatSync(file).ino, ino);
});

test("official plugins that are installed are used and never overwritten", async (t) => {
  const home = await temporaryFolder(t);
  for (const name of ["kubernetes", "random"] as const) {
    mkdirSync(join(executable(home, name), ".."), { recursive: true });
    writeFileSync(executable(home, name), "#!/bin/sh\n", { mode: 0o755 });
  }
  const lines: string[] = [];
  const plugins = await ensurePlugins({
    pulumi: "/no/pulumi",
    pulumiHome: home,
    log: (line) => lines.push(line),
  });
  t.deepEqual(plugins, [
    { name: "kubernetes", version: versions.kubernetes, source: "installed" },
    { name: "random", version: versions.random, source: "installed" },
  ]);
  t.deepEqual(lines, [
    `kubernetes plugin ${versions.kubernetes}: installed`,
    `random plugin ${versions.random}: installed`,
  ]);
  t.is(readFileSync(executable(home, "kubernetes"), "utf8"), "#!/bin/sh\n");
  t.true(existsSync(executable(home, "random")));
});
