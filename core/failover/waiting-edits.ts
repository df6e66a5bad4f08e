import { isDeepStrictEqual } from "node:util";
import type { LiveObject } from "../controllers/live-view.ts";
import { type PlannedService, switchedObject } from "../controllers/service-plan.ts";
import type { Problem } from "../model/problems.ts";
import { type LiveObjects, switchedOf } from "./live.ts";

/** What a switch would carry out beside itself, because edits of the same services wait in the stack file. */
export interface WaitingEdits {
  /** Why the switch must not go before those edits. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Compares the objects of a switch with the live ones. The whole object goes out, so an edit of the same service goes
 * with the switch.
 * @param setAside problems of the rest of the configuration, which may hide a part of it
 */
export function waitingEdits(
  plans: readonly PlannedService[],
  live: LiveObjects,
  setAside: readonly Problem[],
): WaitingEdits {
  const found = plans.flatMap((plan) => {
    const object = switchedOf(plan, live);
    if (object === undefined) return [];
    const { name } = plan.service;
    const shares = plan.live.sharesHost(object);
    const changes = otherChanges(plan, object);
    const { kind } = plan.live.switched(plan.service);
    return [{ name, kind, changes, joins: shares !== (plan.shared !== undefined) && { shares } }];
  });
  const wayOut = "run `pulumi up` for that edit first, or take it back; nothing was switched";
  return {
    refusals: found.flatMap(({ name, kind, joins, changes }) => {
      if (joins) {
        const [file, cluster] = joins.shares ? ["alone", "shared"] : ["shared", "alone"];
        return [
          `service "${name}" has its host ${file} in the stack file and ${cluster} in the cluster, and its Ingress changes its kind with that: ${wayOut}`,
        ];
      }
      const [problem] = setAside;
      if (problem === undefined || changes.length === 0) return [];
      return [
        `the ${kind} of service "${name}" would also change in ${changes.join(", ")}, while other parts of the stack file cannot be read (${problem.path}: ${problem.message}): ${wayOut}`,
      ];
    }),
    warnings: found.flatMap(({ name, kind, changes }) =>
      changes.length === 0
        ? []
        : [
            `the ${kind} of service "${name}" also changes in ${changes.join(", ")}: what waits in the stack file for this service goes out with the switch`,
          ],
    ),
  };
}

/** The parts of an object, by name, that differ from the plan in more than the backend and the switch's own marks. */
function otherChanges(plan: PlannedService, live: LiveObject): readonly string[] {
  const planned = switchedObject(plan);
  const { backend, emergency } = plan.service;
  const backends = [backend.service, emergency?.service ?? backend.service];
  const { annotations = {} } = live.metadata;
  const isOfSwitch = (name: string, ...values: readonly (string | undefined)[]) =>
    name.startsWith("exposure.dev/") ||
    (plan.otherSide !== undefined && plan.otherSide[name] === annotations[name]) ||
    values.every((value) => backends.some((one) => value?.includes(one)));
  const wanted: Readonly<Record<string, string>> = planned.metadata.annotations;
  const names = new Set([...Object.keys(wanted), ...ownAnnotations(live)]);
  const changedAnnotations = [...names].filter(
    (name) => wanted[name] !== annotations[name] && !isOfSwitch(name, wanted[name], annotations[name]),
  );
  const [next = {}, before = {}] = [planned, live].map((object) =>
    plan.live.withoutBackends(object, plan.service),
  );
  const changedSpec = Object.keys({ ...next, ...before }).filter(
    (field) => !isDeepStrictEqual(next[field], before[field]),
  );
  return [...changedSpec.toSorted(), ...changedAnnotations.toSorted()];
}

/** Those that the engine's plugin has set. */
function ownAnnotations({ metadata: { managedFields = [] } }: LiveObject): readonly string[] {
  return managedFields
    .filter(({ manager }) => manager?.startsWith("pulumi-kubernetes"))
    .flatMap(({ fieldsV1 }) => Object.keys(fieldsV1?.["f:metadata"]?.["f:annotations"] ?? {}))
    .filter((field) => field.startsWith("f:"))
    .map((field) => field.slice(2));
}
