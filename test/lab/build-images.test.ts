import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { projectRoot } from "../../lab/machine/folders.ts";
import { CommandError, run } from "../../lab/machine/run.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { standIns } from "./stand-ins.ts";

/** What `make images` runs, in a process of its own. */
async function makeImages(
  t: ExecutionContext,
  path: string,
  env: Readonly<Record<string, string>>,
  state?: string,
) {
  const folder = state ?? (await temporaryFolder(t));
  const options = {
    cwd: projectRoot,
    env: { PATH: path, XDG_STATE_HOME: folder, CONTEXT: "", LAB: "", REGISTRY: "", ...env },
  };
  try {
    return { code: 0, ...(await run(process.execPath, ["lab/build-images.ts"], options)) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { code: error.status, stdout: error.stdout, stderr: error.stderr };
  }
}

const answers = "exit 0";
const silent = "case $1 in version|info) echo no daemon >&2; exit 1 ;; esac";
const folderOf = (image: string) => join(projectRoot, "images", image);
const ask = {
  docker: "docker version --format {{.Server.Version}}",
  podman: "podman info",
  buildah: undefined,
};

for (const [builder, scripts] of [
  ["docker", { docker: answers, podman: answers }],
  ["podman", { docker: silent, podman: answers }],
  ["buildah", { docker: silent, podman: silent, buildah: answers }],
] as const) {
  test.serial(`${builder} builds and pushes the images where it is the first that answers`, async (t) => {
    const commands = await standIns(t, scripts);
    const { code, stdout } = await makeImages(t, commands.path, { REGISTRY: "registry.example.com/edge" });
    t.is(code, 0);
    const names = ["echo:1", "logrotate:2", "keepalived:1"].map(
      (name) => `registry.example.com/edge/${name}`,
    );
    t.deepEqual(
      commands.calls().filter((line) => line.startsWith(builder) && line !== ask[builder]),
      [
        ...names.map((name) => `${builder} build --tag ${name} ${folderOf(name.replace(/^.*\/|:.*$/g, ""))}`),
        ...names.map((name) => `${builder} push ${name}`),
      ],
    );
    t.true(
      stdout.endsWith(
        "\nTry them on your cluster: make up CONTEXT=<kube context> REGISTRY=registry.example.com/edge\n",
      ),
      stdout,
    );
  });
}

test.serial("without a registry the images go into the lab's kind cluster", async (t) => {
  const commands = await standIns(t, {
    docker: 'test "$1" = version && echo 27.5.1; exit 0',
    kind: 'echo "$KIND_EXPERIMENTAL_PROVIDER" >&2',
  });
  const state = await temporaryFolder(t);
  const folder = join(state, "exposure-lab", "kind");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "engine"), "podman");
  writeFileSync(join(folder, "complete"), "");
  const { code } = await makeImages(t, commands.path, {}, state);
  t.is(code, 0);
  t.deepEqual(
    commands
      .calls()
      .filter((line) => /save|kind/.test(line))
      .map((line) => line.replaceAll(/\/tmp\/exposure-lab-image-\w+/g, "TMP")),
    ["echo:1", "logrotate:2", "keepalived:1"].flatMap((name) => [
      `docker save --output TMP/image.tar exposure.local/${name}`,
      "kind load image-archive TMP/image.tar --name exposure-lab",
    ]),
  );
});

for (const [what, scripts, env, told] of [
  [
    "without a builder",
    {},
    {},
    "error: No image can be built here: docker, podman or buildah is needed. Run `make images REGISTRY=…` on a machine that has one of them; any cluster can then pull the images from there.\n",
  ],
  [
    "with a docker that has no daemon",
    { docker: silent },
    {},
    "error: No image can be built here: docker is installed but does not answer (start it); docker, podman or buildah is needed. Run `make images REGISTRY=…` on a machine that has one of them; any cluster can then pull the images from there.\n",
  ],
  [
    "with a registry that refuses",
    {
      docker:
        "test $1 = push && { echo 'denied: requested access to the resource is denied' >&2; exit 1; }; exit 0",
    },
    { REGISTRY: "registry.example.com/edge" },
    "error: Image registry.example.com/edge/echo:1 cannot be pushed (`docker login registry.example.com`?): denied: requested access to the resource is denied\n",
  ],
  [
    "with an address for a registry",
    { docker: answers },
    { REGISTRY: "https://registry.example.com" },
    'error: REGISTRY must be a registry and folder as in an image\'s name, such as registry.example.com/edge, not "https://registry.example.com".\n',
  ],
] as const) {
  test.serial(`${what} \`make images\` says in one sentence what to do`, async (t) => {
    const commands = await standIns(t, scripts);
    const { code, stderr } = await makeImages(t, commands.path, env);
    t.is(code, 1);
    t.is(stderr, told);
  });
}
