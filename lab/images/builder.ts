import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { projectRoot } from "../machine/folders.ts";
import { CommandError, run } from "../machine/run.ts";
import { saysDiskFull } from "../machine/space.ts";
import { findOnPath } from "../tools/source.ts";
import { compareVersions, parseVersion } from "../tools/version.ts";
import { engineState } from "./engine-state.ts";
import { echoImage, keepalivedImage, logrotateImage } from "./recipes.ts";

/** What builds images from a Dockerfile. */
export const builderNames = ["docker", "podman", "buildah"] as const;

export type BuilderName = (typeof builderNames)[number];

/** An image that is built from a folder of this repository. */
export interface BuiltImage {
  /** Its name in the stacks' defaults. */
  readonly reference: string;
  /** Folder below `images/` with its Dockerfile. */
  readonly folder: string;
}

/** The images that no registry has: `make images` builds them. */
export const builtImages: readonly BuiltImage[] = [
  { reference: echoImage, folder: "echo" },
  { reference: logrotateImage, folder: "logrotate" },
  { reference: keepalivedImage, folder: "keepalived" },
];

/**
 * The first builder that works on this machine.
 * @throws {UserError} with what to do where there is none
 */
export async function findBuilder(): Promise<BuilderName> {
  const silent: string[] = [];
  for (const name of builderNames) {
    if (findOnPath(name) === undefined) continue;
    if (name === "buildah" || (await engineState(name)) === "answers") return name;
    silent.push(name);
  }
  const what =
    silent.length === 0 ? "" : `${silent.join(" and ")} is installed but does not answer (start it); `;
  throw new UserError(
    `No image can be built here: ${what}docker, podman or buildah is needed. ` +
      "Run `make images REGISTRY=…` on a machine that has one of them; any cluster can then pull the images from there.",
  );
}

/** The name of an image in a registry: `registry.example.com/edge/echo:1`. */
export function inRegistry(reference: string, registry: string | undefined): string {
  return registry === undefined
    ? reference
    : `${registry}/${reference.slice(reference.lastIndexOf("/") + 1)}`;
}

/** @throws {UserError} with the builder's last lines */
export async function buildImage(builder: BuilderName, { folder }: BuiltImage, name: string): Promise<void> {
  const dockerfile = join(projectRoot, "images", folder);
  await told(`Image ${name} cannot be built`, builder, ["build", "--tag", name, dockerfile]);
}

/** @throws {UserError} with the builder's last lines, and how to log in */
export async function pushImage(builder: BuilderName, name: string): Promise<void> {
  const host = name.slice(0, name.indexOf("/"));
  await told(`Image ${name} cannot be pushed (\`${builder} login ${host}\`?)`, builder, ["push", name]);
}

/**
 * Has an image that is not here yet pulled.
 * @throws {UserError} with the engine's last lines, and the way without
 */
export async function ensurePulled(builder: "docker" | "podman", name: string): Promise<void> {
  if ((await imageId(builder, name)) !== undefined) return;
  const ways =
    "see that this machine reaches the registry, or take simulated nodes with `make up LAB=simulated`";
  await told(`Image ${name} cannot be pulled (${ways})`, builder, ["pull", name]);
}

/** What an image's content is known by; undefined for one that is not on this machine. */
export async function imageId(builder: "docker" | "podman", name: string): Promise<string | undefined> {
  try {
    return (await run(builder, ["image", "inspect", "--format", "{{.Id}}", name])).stdout.trim();
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** Writes an image as an archive that `kind load image-archive` reads. */
export async function saveImage(builder: BuilderName, name: string, file: string): Promise<void> {
  const what = `Image ${name} cannot be saved`;
  if (builder === "buildah") return told(what, builder, ["push", name, `docker-archive:${file}:${name}`]);
  const platform = builder === "docker" ? await platformArgs() : [];
  await told(what, builder, ["save", ...platform, "--output", file, name]);
}

/**
 * An image store that keeps whole indexes saves the index of all platforms, of which only one was pulled: the import fails
 * over those that are missing.
 * @see https://github.com/kubernetes-sigs/kind/issues/3795
 */
async function platformArgs(): Promise<readonly string[]> {
  const { stdout } = await run("docker", ["version", "--format", "{{.Server.Version}}"]);
  const version = parseVersion(stdout);
  if (version === undefined || compareVersions(version, [28, 0, 0]) < 0) return [];
  return ["--platform", `linux/${{ x64: "amd64" }[process.arch as string] ?? process.arch}`];
}

async function told(what: string, command: string, args: readonly string[]): Promise<void> {
  try {
    // An attestation is a further manifest, which an archive for one platform lacks.
    await run(command, args, { env: { BUILDX_NO_DEFAULT_ATTESTATIONS: "1" } });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (saysDiskFull(error.message))
      throw new UserError(
        `${what}: the disk is full. Make room, for example by \`${command} system prune\`.`,
      );
    const said = (error.stderr.trim() || error.stdout.trim()).split("\n").at(-1) ?? "";
    throw new UserError(`${what}: ${said === "" ? error.message : said}`);
  }
}
