import { constants, getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import type { LoadResult, Spell } from "../../bench/load/result.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import { demandedOf, highest, paced, paceOf } from "./pace.ts";
import { type Side, serviceOf } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { heldInReload, ordersPlan, underLoads } from "./under-load.ts";

interface Contest {
  readonly switches: number;
  /** Requests a second that are sent. */
  readonly keepAlive: number;
  readonly perRequest: number;
  /** Requests a second that must be answered, both kinds of client together. */
  readonly demanded: number;
}

/** The retired controller gets fewer switches and less load, to keep the suite short. */
const contests: Readonly<Record<ClassControllerName, Contest>> = {
  f5: { switches: 20, ...highest, demanded: 8_000 },
  "ingress-nginx": { switches: 6, keepAlive: 3_000, perRequest: 500, demanded: 2_000 },
};
/** Most failures end when the controller's Lua knows the new backend, a second or two after a switch. */
const bound = { share: 0.2, unavailable: true };
/** How long answers of the former backend may still arrive after the engine is done: requests under way. */
const settle = 1_000;

/** One switch of a service under load. */
export interface Switch {
  readonly to: string;
  /** Unix milliseconds. */
  readonly command: number;
  readonly done: number;
}

/** Turns the emergency switch on and off by the config flag, through the engine, under load. */
export function switchUnderLoad({ check, testbed, settings }: Suite, side: Side): void {
  const { switches, keepAlive, perRequest, demanded } = contests[side.controller];
  const held = side.controller === "f5" ? "no request fails" : "few requests fail";
  check(
    `${switches} emergency switches under load: ${held}, none is answered by the wrong service`,
    async (t) => {
      await testbed().up(await settings());
      const plan = {
        ...ordersPlan(testbed(), side),
        services: ["orders", "orders-emergency"],
        seconds: 300,
        gap: settle,
        connections: 64,
      };
      const pace = await paceOf(plan);
      const { carried, part } = pace;
      t.log(
        `with nothing else to do this machine carries ${Math.round(carried)} requests/s: ` +
          `${Math.round(part * (keepAlive + perRequest))} of ${keepAlive + perRequest} are sent`,
      );
      const made: Switch[] = [];
      const results = await underLoads(
        await paced([
          { ...plan, name: "keep-alive", rate: keepAlive },
          { ...plan, name: "per-request", rate: perRequest, close: true },
        ]),
        async () => {
          for (let number = 0; number < switches; number++) {
            const on = number % 2 === 0;
            const command = Date.now();
            const flag = { failover: on ? [serviceOf(side, "orders")] : [] };
            await yielding(async () => testbed().up(await settings(flag)));
            made.push({ to: on ? "orders-emergency" : "orders", command, done: Date.now() });
            await sleep(settle);
          }
        },
      );
      for (const result of results) {
        heldInReload(t, side, result, bound);
        t.is(result.failures["wrong-service"], undefined);
        t.deepEqual(
          result.spells.map(({ service }) => service),
          ["orders", ...made.map(({ to }) => to)],
          `${result.name}: each switch hands over exactly once`,
        );
        report(t, result, made);
      }
      const rps = results.reduce((sum, result) => sum + result.rps, 0);
      const enough = demandedOf(pace, demanded);
      t.log(`${Math.round(rps)} requests/s, ${enough} are demanded`);
      t.true(rps >= enough, `${Math.round(rps)} requests/s`);
    },
    6,
  );
}

/** The engine belongs on an operator's machine. Where it shares the nodes' cores, the load has priority. */
export async function yielding<T>(work: () => Promise<T>): Promise<T> {
  const before = getPriority();
  setPriority(constants.priority.PRIORITY_LOW);
  try {
    return await work();
  } finally {
    setPriority(before);
  }
}

/** Times from the command to the engine's end, the new backend's first answer and the former one's last. */
export function report(t: ExecutionContext, { name, spells }: LoadResult, made: readonly Switch[]): void {
  const at = (index: number): Spell => {
    const spell = spells[index];
    if (spell === undefined) throw new Error(`${name}: no spell ${index}`);
    return spell;
  };
  const times = {
    "engine done": made.map(({ command, done }) => done - command),
    "first answer of the new backend": made.map(({ command }, index) => at(index + 1).first - command),
    "last answer of the former one": made.map(({ command }, index) => at(index).last - command),
  };
  for (const [what, milliseconds] of Object.entries(times))
    t.log(`${name}: ${what} after ${range(milliseconds)}`);
}

function range(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b).map(Math.round);
  return `${sorted[0]} to ${sorted.at(-1)} ms, median ${sorted[Math.floor(sorted.length / 2)]} ms`;
}
