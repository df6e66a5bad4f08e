import { type Output, secret } from "@pulumi/pulumi";
import { type EdgeOutputs, edgeOutputsVersion } from "../core/model/outputs.ts";
import { UserError } from "../core/model/user-error.ts";
import { edgePlans } from "../core/stack/service-plans.ts";
import { knownSwitch } from "./known-switch.ts";
import type { Exported } from "./live-outputs.ts";
import { beginSwitch, makeSwitch } from "./make-switch.ts";
import { previousOutputs } from "./previous-outputs.ts";
import { readSwitchedEdge } from "./read-edge-config.ts";
import type { KnownSwitch, SwitchOptions } from "./switch-options.ts";
import { showUserErrors } from "./user-errors.ts";

/** The program of an edge stack for a switch of some services: nothing else is read, checked or declared. */
export async function switchEdge(options: SwitchOptions): Promise<Exported<EdgeOutputs<Output<string>>>> {
  return showUserErrors(async () => {
    const known = knownSwitch(options) ?? plannedOf(options);
    const before = edgeBefore(await previousOutputs());
    const portsOf = () => before.ports;
    const begun = await beginSwitch(known, options);
    return makeSwitch(known, begun, { key: "haproxy-edge:failover", before, portsOf });
  });
}

function plannedOf({ only }: SwitchOptions): Omit<KnownSwitch, "raw"> {
  const config = readSwitchedEdge(only);
  const { cluster, failover } = config;
  const plans = edgePlans(config).services.filter(({ service }) => only.has(service.name));
  return { cluster, failover, plans };
}

/**
 * What an edge stack has exported, its password a secret again: the engine hands it over in plain.
 * @throws UserError where the stack exports nothing of an edge: then there is nothing to switch either
 */
export function edgeBefore(exported: Readonly<Record<string, unknown>>): EdgeOutputs<Output<string>> {
  if (exported.version !== edgeOutputsVersion) {
    throw new UserError(
      "the stack exports nothing of an edge of this version: run `pulumi up` on it once; nothing was switched",
    );
  }
  const outputs = exported as unknown as EdgeOutputs;
  return { ...outputs, statsPassword: secret(outputs.statsPassword) };
}
