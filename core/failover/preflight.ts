import type { ActiveBackend, Side } from "../model/failover.ts";
import { once } from "../model/once.ts";
import { messageOf } from "../model/user-error.ts";
import { type Backends, type CheckArgs, checkSwitch } from "./check.ts";

/** A service whose requests, or a part of them, begin to go to one of its backends. */
export interface Move {
  /** Name of the service. */
  readonly name: string;
  readonly to: Side;
}

/** The cluster as it is before anything changes. */
export interface ClusterView extends Backends {
  readonly moves: readonly Move[];
}

/**
 * The check of one update. It asks about each move once, and everyone who wants to know gets that answer: a backend that
 * passes and fails in turns must not pass with its group and then fail by itself, after others have switched.
 */
export interface SwitchCheck {
  /**
   * Why a service stays where it is; undefined if it can be switched.
   * @throws Error if nothing could be checked
   */
  reasonAgainst(move: Move): Promise<string | undefined>;
  /** Names of the services that stay where they are, once every move has been checked. */
  refused(): Promise<readonly string[]>;
}

/** Allows the switch of a service to one of its backends. @throws Error that says why it is refused */
export type Preflight = (name: string, to: Side) => Promise<void>;

/**
 * The check before a switch. The first question checks every move of the plan: if one fails, none is made, unless the
 * flag is `partial`.
 * @param plan the services that the update can change
 * @param openView opens the cluster; called only for a switch without force
 * @throws Error, from the check, if it fails
 */
export function createSwitchCheck(
  plan: readonly ActiveBackend[],
  args: CheckArgs,
  openView: () => Promise<ClusterView>,
): SwitchCheck {
  const unforced = plan.filter(({ switch: { force } }) => !force);
  const byName = new Map(unforced.map((active) => [active.service.name, active]));
  const view = once(() =>
    openView().catch((error: unknown) => {
      throw new Error(`nothing is switched because nothing could be checked: ${messageOf(error)}`);
    }),
  );
  const answers = new Map<string, Promise<string | undefined>>();
  const answerTo = (active: ActiveBackend, to: Side) => {
    const key = `${to} ${active.service.name}`;
    const answer = answers.get(key) ?? view().then((backends) => checkSwitch(active, to, backends, args));
    answers.set(key, answer);
    return answer;
  };
  const verdicts = once(async () => {
    const { moves } = await view();
    const moving = moves.flatMap(({ name, to }) => {
      const active = byName.get(name);
      return active === undefined ? [] : [{ name, answer: answerTo(active, to) }];
    });
    const answered = await Promise.all(moving.map(async ({ name, answer }) => [name, await answer] as const));
    const failed = new Map(
      answered.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])),
    );
    const names = args.partial || failed.size === 0 ? failed.keys() : answered.map(([name]) => name);
    return { failed, refused: [...new Set(names)] };
  });
  return {
    reasonAgainst: async ({ name, to }) => {
      const active = byName.get(name);
      if (active === undefined) return undefined;
      const { failed } = await verdicts();
      const reason = failed.get(name) ?? (await answerTo(active, to));
      const [other] = failed.keys();
      if (reason !== undefined || args.partial || other === undefined) return reason;
      return `service "${name}" is not switched because "${other}" cannot be: leave "${other}" out, or switch the others without it (${args.key}.partial: true)`;
    },
    refused: async () => (await verdicts()).refused,
  };
}

/**
 * A check that throws. The engine starts nothing new after the first refusal. Each refusal therefore waits for the
 * others, so that the user reads all of them at once.
 * @param patience how long a refusal waits for the others, in ms
 * @throws Error, from the check, with the reason
 */
export function createPreflight(check: SwitchCheck, patience = 2000): Preflight {
  let together: Promise<(name: string) => Promise<void>> | undefined;
  return async (name, to) => {
    const reason = await check.reasonAgainst({ name, to });
    if (reason === undefined) return;
    together ??= check.refused().then((refused) => meeting(refused, patience));
    await (await together)(name);
    throw new Error(reason);
  };
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
