import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a tool of the lab came from. */
export type Source = "PATH" | "installed" | "downloaded" | "built" | "stand-in";

/** Why a source cannot be used, as the end of a sentence: `no pulumi on PATH`. */
export interface Unavailable {
  readonly unavailable: string;
}

/** One source to try. `get` may take long, and throws only if the user has to act. */
export interface Candidate<T> {
  readonly source: Source;
  readonly get: () => Promise<T | Unavailable>;
}

export interface Choice<T> {
  readonly found: T;
  readonly source: Source;
  /** Why each earlier source was not used, in order. */
  readonly passedOver: readonly string[];
}

/**
 * The first usable source, tried in the given order.
 * @throws {Error} with every reason if none is usable.
 */
export async function chooseSource<T extends object>(
  what: string,
  candidates: readonly Candidate<T>[],
): Promise<Choice<T>> {
  const passedOver: string[] = [];
  for (const { source, get } of candidates) {
    const found = await get();
    if (!isUnavailable(found)) return { found, source, passedOver };
    passedOver.push(found.unavailable);
  }
  throw new Error(`${what} cannot be had: ${passedOver.join("; ")}`);
}

/** The line that tells the user which source is used, and why not an earlier one. */
export function describeChoice(what: string, choice: Choice<object>): string {
  const how = sources[choice.source];
  return `${what}: ${how}${choice.passedOver.length === 0 ? "" : ` (${choice.passedOver.join("; ")})`}`;
}

const sources: Readonly<Record<Source, string>> = {
  PATH: "found on PATH",
  installed: "installed",
  downloaded: "downloaded",
  built: "built from its Go module",
  "stand-in": "the lab's stand-in",
};

function isUnavailable(value: object): value is Unavailable {
  return "unavailable" in value;
}

/** The absolute path of an executable on PATH. */
export function findOnPath(name: string, path: string = process.env.PATH ?? ""): string | undefined {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    if (folder !== "" && isExecutable(file)) return file;
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
