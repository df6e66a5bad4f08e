import { stringify } from "yaml";
import type { KubernetesObject } from "../kubernetes/objects.ts";

interface Documents {
  /** Objects, Secrets not among them. */
  readonly objects: readonly KubernetesObject[];
  /** Secrets that were left out. */
  readonly withheld: readonly KubernetesObject[];
}

/** Secrets stay out of files unless they are asked for. */
export function withoutSecrets(objects: readonly KubernetesObject[]): Documents {
  return {
    objects: objects.filter(({ kind }) => kind !== "Secret"),
    withheld: objects.filter(({ kind }) => kind === "Secret"),
  };
}

/** One YAML document an object, after a comment. */
export function renderDocuments(comment: readonly string[], objects: readonly KubernetesObject[]): string {
  const head = comment.map((line) => `# ${line}`.trimEnd()).join("\n");
  return `${head}\n${objects.map((object) => `---\n${renderObject(object)}`).join("")}`;
}

function renderObject(object: KubernetesObject): string {
  // kubectl reads YAML 1.1, where `on`, `0755` and `1:30` are strings only if quoted.
  return stringify(object, {
    version: "1.1",
    lineWidth: 0,
    aliasDuplicateObjects: false,
    sortMapEntries: true,
  });
}
