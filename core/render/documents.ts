import { writeYaml } from "../config/engine-yaml/write-yaml.ts";
import type { KubernetesObject } from "../kubernetes/objects.ts";
import { printable } from "../model/printable.ts";

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
  const head = comment.map((line) => `# ${printable(line)}`.trimEnd()).join("\n");
  return `${head}\n${objects.map((object) => `---\n${renderObject(object)}`).join("")}`;
}

function renderObject(object: KubernetesObject): string {
  return writeYaml(object, { sortMapEntries: true });
}
