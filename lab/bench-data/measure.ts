import { readFileSync } from "node:fs";
import { type LoadPlan, runLoad } from "../load/load.ts";

/** One configuration to measure. */
export interface Variant {
  readonly name: string;
  /** `address:port`. */
  readonly target: string;
  readonly host?: string;
}

export interface Measurement {
  /** Successful requests a second. */
  readonly rps: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly failed: number;
  /** Microseconds of CPU of the whole machine a request, without the load generator's own. */
  readonly cpuPerRequest: number;
  /** Share of softirq (the kernel's network work) in the machine's busy time, 0 to 1. */
  readonly softirq: number;
}

const runs = 3;
const seconds = 5;
/** /proc/stat counts in hundredths of a second (USER_HZ). */
const tick = 0.01;

/**
 * Measures each variant three times, one after the other in turns, so that what changes on the machine meanwhile
 * meets all of them; the result is the median run of each by requests a second.
 */
export async function measureInTurns(
  variants: readonly Variant[],
  plan: Pick<LoadPlan, "close">,
  progress: (detail: string) => void,
): Promise<readonly Measurement[]> {
  const measured: Measurement[][] = variants.map(() => []);
  for (let run = 1; run <= runs; run++) {
    for (const [index, variant] of variants.entries()) {
      progress(`${variant.name}, run ${run} of ${runs}`);
      measured[index]?.push(await measure(variant, plan));
    }
  }
  return measured.map(median);
}

async function measure({ target, host }: Variant, plan: Pick<LoadPlan, "close">): Promise<Measurement> {
  const before = cpuTimes(readFileSync("/proc/stat", "utf8"));
  const load = {
    ...plan,
    targets: [target],
    ...(host === undefined ? {} : { host }),
    seconds,
    connections: 32,
  };
  const result = await runLoad(load);
  const after = cpuTimes(readFileSync("/proc/stat", "utf8"));
  const busy = (after.busy - before.busy) * tick;
  return {
    rps: result.rps,
    p99: result.latency.p99,
    failed: result.failed,
    cpuPerRequest: (Math.max(0, busy - result.cpuSeconds) / result.requests) * 1e6,
    softirq: ((after.softirq - before.softirq) * tick) / busy,
  };
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
export function cpuTimes(stat: string): { readonly busy: number; readonly softirq: number } {
  const line = stat.slice(0, stat.indexOf("\n"));
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/\s+/).slice(1).map(Number);
  return { busy: user + nice + system + irq + softirq, softirq };
}

/** The middle one by requests a second. */
export function median(measured: readonly Measurement[]): Measurement {
  const middle = measured.toSorted((a, b) => a.rps - b.rps)[Math.floor(measured.length / 2)];
  if (middle === undefined) throw new Error("nothing was measured");
  return middle;
}
