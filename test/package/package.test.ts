import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { CommandError, run } from "../../lab/machine/run.ts";
import { documentedProgram, packedConsumer, removeBuild } from "./consumer.ts";

const bin = (name: string) => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));
const mockRun = fileURLToPath(new URL("mock-run.mjs", import.meta.url));

let folder: string;
let tarball: string;
let project: string;

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "exposure-package-"));
  ({ tarball, project } = await packedConsumer(folder));
});
test.after.always(async () => {
  await removeBuild();
  await rm(folder, { recursive: true, force: true });
});

test.serial(
  "the tarball has JavaScript, types and source maps, and nothing of the repository's programs",
  async (t) => {
    const { stdout } = await run("tar", ["-tzf", tarball]);
    const files = stdout
      .trimEnd()
      .split("\n")
      .map((file) => file.replace("package/", ""));
    const top = new Set(files.map((file) => file.split("/")[0]));
    t.deepEqual([...top].toSorted(), ["LICENSE", "README.md", "dist", "package.json", "schema"]);
    const built = files.filter((file) => file.startsWith("dist/"));
    t.deepEqual([...new Set(built.map((file) => file.split("/")[1]))].toSorted(), ["components", "core"]);
    for (const entry of ["dist/components/index", "dist/components/outputs"]) {
      for (const ending of [".js", ".js.map", ".d.ts"])
        t.true(built.includes(`${entry}${ending}`), entry + ending);
    }
  },
);

test.serial("publint finds nothing", async (t) => {
  const { stdout } = await run(bin("publint"), ["run", tarball, "--strict"]);
  t.regex(stdout, /All good/);
});

test.serial("are-the-types-wrong finds nothing but that the package is ESM", async (t) => {
  const { stdout } = await run(bin("attw"), [tarball, "--profile", "esm-only", "--format", "json"]);
  const { problems = {} } = JSON.parse(stdout) as { readonly problems?: Readonly<Record<string, unknown>> };
  // ESM alone: CommonJS, and what resolves as Node 10 did, cannot require it.
  t.deepEqual(Object.keys(problems).toSorted(), ["CJSResolvesToESM", "NoResolution"]);
});

test.serial("the documented program compiles under strict, and wrong arguments do not", async (t) => {
  const wrong = [
    'const wrong = new ServiceIngress("wrong", {',
    "  class: publicClass,",
    "  // @ts-expect-error the model has no such protocol",
    '  protocol: "ftp",',
    "  backend: { service: api.activeBackend, port: 80 },",
    "});",
    "export const all = [wrong];",
  ].join("\n");
  await writeFile(join(project, "program.ts"), await documentedProgram());
  await writeFile(join(project, "types.ts"), `${await documentedProgram()}\n${wrong}\n`);
  const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--types", "node"];
  await t.notThrowsAsync(
    run(bin("tsc"), [...flags, "program.ts", "types.ts"], { cwd: project, timeout: 240_000 }),
  );
});

for (const file of ["program.ts", "program.mjs"]) {
  test.serial(`the documented program runs as ${file}`, async (t) => {
    const { registered, refused } = await outcomeOf(file, await documentedProgram());
    t.is(refused, undefined);
    t.deepEqual(
      registered.filter((name) => /Ingress(Controller)?::|HostMaster/.test(name)),
      [
        "exposure:index:HostMaster::public-host-www.example.com",
        "exposure:index:IngressController::public",
        "exposure:index:ServiceIngress::api",
        "exposure:index:ServiceIngress::shop",
        "exposure:index:ServiceIngress::web",
        "kubernetes:networking.k8s.io/v1:Ingress::api-ingress",
        "kubernetes:networking.k8s.io/v1:Ingress::public-host-www.example.com-ingress",
        "kubernetes:networking.k8s.io/v1:Ingress::shop-ingress",
        "kubernetes:networking.k8s.io/v1:Ingress::web-ingress",
      ],
    );
  });
}

test.serial("a consumer's mistakes are refused in the words of the preview", async (t) => {
  const program = (await documentedProgram()).replace(
    'hosts: ["api.example.com"]',
    'host: "api.example.com"',
  );
  const { refused, registered } = await outcomeOf("mistaken.mjs", program);
  t.is(refused, `services.api.host: unknown key, did you mean "hosts"?`);
  t.false(registered.some((name) => name.endsWith("::api")));
});

test.serial("to import the package declares nothing", async (t) => {
  const { registered } = await outcomeOf("empty.mjs", 'import "exposure";\nimport "exposure/outputs";\n');
  t.deepEqual(registered, ["pulumi:pulumi:Stack::consumer-test"]);
});

test.serial("its inner files cannot be imported", async (t) => {
  await writeFile(join(project, "inner.mjs"), 'import "exposure/dist/components/program.js";\n');
  const error = await t.throwsAsync(run(process.execPath, [join(project, "inner.mjs")]), {
    instanceOf: CommandError,
  });
  t.regex(error?.stderr ?? "", /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

interface Outcome {
  readonly registered: readonly string[];
  readonly refused?: string;
}

async function outcomeOf(file: string, program: string): Promise<Outcome> {
  await writeFile(join(project, file), program);
  const { stdout } = await run(process.execPath, [mockRun, join(project, file)], {
    cwd: project,
    timeout: 120_000,
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}
