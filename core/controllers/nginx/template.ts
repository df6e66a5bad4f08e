import { createHash } from "node:crypto";
import type { core } from "@pulumi/kubernetes";
import { namespacedMetadata } from "../../kubernetes/class-metadata.ts";
import type { ClassSpec } from "../../model/class.ts";
import { names } from "../../model/names.ts";
import type { PodPart } from "../class-controller.ts";
import { nothing } from "../class-controller.ts";
import { controllerDialects } from "../registry.ts";

/**
 * Main template of a controller that reads it from a file. Its name carries its content: another template
 * is another object, so pods get it node by node with the rollout, and not all of them in one moment.
 */
export function templateConfigMap(spec: ClassSpec, template: string): core.v1.ConfigMapArgs {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: namespacedMetadata(spec, templateName(template)),
    data: { [templateFile]: template },
    immutable: true,
  };
}

/** Whether the class' controller reads its main template from a file: for the others it is a ConfigMap key. */
export function readsTemplateFile({ controller }: Pick<ClassSpec, "controller">): boolean {
  return controllerDialects[controller].templateDirectory !== undefined;
}

export function templateMount(spec: ClassSpec, template: string | undefined): PodPart {
  const { templateDirectory } = controllerDialects[spec.controller];
  if (template === undefined || templateDirectory === undefined) return nothing;
  return {
    volumes: [{ name: "template", configMap: { name: templateName(template) } }],
    mounts: [{ name: "template", mountPath: templateDirectory, readOnly: true }],
    initContainers: [],
  };
}

const templateFile = "nginx.tmpl";

function templateName(template: string): string {
  return `${names.controller}-template-${createHash("sha256").update(template).digest("hex").slice(0, 10)}`;
}
