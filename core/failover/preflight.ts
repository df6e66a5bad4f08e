import type { ActiveBackend } from "../model/failover.ts";
import { messageOf } from "../model/user-error.ts";
import { type Backends, type CheckArgs, checkSwitch, type Side } from "./check.ts";

/** The cluster as it is before anything changes. */
export interface ClusterView extends Backends {
  /** Which backend the live object of each service leads to, by the name of the service. */
  readonly sides: ReadonlyMap<string, Side>;
}

/** Allows the switch of a service to one of its backends. @throws Error that says why it is refused */
export type Preflight = (name: string, to: Side) => Promise<void>;

/** The services of a plan that an update checks. */
export interface ToCheck {
  /** The services that the update can change. @default every service */
  readonly only?: ReadonlySet<string> | undefined;
  /** The services that have already been checked. @default none */
  readonly checked?: ReadonlySet<string> | undefined;
}

/** Services outside this update must not block the ones in it. */
export function leftToCheck<T extends Pick<ActiveBackend, "service">>(
  plan: readonly T[],
  { only, checked = new Set() }: ToCheck,
): readonly T[] {
  return plan.filter(({ service: { name } }) => (only === undefined || only.has(name)) && !checked.has(name));
}

/**
 * The check before a switch. The first call checks every service that is about to be switched: if one fails, none is
 * switched, unless the flag is `partial`.
 *
 * The engine starts nothing new after the first refusal. Each refusal therefore waits for the others, so that the user
 * reads all of them at once.
 * @param openView opens the cluster; called only for a switch without force
 * @param patience how long a refusal waits for the others, in ms
 */
export function createPreflight(
  plan: readonly ActiveBackend[],
  args: CheckArgs,
  openView: () => Promise<ClusterView>,
  patience = 2000,
): Preflight {
  const byName = new Map(plan.map((active) => [active.service.name, active]));
  let view: Promise<ClusterView> | undefined;
  let verdicts: Promise<Verdicts> | undefined;

  const openedView = async () => {
    view ??= openView();
    try {
      return await view;
    } catch (error) {
      const reason = messageOf(error);
      throw new Error(`nothing is switched because nothing could be checked: ${reason}`);
    }
  };
  const check = async (active: ActiveBackend, to: Side) => checkSwitch(active, to, await openedView(), args);
  const checkAll = async () => {
    const { sides } = await openedView();
    const checked = await Promise.all(
      aboutToSwitch(plan, sides).map(
        async (active) => [active.service.name, await check(active, sideOf(active))] as const,
      ),
    );
    const failed = new Map(
      checked.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])),
    );
    const refused = args.partial ? [...failed.keys()] : checked.map(([name]) => name);
    return { failed, together: meeting(refused, patience) };
  };

  return async (name, to) => {
    const active = byName.get(name);
    if (active === undefined || active.switch.force) return;
    verdicts ??= checkAll();
    const { failed, together } = await verdicts;
    const reason = failed.get(name) ?? (await check(active, to));
    const [other] = failed.keys();
    if (reason === undefined && (args.partial || other === undefined)) return;
    await together(name);
    throw new Error(
      reason ??
        `service "${name}" is not switched because "${other}" cannot be: leave "${other}" out, or switch the others without it (${args.key}.partial: true)`,
    );
  };
}

interface Verdicts {
  /** The reason of each service that fails its check, by name. */
  readonly failed: ReadonlyMap<string, string>;
  /** Waits until the other refused services have been checked too. */
  readonly together: (name: string) => Promise<void>;
}

/** Resolves for all callers once every expected service has called, or so many ms after the first call. */
function meeting(expected: readonly string[], patience: number): (name: string) => Promise<void> {
  const missing = new Set(expected);
  const { promise, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  return (name) => {
    missing.delete(name);
    timer ??= setTimeout(resolve, patience);
    if (missing.size === 0) {
      clearTimeout(timer);
      resolve();
    }
    return promise;
  };
}

/** The backend that takes requests, or begins to. */
function sideOf({ switch: { mode } }: ActiveBackend): Side {
  return mode === "off" ? "primary" : "emergency";
}

/** Services whose live object does not lead where the plan says, except those that are forced. */
function aboutToSwitch(
  plan: readonly ActiveBackend[],
  sides: ClusterView["sides"],
): readonly ActiveBackend[] {
  return plan.filter(({ service, emergency, switch: { force } }) => {
    const live = sides.get(service.name);
    const planned = emergency ? "emergency" : "primary";
    return live !== undefined && live !== planned && !force;
  });
}
