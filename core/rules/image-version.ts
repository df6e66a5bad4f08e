import type { ControllerFacts } from "../controllers/facts.ts";
import type { Problem } from "../model/problems.ts";

/** The image of a class or of the edge, as written. */
export interface ImageArgs {
  readonly image?: string;
  readonly untestedVersion?: boolean;
}

type At = (field: string) => string;

/**
 * An image of a newer release than this project is tested with: it may ignore what an older one did. A tag without a
 * version says nothing, and is accepted.
 */
export function imageProblems(
  { image, untestedVersion = false }: ImageArgs,
  { title, version }: Pick<ControllerFacts, "title" | "version">,
  at: At,
): readonly Problem[] {
  const found = image === undefined ? undefined : versionOf(image);
  const newer = found !== undefined && isNewer(found, version);
  if (newer === untestedVersion) return [];
  return newer
    ? [
        {
          path: at("image"),
          code: "untested-version",
          message: `is version ${found}, but this project is tested with ${title} ${version}, and a newer one may ignore settings without a word: use ${version}, or set ${at("untestedVersion")} to true after you have tried it`,
        },
      ]
    : [
        {
          path: at("untestedVersion"),
          code: "has-no-effect",
          message: `has no effect, because the image is not newer than ${title} ${version} by its tag: leave it out`,
        },
      ];
}

/** `v1.15.1` and `5.5.4-alpine` have one, `latest` has none. */
function versionOf(image: string): string | undefined {
  return /:v?(\d+(?:\.\d+)+)(?:[-_+][\w.-]*)?$/.exec(image)?.[1];
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [numbers(version), numbers(than)];
  const index = a.findIndex((part, place) => part !== (b[place] ?? 0));
  return index >= 0 && (a[index] ?? 0) > (b[index] ?? 0);
}

function numbers(version: string): readonly number[] {
  return version.split(".").map(Number);
}
