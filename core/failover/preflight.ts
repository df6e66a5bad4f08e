import type { ActiveBackend } from "../model/failover.ts";
import { type Backends, type CheckArgs, checkSwitch, type Side } from "./check.ts";

/** The cluster as it is before anything changes. */
export interface ClusterView extends Backends {
  /** Which backend the live object of each service leads to, by the name of the service. */
  readonly sides: ReadonlyMap<string, Side>;
}

/** Lets a service be switched, or throws the reason why not. */
export type Preflight = (name: string, to: Side) => Promise<void>;

/** Which services of a plan an update checks. */
export interface ToCheck {
  /** Those it can touch at all. @default every service */
  readonly only?: ReadonlySet<string> | undefined;
  /** Those whose check has been made already. @default none */
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
 * The check before a switch. The first service that asks has every service checked that is about to be
 * switched, so that one that fails keeps all of them from switching, unless the flag is `partial`.
 *
 * The engine begins nothing new after the first refusal. So each waits for the others that are about to be told theirs,
 * and the user reads of all of them at once.
 * @param look opens the cluster; not called while nothing is switched without force
 * @param patience how long a refusal waits for the others, in ms
 */
export function createPreflight(
  plan: readonly ActiveBackend[],
  args: CheckArgs,
  look: () => Promise<ClusterView>,
  patience = 2000,
): Preflight {
  const byName = new Map(plan.map((one) => [one.service.name, one]));
  let view: Promise<ClusterView> | undefined;
  let verdicts: Promise<Verdicts> | undefined;

  const seen = async () => {
    view ??= look();
    try {
      return await view;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`nothing is switched because nothing could be checked: ${reason}`);
    }
  };
  const check = async (one: ActiveBackend, to: Side) => checkSwitch(one, to, await seen(), args);
  const checkAll = async () => {
    const { sides } = await seen();
    const checked = await Promise.all(
      aboutToSwitch(plan, sides).map(
        async (one) => [one.service.name, await check(one, sideOf(one))] as const,
      ),
    );
    const failed = new Map(
      checked.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])),
    );
    const refused = args.partial ? [...failed.keys()] : checked.map(([name]) => name);
    return { failed, together: meeting(refused, patience) };
  };

  return async (name, to) => {
    const one = byName.get(name);
    if (one === undefined || one.switch.force) return;
    verdicts ??= checkAll();
    const { failed, together } = await verdicts;
    const own = failed.get(name) ?? (await check(one, to));
    const [other] = failed.keys();
    if (own === undefined && (args.partial || other === undefined)) return;
    await together(name);
    throw new Error(
      own ??
        `service "${name}" is not switched because "${other}" cannot be: leave "${other}" out, or switch the others without it (${args.key}.partial: true)`,
    );
  };
}

interface Verdicts {
  /** Why not, by service. */
  readonly failed: ReadonlyMap<string, string>;
  /** Waits for the others that are refused. */
  readonly together: (name: string) => Promise<void>;
}

/** Ends for everybody when all have come, or so many ms after the first. */
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

/** Where its requests go, or begin to go. */
function sideOf({ switch: { mode } }: ActiveBackend): Side {
  return mode === "off" ? "primary" : "emergency";
}

/** Services whose live object leads elsewhere than the plan, and that are not forced. */
function aboutToSwitch(
  plan: readonly ActiveBackend[],
  sides: ClusterView["sides"],
): readonly ActiveBackend[] {
  return plan.filter((one) => {
    const live = sides.get(one.service.name);
    const planned = one.emergency ? "emergency" : "primary";
    return live !== undefined && live !== planned && !one.switch.force;
  });
}
