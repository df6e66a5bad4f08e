import { getProject, runtime } from "@pulumi/pulumi";
import { isSameConfig } from "../core/config/raw-config.ts";
import type { KnownSwitch, SwitchOptions } from "./switch-options.ts";

/** What the command has read, if the engine hands over the same values. */
export function knownSwitch({ known }: SwitchOptions): KnownSwitch | undefined {
  if (known === undefined) return undefined;
  return isSameConfig(known.raw, runtime.allConfig(), getProject()) ? known : undefined;
}
