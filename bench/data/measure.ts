import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Load, type LoadPlan, startLoad } from "../load/load.ts";
import type { LoadResult } from "../load/result.ts";

/** One configuration to measure. */
export interface Variant {
  readonly name: string;
  /** `address:port`. */
  readonly target: string;
  readonly host?: string;
  /** Called every 1.5 s while the variant is under load, for example to reload it. */
  readonly disturb?: () => Promise<unknown>;
}

/** How the load is sent. */
export interface Conditions extends Pick<LoadPlan, "close" | "tls"> {
  /** What the clients do, in words. */
  readonly clients: string;
  /** @default 32 */
  readonly connections?: number;
  /** Seconds of one run. @default 5 */
  readonly seconds?: number;
}

export interface Measurement {
  /** Successful requests a second. */
  readonly rps: number;
  /** Milliseconds. */
  readonly p99: number;
  /** Failed requests of all runs, by kind. */
  readonly failures: LoadResult["failures"];
  /** Microseconds of CPU of the whole machine a request, without the load generator's own. */
  readonly cpuPerRequest: number;
  /** Share of softirq (the kernel's network work) in the machine's busy time, 0 to 1. */
  readonly softirq: number;
}

const runs = 3;
const pause = 1_500;
/** /proc/stat counts in hundredths of a second (USER_HZ). */
const tick = 0.01;

/**
 * Measures each variant three times, one after the other in turns, so that what changes on the machine meanwhile
 * meets all of them; the result is the median run of each by requests a second, with the failures of all.
 */
export async function measureInTurns(
  variants: readonly Variant[],
  conditions: Conditions,
  progress: (detail: string) => void,
): Promise<readonly Measurement[]> {
  const measured: Measurement[][] = variants.map(() => []);
  for (let run = 1; run <= runs; run++) {
    for (const [index, variant] of variants.entries()) {
      progress(`${variant.name}, run ${run} of ${runs}`);
      measured[index]?.push(await measure(variant, conditions));
    }
  }
  return measured.map(median);
}

async function measure(
  { target, host, disturb }: Variant,
  { clients: _, connections = 32, seconds = 5, ...plan }: Conditions,
): Promise<Measurement> {
  const before = cpuTimes(readFileSync("/proc/stat", "utf8"));
  const load = {
    ...plan,
    targets: [target],
    ...(host === undefined ? {} : { host }),
    seconds,
    connections,
  };
  const result = await disturbed(await startLoad(load), disturb);
  const after = cpuTimes(readFileSync("/proc/stat", "utf8"));
  const busy = (after.busy - before.busy) * tick;
  return {
    rps: result.rps,
    p99: result.latency.p99,
    failures: result.failures,
    cpuPerRequest: (Math.max(0, busy - result.cpuSeconds) / result.requests) * 1e6,
    softirq: ((after.softirq - before.softirq) * tick) / busy,
  };
}

async function disturbed(load: Load, disturb: Variant["disturb"]): Promise<LoadResult> {
  if (disturb === undefined) return load.result;
  const ended = load.result.then(() => true);
  ended.catch(() => {}); // stop() reports the error
  try {
    while (!(await Promise.race([ended, sleep(pause, false)]))) await disturb();
  } finally {
    await load.stop();
  }
  return load.result;
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
export function cpuTimes(stat: string): { readonly busy: number; readonly softirq: number } {
  const line = stat.slice(0, stat.indexOf("\n"));
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/\s+/).slice(1).map(Number);
  return { busy: user + nice + system + irq + softirq, softirq };
}

/** The middle one by requests a second, with the failures of all runs. @throws Error if nothing was measured */
export function median(measured: readonly Measurement[]): Measurement {
  const middle = measured.toSorted((a, b) => a.rps - b.rps)[Math.floor(measured.length / 2)];
  if (middle === undefined) throw new Error("nothing was measured");
  return { ...middle, failures: sumOf(measured.map(({ failures }) => failures)) };
}

function sumOf(all: readonly LoadResult["failures"][]): LoadResult["failures"] {
  const sum = new Map<string, number>();
  for (const [kind, count] of all.flatMap((failures) => Object.entries(failures))) {
    sum.set(kind, (sum.get(kind) ?? 0) + count);
  }
  return Object.fromEntries(sum);
}
