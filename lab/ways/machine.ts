import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { clusterStatus } from "../cluster/cluster.ts";
import { type LabKind, labKinds } from "../console/environment.ts";
import { note } from "../console/step.ts";
import { imageFolder } from "../images/archive.ts";
import { missingImages } from "../images/missing.ts";
import { judgeKind } from "../kind/ability.ts";
import { kindFacts } from "../kind/facts.ts";
import type { Ability } from "../machine/ability.ts";
import { stateRoot } from "../machine/folders.ts";
import { canRunNodes } from "../nodes/requirements.ts";
import { chooseKind } from "./choose.ts";
import { judgeNodes, registryOf } from "./nodes-ability.ts";

/** Name of the cluster that `make up` starts, unless it is kind's. */
export const labCluster = "lab";

/**
 * What the lab's nodes are to be, told in one line.
 * @param images of the controllers whose classes the dev stack has
 * @throws {UserError} where what `LAB=` asks for is not possible
 */
export async function decideKind(asked: LabKind | undefined, images: readonly string[]): Promise<LabKind> {
  const running = await runningKind();
  // A lab that is up is not thought over: its second `make up` asks no registry.
  const settled = running === undefined ? asked : running;
  const [kind, nodes] = await Promise.all([
    settled === undefined || settled === "kind" ? kindAbility() : unasked,
    // nodes that run have their images
    settled === undefined || settled === "nodes"
      ? nodesAbility(running === undefined ? images : [])
      : unasked,
  ]);
  const choice = chooseKind({ asked, running, kind, nodes });
  if (!choice.ok) throw new UserError(choice.problem);
  note(choice.line);
  return choice.kind;
}

/** Keeps the choice until `make down`. Called before the first thing of the lab is made. */
export async function rememberKind(kind: LabKind): Promise<void> {
  await mkdir(dirname(record()), { recursive: true });
  await writeFile(record(), kind);
}

/** What the lab that is up, perhaps half started, has for nodes; undefined where it is down. */
export async function runningKind(): Promise<LabKind | undefined> {
  const kept = existsSync(record()) ? readFileSync(record(), "utf8") : undefined;
  const known = labKinds.find((kind) => kind === kept);
  if (known !== undefined) return known;
  return (await clusterStatus(labCluster)) === "absent" ? undefined : "simulated";
}

/** After it the next `make up` decides anew. */
export async function forgetKind(): Promise<void> {
  await rm(record(), { force: true });
}

const unasked: Ability = { ok: false, reason: "" };

async function kindAbility(): Promise<Ability> {
  return judgeKind(await kindFacts());
}

async function nodesAbility(images: readonly string[]): Promise<Ability> {
  const machine = await canRunNodes();
  const missing = machine.ok ? await missingImages(images) : [];
  const hosts = [...new Set(missing.map(registryOf))];
  const reasons = await Promise.all(hosts.map(whySilent));
  const closed = reasons.find((reason) => reason !== undefined);
  return judgeNodes({ machine, missing, closed, folder: imageFolder() });
}

/** Any answer shows that a registry can be reached: most refuse those who have not logged in. */
async function whySilent(host: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(4_000);
    await fetch(`https://${host}/v2/`, { method: "HEAD", redirect: "manual", signal });
    return undefined;
  } catch {
    return `${host} is not reachable`;
  }
}

function record(): string {
  return join(stateRoot(), "lab-kind");
}
