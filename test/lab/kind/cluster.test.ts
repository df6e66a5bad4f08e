import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { freePort } from "../../../lab/cluster/port.ts";
import { kindFolder, runningKind, startKind, stopKind } from "../../../lab/kind/cluster.ts";
import { projectRoot } from "../../../lab/machine/folders.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { standIns } from "../stand-ins.ts";

/** A docker whose daemon answers, and a kind that makes what it is asked for. */
const docker = `case "$*" in
  "version --format {{.Server.Version}}") echo 28.2.2 ;;
  "info --format {{.DockerRootDir}}") echo /var/lib/docker ;;
  "image inspect --format {{.Id}} docker.io/nginx/nginx-ingress:5.5.4") test -e "$HOME/pulled" && echo sha256:f5 ;;
  "image inspect"*) echo "sha256:$5" ;;
  pull*) touch "$HOME/pulled" ;;
esac`;
const kind = `case "$1 $2" in
  "get clusters") cat "$HOME/clusters" 2>/dev/null ;;
  "create cluster") echo exposure-lab > "$HOME/clusters"; touch "$8" ;;
  "delete cluster") rm -f "$HOME/clusters" ;;
esac
exit 0`;
const kubectl = "exit 0";
const image = "docker.io/nginx/nginx-ingress:5.5.4";
const platform = `linux/${{ x64: "amd64" }[process.arch as string] ?? process.arch}`;

async function stateOf(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const before = { HOME: process.env.HOME, XDG_STATE_HOME: process.env.XDG_STATE_HOME };
  Object.assign(process.env, { HOME: folder, XDG_STATE_HOME: folder });
  t.teardown(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  return folder;
}

const steps: string[] = [];
const start = async (port: number) => {
  steps.length = 0;
  await startKind({
    engine: "docker",
    port,
    images: [image],
    kubectl: "kubectl",
    onCreate: async () => void steps.push("remembered"),
  });
};

/** Without the names of temporary folders. */
const told = (calls: readonly string[]) =>
  calls.map((line) => line.replaceAll(/\/tmp\/exposure-lab-image-\w+/g, "TMP").replaceAll(/ {2,}/g, " "));

test.serial("images are pulled and built before the cluster is made; each is loaded once", async (t) => {
  await stateOf(t);
  const commands = await standIns(t, { docker, kind, kubectl });
  const port = await freePort();
  await start(port);
  const folder = kindFolder();
  const load = (name: string) => [
    `docker image inspect --format {{.Id}} ${name}`,
    "docker version --format {{.Server.Version}}",
    `docker save --platform ${platform} --output TMP/image.tar ${name}`,
    "kind load image-archive TMP/image.tar --name exposure-lab",
  ];
  const build = (folder: string, name: string) =>
    `docker build --tag ${name} ${join(projectRoot, "images", folder)}`;
  t.deepEqual(told(commands.calls()), [
    "docker info --format {{.DockerRootDir}}",
    `docker image inspect --format {{.Id}} ${image}`,
    `docker pull ${image}`,
    build("echo", "exposure.local/echo:1"),
    build("logrotate", "exposure.local/logrotate:2"),
    `kind create cluster --name exposure-lab --config ${folder}/kind.yaml --kubeconfig ${folder}/kubeconfig --wait 180s`,
    ...load(image),
    ...load("exposure.local/echo:1"),
    ...load("exposure.local/logrotate:2"),
  ]);
  t.deepEqual(steps, ["remembered"]);
  t.is(runningKind(), "docker");
  t.true(readFileSync(join(folder, "kind.yaml"), "utf8").includes(`apiServerPort: ${port}`));

  await start(port);
  t.deepEqual(told(commands.calls()), [
    "kind get clusters",
    `kubectl --kubeconfig ${folder}/kubeconfig get --raw /readyz --request-timeout=3s`,
    `docker image inspect --format {{.Id}} ${image}`,
    build("echo", "exposure.local/echo:1"),
    build("logrotate", "exposure.local/logrotate:2"),
    ...[image, "exposure.local/echo:1", "exposure.local/logrotate:2"].map(
      (name) => `docker image inspect --format {{.Id}} ${name}`,
    ),
  ]);
  t.deepEqual(steps, []);

  await stopKind();
  t.deepEqual(commands.calls(), [
    `kind delete cluster --name exposure-lab --kubeconfig ${folder}/kubeconfig`,
  ]);
  t.false(existsSync(folder));
  await stopKind();
  t.deepEqual(commands.calls(), []);
});

test.serial("a cluster whose start was interrupted is deleted, and made anew", async (t) => {
  await stateOf(t);
  const failing = kind.replace('touch "$8"', "exit 1");
  const broken = await standIns(t, { docker, kind: failing, kubectl });
  const port = await freePort();
  await t.throwsAsync(start(port), { instanceOf: UserError, message: /^`kind create cluster` failed: / });
  t.deepEqual(steps, ["remembered"]);
  t.is(runningKind(), undefined);
  broken.calls();
  const commands = await standIns(t, { docker, kind, kubectl });
  await start(port);
  t.deepEqual(
    commands
      .calls()
      .filter((line) => line.startsWith("kind") && !line.includes("load"))
      .map((line) => line.split(" ").slice(0, 3).join(" ")),
    ["kind delete cluster", "kind create cluster"],
  );
  await stopKind();
});

for (const [what, scripts, message] of [
  [
    "an image that cannot be pulled",
    {
      docker: docker.replace(
        'pull*) touch "$HOME/pulled"',
        "pull*) echo 'Error: manifest unknown' >&2; exit 1",
      ),
    },
    `Image ${image} cannot be pulled (see that this machine reaches the registry, or take simulated nodes with \`make up LAB=simulated\`): Error: manifest unknown`,
  ],
  [
    "a disk that is full in the middle of a pull",
    {
      docker: docker.replace(
        'pull*) touch "$HOME/pulled"',
        "pull*) echo 'write /x: no space left on device' >&2; exit 1",
      ),
    },
    /: the disk is full\. Make room, for example by `docker system prune`\.$/,
  ],
  [
    "an image that cannot be built",
    { docker: `case "$1" in build) echo 'go: no network' >&2; exit 1 ;; esac\n${docker}` },
    "Image exposure.local/echo:1 cannot be built: go: no network",
  ],
] as const) {
  test.serial(`${what} is told before a cluster is made`, async (t) => {
    await stateOf(t);
    const commands = await standIns(t, { kind, kubectl, ...scripts });
    await t.throwsAsync(start(await freePort()), {
      instanceOf: UserError,
      message,
    });
    t.deepEqual(
      commands.calls().filter((line) => line.startsWith("kind")),
      [],
    );
    t.deepEqual(steps, []);
    t.false(existsSync(kindFolder()));
  });
}

test.serial("a mapped port that is taken is told before anything is pulled", async (t) => {
  await stateOf(t);
  const commands = await standIns(t, { docker, kind, kubectl });
  const server = createServer();
  server.listen(8081, "127.0.0.1");
  const taken = await Promise.race([
    once(server, "listening").then(() => true),
    once(server, "error").then(() => true),
  ]);
  t.true(taken);
  await t.throwsAsync(start(await freePort()), {
    instanceOf: UserError,
    message:
      /^Ports of this machine that the kind cluster's workers need are taken: (.*, )?8081 by .*; stop it, then try again\.$/,
  });
  server.close();
  t.deepEqual(commands.calls(), ["docker info --format {{.DockerRootDir}}"]);
});
