import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { Kubectl } from "../cluster/kubectl.ts";
import { requireFreePort, requireFreePorts } from "../cluster/port.ts";
import { note, step } from "../console/step.ts";
import {
  type BuilderName,
  type BuiltImage,
  buildImage,
  builtImages,
  ensurePulled,
  imageId,
  saveImage,
} from "../images/builder.ts";
import { stateRoot } from "../machine/folders.ts";
import { CommandError, run } from "../machine/run.ts";
import { requireSpace, saysDiskFull } from "../machine/space.ts";
import { findOnPath } from "../tools/source.ts";
import type { KindEngine } from "./ability.ts";
import { kindCluster, mappedPorts, renderKindConfig } from "./config.ts";

/** Where everything of the kind cluster lies that is not in its containers. */
export function kindFolder(): string {
  return join(stateRoot(), "kind");
}

export interface KindOptions {
  readonly engine: KindEngine;
  /** Port of the API server. */
  readonly port: number;
  /** Images of the controllers, pulled and loaded beside those that this repository builds. */
  readonly images: readonly string[];
  readonly kubectl: string;
  /** Called before the first thing is made that `make down` has to take away. */
  readonly onCreate: () => Promise<void>;
}

/** What a kind cluster cannot start below, in bytes: its node image, and the images in each of three nodes. */
const leastSpace = 4e9;

/**
 * Makes sure that the kind cluster runs with the images in it. What can fail is done before the cluster is made: space,
 * ports, pulls, builds. One whose start was interrupted, or that does not answer, is made anew.
 * @throws {UserError} in one sentence, with the way out
 */
export async function startKind(options: KindOptions): Promise<void> {
  const { engine, port, images, onCreate } = options;
  const kubectl = new Kubectl(options.kubectl, join(kindFolder(), "kubeconfig"));
  const runs = existsSync(completeMark()) && (await isThere(engine)) && (await kubectl.isReady());
  if (runs) note(`Cluster ${kindCluster} runs already (kind)`);
  else {
    await requireSpace(await engineFolder(engine), leastSpace, "A kind cluster");
    await stopKind();
    await requireFreePort(port);
    await requireFreePorts(Object.values(mappedPorts).flatMap(({ http, https }) => [http, https]));
  }
  await gather(engine, images);
  if (!runs) {
    await onCreate();
    await create(engine, port);
  }
  await load(engine, [...images, ...ours.map(({ reference }) => reference)]);
}

/** Deletes the kind cluster, half started or not, and everything of it. @throws {UserError} where kind is gone */
export async function stopKind(): Promise<void> {
  const folder = kindFolder();
  if (!existsSync(folder)) return;
  if (findOnPath("kind") === undefined) {
    throw new UserError(
      `The kind cluster ${kindCluster} cannot be deleted without kind: put it back on PATH.`,
    );
  }
  const engine = readFileSync(join(folder, "engine"), "utf8") as KindEngine;
  await kind(engine, [
    "delete",
    "cluster",
    "--name",
    kindCluster,
    "--kubeconfig",
    join(folder, "kubeconfig"),
  ]);
  await rm(folder, { recursive: true });
}

/** Images of this repository that the dev stack runs: no virtual IP, so no keepalived. */
const ours: readonly BuiltImage[] = builtImages.filter(({ folder }) => folder !== "keepalived");

async function gather(engine: KindEngine, images: readonly string[]): Promise<void> {
  for (const image of images) {
    await step(`Pulling ${image}, unless it is here`, () => ensurePulled(engine, image));
  }
  for (const image of ours) {
    await step(`Building ${image.reference}`, () => buildImage(engine, image, image.reference));
  }
}

async function create(engine: KindEngine, port: number): Promise<void> {
  const folder = kindFolder();
  await mkdir(folder, { recursive: true });
  // what `make down` has to know, should this be interrupted
  await writeFile(join(folder, "engine"), engine);
  const config = join(folder, "kind.yaml");
  await writeFile(config, renderKindConfig(port));
  await step(`Creating kind cluster ${kindCluster} (${engine})`, (progress) =>
    kind(
      engine,
      [
        ...["create", "cluster", "--name", kindCluster, "--config", config],
        ...["--kubeconfig", join(folder, "kubeconfig"), "--wait", "180s"],
      ],
      progress,
    ),
  );
  await writeFile(completeMark(), "");
}

/** Loads images that are new or have changed into the cluster's nodes. */
async function load(builder: KindEngine, images: readonly string[]): Promise<void> {
  const record = join(kindFolder(), "loaded.json");
  const loaded: Record<string, string> = existsSync(record) ? JSON.parse(readFileSync(record, "utf8")) : {};
  for (const image of images) {
    const id = await imageId(builder, image);
    if (id === undefined || loaded[image] === id) continue;
    await step(`Loading ${image} into the nodes`, () => loadOne(builder, builder, image));
    loaded[image] = id;
    await writeFile(record, JSON.stringify(loaded));
  }
}

/** @param engine what the cluster's nodes run in */
export async function loadOne(engine: KindEngine, builder: BuilderName, image: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "exposure-lab-image-"));
  try {
    const file = join(work, "image.tar");
    await saveImage(builder, image, file);
    await kind(engine, ["load", "image-archive", file, "--name", kindCluster]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The engine of the lab's kind cluster; undefined where it is not up. */
export function runningKind(): KindEngine | undefined {
  if (!existsSync(completeMark())) return undefined;
  return readFileSync(join(kindFolder(), "engine"), "utf8") as KindEngine;
}

async function isThere(engine: KindEngine): Promise<boolean> {
  return (await kind(engine, ["get", "clusters"])).split("\n").includes(kindCluster);
}

/** Where an engine keeps its images; on a virtual machine's disk (macOS) that cannot be seen, the state's folder. */
async function engineFolder(engine: KindEngine): Promise<string> {
  const field = { docker: "{{.DockerRootDir}}", podman: "{{.Store.GraphRoot}}" }[engine];
  const folder = (await run(engine, ["info", "--format", field])).stdout.trim();
  return existsSync(folder) ? folder : stateRoot();
}

function completeMark(): string {
  return join(kindFolder(), "complete");
}

async function kind(
  engine: KindEngine,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<string> {
  const env = { KIND_EXPERIMENTAL_PROVIDER: engine };
  try {
    return (await run("kind", args, { env, ...(onLine && { onLine }) })).stdout;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (saysDiskFull(error.message)) {
      throw new UserError(
        `kind fails because the disk is full: make room, for example by \`${engine} system prune\`.`,
      );
    }
    throw new UserError(`\`kind ${args.slice(0, 2).join(" ")}\` failed: ${error.message}`);
  }
}
