import { run } from "../machine/run.ts";
import { missingTools, systemPath } from "./packages.ts";

/** Whether real nodes can run here; if not, why, as the end of a sentence. */
export type Capability = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What decides whether a machine can run real nodes. */
export interface Machine {
  readonly platform: string;
  readonly uid: number | undefined;
  /** Commands that are missing and would have to be installed. */
  readonly missing: readonly string[];
  readonly hasApt: boolean;
  /** Whether a process may make the namespaces of a node. */
  readonly canUnshare: boolean;
}

/** Looks at this machine; nothing is installed or changed. */
export async function canRunNodes(): Promise<Capability> {
  return judge({
    platform: process.platform,
    uid: process.getuid?.(),
    missing: missingTools().map(({ command }) => command),
    hasApt: await succeeds("apt-get", "--version"),
    canUnshare: await succeeds("unshare", "--net", "--pid", "--fork", "--mount", "--uts", "true"),
  });
}

/** The first obstacle on a machine, if there is one. */
export function judge(machine: Machine): Capability {
  if (machine.platform !== "linux") return no(`real nodes need Linux, and this is ${machine.platform}`);
  if (machine.uid !== 0) return no(`real nodes need root, and this is uid ${machine.uid}`);
  if (machine.missing.length > 0 && !machine.hasApt) {
    return no(`real nodes need ${machine.missing.join(", ")}, and there is no apt to install them with`);
  }
  if (!machine.canUnshare) return no("real nodes need namespaces, and this machine refuses to make them");
  return { ok: true };
}

function no(reason: string): Capability {
  return { ok: false, reason };
}

async function succeeds(command: string, ...args: readonly string[]): Promise<boolean> {
  try {
    await run(command, args, { env: { PATH: systemPath }, timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
