import { type LoadPlan, runLoad } from "../../bench/load/load.ts";

/** What has to come of a rate that was scaled: what the machine carries differs by as much from one minute to the next. */
const tolerance = 0.9;
/** What a machine carries beside the engine, the control plane and pods that start, of what it carries with nothing else to do. */
const share = 0.6;
/** The highest rates of the suite's plans, requests a second: F5's emergency switch has them. */
export const highest = { keepAlive: 7_500, perRequest: 800 } as const;

export interface Pace {
  /** Requests a second that this machine carries with nothing else to do. */
  readonly carried: number;
  /** What is sent of the rate that is planned: 1 at most. */
  readonly part: number;
}

let measured: Promise<Pace> | undefined;

/**
 * Machines differ by more than four times in what a request costs them: one that carries too few for what is planned is
 * sent fewer, for failures mean the same at any rate, and an overloaded machine takes pods out of rotation by itself.
 * Measured once, so to be asked for while nothing else is under way.
 */
export function paceOf(plan: LoadPlan): Promise<Pace> {
  measured ??= measure(plan);
  return measured;
}

/** What has to come of the rate that is demanded where everything planned is sent. */
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

/** Keep-alive clients that ask as fast as they are answered, and some that open a connection for each request. */
async function measure({ rate: _, ...same }: LoadPlan): Promise<Pace> {
  const plan = { ...same, name: "pace", ids: false, close: false, connections: 64, seconds: 3 };
  const results = await Promise.all([
    runLoad(plan),
    runLoad({ ...plan, rate: highest.perRequest, close: true }),
  ]);
  const carried = results.reduce((sum, { rps }) => sum + rps, 0);
  return { carried, part: Math.min(1, (share * carried) / (highest.keepAlive + highest.perRequest)) };
}
