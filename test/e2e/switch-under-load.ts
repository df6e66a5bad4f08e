import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import type { Dialect } from "../../components/model/controllers.ts";
import { type Load, type LoadPlan, startLoad } from "../../lab/load/load.ts";
import type { LoadResult, Spell } from "../../lab/load/result.ts";
import { edgeSettings, ordersHost } from "./settings.ts";
import type { Suite } from "./suite.ts";

/** The suite has to end in time: the retired controller gets fewer. */
const switchesOf = { f5: 20, "ingress-nginx": 6 } as const satisfies Record<Dialect, number>;
/** Requests a second that have to be answered, both kinds of client together, and what is sent for it. */
const demanded = 8_000;
const rates = { keepAlive: 8_000, perRequest: 1_000 };
/** Answers of the former backend may still come for so long after the engine is done: each was under way. */
const settle = 1_000;

interface Switch {
  readonly to: string;
  /** Unix milliseconds. */
  readonly command: number;
  readonly done: number;
}

/** The emergency switch thrown and taken back by the config flag, through the engine, under load. */
export function switchUnderLoad({ check, edge, controller }: Suite): void {
  const switches = switchesOf[controller];
  // ingress-nginx reloads with nginx 1.27.1, which has no keepalive_min_timeout, and answers 503 until its Lua knows
  // the new backend: what that breaks is told, not held against it.
  const breaksNone = controller === "f5";
  check(
    `${switches} emergency switches under load: ${breaksNone ? "no request fails, " : ""}none is answered by the wrong service`,
    async (t) => {
      await edge().up(await edgeSettings(controller));
      const targets = edge().nodes.map(({ address }) => `${address}:80`);
      const plan: LoadPlan = {
        targets,
        host: ordersHost,
        services: ["orders", "orders-emergency"],
        seconds: 300,
        gap: settle,
      };
      const keepAlive = await startLoad({
        ...plan,
        name: "keep-alive",
        connections: 64,
        rate: rates.keepAlive,
      });
      const perRequest = await startLoad({
        ...plan,
        name: "per-request",
        close: true,
        connections: 64,
        rate: rates.perRequest,
      });
      const made: Switch[] = [];
      try {
        await Promise.all([keepAlive.flowing, perRequest.flowing]);
        await sleep(settle);
        for (let number = 0; number < switches; number++) {
          const on = number % 2 === 0;
          const command = Date.now();
          await edge().up(await edgeSettings(controller, { "exposure:failover": on ? "orders" : "none" }));
          made.push({ to: on ? "orders-emergency" : "orders", command, done: Date.now() });
          await sleep(3 * settle);
        }
      } finally {
        await Promise.all([keepAlive.stop(), perRequest.stop()]);
      }
      const results = await resultsOf(keepAlive, perRequest);
      for (const result of results) {
        if (breaksNone) t.like(result, { failed: 0, examples: [] }, `${result.name}: failed requests`);
        t.is(result.failures["wrong-service"], undefined);
        t.log(`${result.name}: ${result.requests} requests, failures ${JSON.stringify(result.failures)}`);
        t.deepEqual(
          result.spells.map(({ service }) => service),
          ["orders", ...made.map(({ to }) => to)],
          `${result.name}: each switch hands over once and for all`,
        );
        report(t, result, made);
      }
      const rps = results.reduce((sum, result) => sum + result.rps, 0);
      t.log(
        `${Math.round(rps)} requests/s, ${results.map(({ name, rps }) => `${name} ${Math.round(rps)}`).join(", ")}`,
      );
      if (breaksNone) t.true(rps >= demanded, `${Math.round(rps)} requests/s, ${demanded} are demanded`);
    },
    6,
  );
}

function resultsOf(...loads: readonly Load[]): Promise<readonly LoadResult[]> {
  return Promise.all(loads.map(({ result }) => result));
}

/** From the command to the engine's end, to the first answer of the new backend and the last one of the former. */
function report(t: ExecutionContext, { name, spells }: LoadResult, made: readonly Switch[]): void {
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
