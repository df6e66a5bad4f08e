import { type LoadPlan, runLoad } from "../../bench/load/load.ts";

/** Required part of a scaled rate. A machine's capacity varies that much from one minute to the next. */
const tolerance = 0.9;
/** Part of an idle machine's capacity that is left beside the engine, the control plane and starting pods. */
const share = 0.6;
/** The highest rates of the suite's plans, requests a second: those of F5's emergency switch. */
export const highest = { keepAlive: 7_500, perRequest: 800 } as const;

export interface Pace {
  /** Requests a second that this machine carries with nothing else to do. */
  readonly carried: number;
  /** Part of the planned rate that is sent: at most 1. */
  readonly part: number;
}

let measured: Promise<Pace> | undefined;

/**
 * The cost of a request differs between machines by more than a factor of four: one that cannot carry the planned rate is
 * sent fewer, because failures mean the same at any rate, and an overloaded machine takes pods out of rotation by itself.
 * It is measured once, so call it first while nothing else runs.
 */
export function paceOf(plan: LoadPlan): Promise<Pace> {
  measured ??= measure(plan);
  return measured;
}

/** Requests a second that must be answered, for the rate required when the whole plan is sent. */
export function demandedOf({ part }: Pace, demanded: number): number {
  return Math.round(part < 1 ? tolerance * part * demanded : demanded);
}

/** The plans with rates that this machine carries. */
export async function paced(plans: readonly LoadPlan[]): Promise<readonly LoadPlan[]> {
  return Promise.all(
    plans.map(async (plan) => {
      const { rate } = plan;
      return rate === undefined ? plan : { ...plan, rate: rate * (await paceOf(plan)).part };
    }),
  );
}

/** Keep-alive clients that send without pause, and some that open a connection for each request. */
async function measure({ rate: _, ...same }: LoadPlan): Promise<Pace> {
  const plan = { ...same, name: "pace", ids: false, close: false, connections: 64, seconds: 3 };
  const results = await Promise.all([
    runLoad(plan),
    runLoad({ ...plan, rate: highest.perRequest, close: true }),
  ]);
  const carried = results.reduce((sum, { rps }) => sum + rps, 0);
  return { carried, part: Math.min(1, (share * carried) / (highest.keepAlive + highest.perRequest)) };
}
