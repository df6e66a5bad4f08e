import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { withLock } from "../../operations/lock.ts";
import { type StepSink, step } from "../console/step.ts";
import { projectRoot } from "../machine/folders.ts";
import { CommandError, run } from "../machine/run.ts";
import { imageFolder, writeArchive } from "./archive.ts";
import { debianSource, sourceLine } from "./debian.ts";
import { type DebianRecipe, type GoRecipe, type Recipe, recipes } from "./recipes.ts";

const sources = join(projectRoot, "images");

/**
 * Builds the lab's own images into its image folder; one whose recipe and sources have not changed is left alone.
 * @throws {UserError} where a tool for a build is missing.
 */
export async function ensureImages(wanted: readonly Recipe[] = recipes, sink?: StepSink): Promise<void> {
  for (const recipe of wanted) {
    const file = archiveFile(recipe.reference);
    const key = recipeKey(recipe);
    if (isBuilt(file, key)) continue;
    await withLock(
      `${file}.lock`,
      { command: `building ${recipe.reference}`, onWait: () => {} },
      async () => {
        if (isBuilt(file, key)) return;
        await step(`Building image ${recipe.reference}`, () => build(recipe, file, key), sink);
      },
    );
  }
}

/** File of an image of the lab: `exposure.local_echo_1.tar`. */
export function archiveFile(reference: string, folder = imageFolder()): string {
  return join(folder, `${reference.replaceAll(/[/:]/g, "_")}.tar`);
}

/** Changes with everything that goes into the image. Packages count by name, not by version: a lab need not follow. */
export function recipeKey(recipe: Recipe): string {
  const hash = createHash("sha256").update(JSON.stringify(recipe)).update(process.arch);
  if (recipe.kind === "go") {
    const folder = join(sources, recipe.source);
    for (const name of goFiles(readdirSync(folder)))
      hash.update(name).update(readFileSync(join(folder, name)));
  } else {
    for (const file of Object.values(recipe.scripts ?? {})) hash.update(readFileSync(join(sources, file)));
  }
  return hash.digest("hex");
}

/** The files of a folder that a Go program is built from, in a fixed order. */
export function goFiles(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^go\.(mod|sum)$|(?<!_test)\.go$/.test(name)).sort();
}

function isBuilt(file: string, key: string): boolean {
  return existsSync(file) && existsSync(`${file}.key`) && readFileSync(`${file}.key`, "utf8") === key;
}

async function build(recipe: Recipe, file: string, key: string): Promise<void> {
  await mkdir(imageFolder(), { recursive: true });
  const work = await mkdtemp(join(imageFolder(), `.${basename(file)}.`));
  try {
    const layer = recipe.kind === "go" ? await goLayer(recipe, work) : await debianLayer(recipe, work);
    await rm(`${file}.key`, { force: true }); // removed first: a key beside an older archive would mark it as current
    await writeArchive(layer, recipe.reference, recipe, file);
    await writeFile(`${file}.key`, key);
  } catch (error) {
    if (error instanceof CommandError && error.status === undefined) {
      const tool = recipe.kind === "go" ? "Go" : "mmdebstrap";
      throw new UserError(
        `Image ${recipe.reference} cannot be built without ${tool}: install it and try again.`,
      );
    }
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function goLayer(recipe: GoRecipe, work: string): Promise<string> {
  const binary = join(work, recipe.source);
  await run("go", ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", binary, "."], {
    cwd: join(sources, recipe.source),
    env: { CGO_ENABLED: "0", GOFLAGS: undefined },
  });
  const layer = join(work, "layer.tar");
  const reproducible = ["--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  await run("tar", [...reproducible, "-C", work, "-cf", layer, recipe.source]);
  return layer;
}

async function debianLayer(recipe: DebianRecipe, work: string): Promise<string> {
  const layer = join(work, "layer.tar");
  await run(
    "mmdebstrap",
    [
      "--variant=essential",
      `--include=${recipe.packages.join(",")}`,
      "--aptopt=APT::Install-Recommends false",
      // a snapshot mirror, whose dates have passed, is good enough for a lab
      "--aptopt=Acquire::Check-Valid-Until false",
      "--dpkgopt=path-exclude=/usr/share/{doc,man,locale}/*",
      ...Object.entries(recipe.scripts ?? {}).flatMap(([path, file]) => [
        `--customize-hook=upload ${join(sources, file)} ${path}`,
        `--customize-hook=chmod 0555 "$1${path}"`,
      ]),
      recipe.suite,
      layer,
      sourceLine(debianSource(), recipe.suite),
    ],
    { env: { SOURCE_DATE_EPOCH: "0", TMPDIR: work } },
  );
  return layer;
}
