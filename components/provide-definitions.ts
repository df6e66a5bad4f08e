import { log, runtime } from "@pulumi/pulumi";
import { openApiServer } from "../core/kubernetes/api-server.ts";
import { installDefinitions } from "../core/kubernetes/definitions.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { UserError } from "../core/model/user-error.ts";
import { missingInstallations } from "../core/stack/missing-definitions.ts";
import { filesOf } from "./project-files.ts";
import { projectFolder } from "./project-folder.ts";

/** Milliseconds for the whole file. */
const patience = 20_000;

/**
 * Installs the definitions of custom resources that the stack's classes need and the cluster lacks; a preview says so
 * instead. They are no resources of the stack: the cluster's other stacks use them too, and to delete one deletes
 * every object of its kind.
 * @throws UserError in one sentence, with the way out, if they are missing and cannot be installed
 */
export async function provideDefinitions({
  cluster,
  classes,
}: Pick<StackConfig, "cluster" | "classes">): Promise<void> {
  const api = () => openApiServer(cluster);
  const installations = await missingInstallations(classes, { open: api, read, download });
  for (const { file, definitions, sentence } of installations) {
    await log.info(sentence);
    if (!runtime.isDryRun()) await installDefinitions(await api(), definitions, file);
  }
}

function read(file: string): string {
  const text = filesOf(projectFolder()).read(file);
  if (text === undefined) throw new UserError(`there is no ${file}`);
  return text;
}

async function download(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.text();
}
