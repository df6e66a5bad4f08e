import type { ActiveBackend } from "../failover/plan.ts";
import { type Backends, type CheckArgs, checkSwitch, type Side } from "./check.ts";

/** The cluster as it is before anything changes. */
export interface ClusterView extends Backends {
  /** Which backend the live Ingress of each service leads to, by `namespace/name`. */
  readonly sides: ReadonlyMap<string, Side>;
}

/** Lets a service be switched, or throws the reason why not. */
export type Preflight = (name: string, to: Side) => Promise<void>;

/**
 * The check before a switch. The first service that asks has every service checked that is about to be
 * switched, so that one that fails keeps all of them from switching, unless the flag is `partial`.
 * @param look opens the cluster; not called while nothing is switched without force
 */
export function createPreflight(
  plan: readonly ActiveBackend[],
  args: CheckArgs,
  look: () => Promise<ClusterView>,
): Preflight {
  const byName = new Map(plan.map((one) => [one.service.name, one]));
  let view: Promise<ClusterView> | undefined;
  let verdicts: Promise<ReadonlyMap<string, string>> | undefined;

  const seen = async () => {
    view ??= look();
    try {
      return await view;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`nothing is switched, since nothing could be checked: ${reason}`);
    }
  };
  const check = async (one: ActiveBackend, to: Side) => checkSwitch(one, to, await seen(), args);
  const checkAll = async () => {
    const { sides } = await seen();
    const failed = await Promise.all(
      aboutToSwitch(plan, sides).map(
        async (one) => [one.service.name, await check(one, sideOf(one))] as const,
      ),
    );
    return new Map(failed.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])));
  };

  return async (name, to) => {
    const one = byName.get(name);
    if (one === undefined || one.switch.force) return;
    verdicts ??= checkAll();
    const failed = await verdicts;
    const own = failed.get(name) ?? (await check(one, to));
    if (own !== undefined) throw new Error(own);
    const [other] = failed.keys();
    if (args.partial || other === undefined) return;
    throw new Error(
      `service "${name}" is not switched, since "${other}" can not be: leave that out, or let the others go (${args.key}.partial: true)`,
    );
  };
}

/** Where its requests go, or begin to go. */
function sideOf({ switch: { mode } }: ActiveBackend): Side {
  return mode === "off" ? "primary" : "emergency";
}

/** Services whose live Ingress leads elsewhere than the plan, and which nobody forces. */
function aboutToSwitch(
  plan: readonly ActiveBackend[],
  sides: ClusterView["sides"],
): readonly ActiveBackend[] {
  return plan.filter((one) => {
    const live = sides.get(`${one.service.namespace}/${one.service.ingress}`);
    const planned = one.emergency ? "emergency" : "primary";
    return live !== undefined && live !== planned && !one.switch.force;
  });
}
