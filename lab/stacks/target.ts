import type { ClassOutput } from "../../core/model/outputs.ts";
import type { Kubectl } from "../cluster/kubectl.ts";
import { findOnPath } from "../tools/source.ts";
import type { ProjectName } from "./open-stack.ts";
import type { ConfigOverrides } from "./working-copy.ts";

/** The cluster the lab's stacks go to, and where their state is kept. */
export interface Target {
  readonly kubectl: Kubectl;
  /** State of the stacks, certificate. */
  readonly folder: string;
  /** The kubectl command for it, as shown to the user. */
  readonly kubectlCommand: string;
  /** The stack of each project that it gets. */
  readonly stack: "dev" | "trial";
  /** Projects in the order in which they come up. */
  readonly projects: readonly ProjectName[];
  /** Values that differ from those of the stack files. @default none */
  readonly overrides?: ConfigOverrides;
  /** Addresses at which this machine reaches a class; absent where its pods only pretend to run. */
  readonly reach?: (output: ClassOutput, name: string) => Promise<readonly Endpoint[]>;
}

/** Where a class is reached: an address of a node, or of this machine where its ports are mapped. */
export interface Endpoint {
  readonly address: string;
  readonly http: number;
  readonly https: number;
}

/** The kubectl command of a cluster of the lab. */
export function commandOf({ path, kubeconfig }: Kubectl): string {
  return `${findOnPath("kubectl") === undefined ? path : "kubectl"} --kubeconfig ${kubeconfig}`;
}
