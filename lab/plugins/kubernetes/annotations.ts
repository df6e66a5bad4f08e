import { at, type JsonObject, text } from "../json.ts";

/** What the `pulumi.com/…` annotations of an object ask for. */
export interface Wishes {
  readonly skipAwait: boolean;
  /** Overwrite fields other managers own. */
  readonly patchForce: boolean;
  readonly fieldManager: string | undefined;
  readonly propagationPolicy: "Foreground" | "Background" | "Orphan";
}

export function wishes(object: JsonObject): Wishes {
  const policy = annotation(object, "deletionPropagationPolicy")?.toLowerCase();
  return {
    skipAwait: annotation(object, "skipAwait") === "true",
    patchForce: annotation(object, "patchForce") === "true",
    fieldManager: annotation(object, "patchFieldManager") || undefined,
    propagationPolicy: policy === "orphan" ? "Orphan" : policy === "background" ? "Background" : "Foreground",
  };
}

const DEFAULT_TIMEOUT_SECONDS = 600;

/** Seconds to wait: `customTimeouts`, else `pulumi.com/timeoutSeconds`, else ten minutes. */
export function timeoutSeconds(object: JsonObject, customTimeout: number): number {
  if (customTimeout > 0) return customTimeout;
  const asked = Number(annotation(object, "timeoutSeconds") ?? Number.NaN);
  return Number.isFinite(asked) ? asked : DEFAULT_TIMEOUT_SECONDS;
}

/** Annotations of the official plugin this one does not know: refused rather than ignored. */
export function unsupported(object: JsonObject): readonly string[] {
  return ["waitFor", "replaceUnready"].filter((name) => annotation(object, name) !== undefined);
}

function annotation(object: JsonObject, name: string): string | undefined {
  return text(at(object, "metadata", "annotations", `pulumi.com/${name}`));
}
