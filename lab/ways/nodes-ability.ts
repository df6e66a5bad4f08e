import { listed } from "../../core/model/listed.ts";
import type { Ability } from "../machine/ability.ts";
import type { Capability } from "../nodes/requirements.ts";

/** What decides whether the dev stack can run on real nodes of this machine. */
export interface NodesFacts {
  readonly machine: Capability;
  /** Controllers' images that the lab's image folder lacks. */
  readonly missing: readonly string[];
  /** Why they cannot be fetched; undefined where their registries answer. */
  readonly closed: string | undefined;
  /** The lab's image folder. */
  readonly folder: string;
}

/** Whether real nodes can serve the dev stack's classes. */
export function judgeNodes({ machine, missing, closed, folder }: NodesFacts): Ability {
  if (!machine.ok) return machine;
  if (missing.length === 0) return { ok: true, by: "containerd and kubelet in namespaces" };
  const images = listed(missing);
  if (closed === undefined) {
    return { ok: true, by: `containerd and kubelet in namespaces; ${images} is fetched first` };
  }
  const reason = `real nodes need the image ${images}, which is not in ${folder} and cannot be pulled (${closed})`;
  return { ok: false, reason };
}

/** The host that answers for an image's registry: `docker.io`. */
export function registryOf(reference: string): string {
  const first = reference.slice(0, Math.max(0, reference.indexOf("/")));
  return /[.:]/.test(first) ? first : "docker.io";
}
