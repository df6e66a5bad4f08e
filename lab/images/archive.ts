import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cacheRoot } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { sha256 } from "../machine/sha256.ts";

/** What a container of the image runs, as in the OCI image configuration. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  /** `uid:gid`. @default root */
  readonly user?: string;
}

/** An image archive as `docker save` writes it. */
export interface ImageArchive {
  readonly file: string;
  /** Names of the image once imported, for example `exposure.local/echo:1`. */
  readonly references: readonly string[];
}

/**
 * The lab's image folder. Archives put here by hand are used as well, under the names they carry: that is how controllers'
 * images reach a lab that cannot pull them.
 * @default ~/.cache/exposure-lab/images
 */
export function imageFolder(): string {
  return join(cacheRoot(), "images");
}

/** Every archive in the lab's image folder, by file name. */
export async function listArchives(folder = imageFolder()): Promise<readonly ImageArchive[]> {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".tar") && !name.startsWith("."));
  return Promise.all(files.sort().map((name) => readArchive(join(folder, name))));
}

/**
 * Packs one root filesystem as an image archive that `ctr images import` and `docker load` read. The archive takes its
 * name only when it is complete.
 * @param layer tar archive of the root filesystem; it is moved
 */
export async function writeArchive(
  layer: string,
  reference: string,
  config: ImageConfig,
  file: string,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const work = await mkdtemp(join(dirname(file), `.${basename(file)}.`));
  try {
    const layerDigest = await sha256(layer);
    const document = JSON.stringify(imageDocument(config, layerDigest));
    const configFile = `${createHash("sha256").update(document).digest("hex")}.json`;
    const layerFile = `${layerDigest}/layer.tar`;
    await mkdir(join(work, layerDigest));
    await rename(layer, join(work, layerFile));
    await writeFile(join(work, configFile), document);
    await writeFile(join(work, "manifest.json"), JSON.stringify(manifest(configFile, reference, layerFile)));
    const packed = join(work, "packed");
    await run("tar", ["-C", work, "-cf", packed, "manifest.json", configFile, layerDigest]);
    await rename(packed, file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The image configuration of a single layer, without a date: same content, same image. */
export function imageDocument(
  config: ImageConfig,
  layerDigest: string,
  arch = process.arch as string,
): object {
  return {
    architecture: { x64: "amd64" }[arch] ?? arch,
    os: "linux",
    config: {
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Entrypoint: config.entrypoint,
      ...(config.user === undefined ? {} : { User: config.user }),
    },
    rootfs: { type: "layers", diff_ids: [`sha256:${layerDigest}`] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "exposure lab" }],
  };
}

function manifest(config: string, reference: string, layer: string): object {
  return [{ Config: config, RepoTags: [reference], Layers: [layer] }];
}

async function readArchive(file: string): Promise<ImageArchive> {
  const { stdout } = await run("tar", ["--occurrence=1", "-xOf", file, "manifest.json"]);
  const entries = JSON.parse(stdout) as readonly { readonly RepoTags?: readonly string[] | null }[];
  return { file, references: entries.flatMap(({ RepoTags }) => RepoTags ?? []) };
}
