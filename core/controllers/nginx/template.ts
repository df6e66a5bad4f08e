import { createHash } from "node:crypto";
import { configMap } from "../../kubernetes/config-map.ts";
import type { ConfigMap } from "../../kubernetes/objects.ts";
import type { Owner } from "../../kubernetes/owner.ts";
import type { PodPart } from "../../kubernetes/pod-template.ts";

/** The main template of a controller that reads it from a file. */
export interface TemplateFile {
  /** Where the controller looks for it. */
  readonly directory: string;
  readonly content: string;
}

/**
 * The ConfigMap that holds the template. Its name depends on the content: a changed template is a new object, so pods get
 * it node by node with the rollout instead of all at once.
 */
export function templateConfigMap(owner: Owner, { content }: TemplateFile): ConfigMap {
  return { ...configMap(owner, templateName(owner, content), { "nginx.tmpl": content }), immutable: true };
}

export function templateMount(owner: Owner, { content, directory }: TemplateFile): PodPart {
  return {
    volumes: [{ name: "template", configMap: { name: templateName(owner, content) } }],
    mounts: [{ name: "template", mountPath: directory, readOnly: true }],
  };
}

function templateName({ name }: Owner, content: string): string {
  return `${name}-template-${createHash("sha256").update(content).digest("hex").slice(0, 10)}`;
}
