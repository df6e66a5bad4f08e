import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import type { Settings } from "../../lab/edge/edge.ts";
import { until } from "../../lab/edge/until.ts";
import { type Load, startLoad } from "../../lab/load/load.ts";
import type { LoadResult } from "../../lab/load/result.ts";
import { type AgentProcess, agentProcesses } from "./agent-processes.ts";
import { logFolder, loggedRequests, lostAndDoubled, turnedOver } from "./log-files.ts";
import { edgeClass, edgeSettings, ordersHost } from "./settings.ts";
import type { Suite } from "./suite.ts";

const rotations = 20;
/** As often as the agent can look, at files so small that each look turns them over. */
const eager = { every: "5s", size: "64k", keep: 100 };
/** nginx writes a buffered line after a second at the latest. */
const flushed = 2_000;

/** The log files of a class are turned over under load; every request is counted against the lines. */
export function logsUnderLoad({ check, edge, controller }: Suite): void {
  const withRotation = async (rotate: Settings) =>
    edgeSettings(controller, {
      "exposure:classes": { public: edgeClass(controller, { default: true, logs: { to: "file", rotate } }) },
    });
  const folders = () => edge().nodes.map((node) => logFolder(node, "public"));
  const start = (name: string, seconds: number) =>
    startLoad({
      name: `${name}${Date.now().toString(36)}`, // a lab that is used twice has the lines of the first time
      ids: true,
      targets: edge().nodes.map(({ address }) => `${address}:80`),
      host: ordersHost,
      rate: 3_000,
      seconds,
    });
  const everyRequestLogged = async (t: ExecutionContext, result: LoadResult) => {
    // the agent turns the last lines over too: a file that gets its name while others are read would be missed
    await Promise.all(folders().map(settled));
    const logged = folders().map((folder) => loggedRequests(folder, result.name));
    const { lost, doubled } = lostAndDoubled(
      logged.flatMap(({ numbers }) => numbers),
      result.requests,
    );
    t.deepEqual(result.examples, []);
    t.deepEqual(
      [lost.length, doubled.length],
      [0, 0],
      `lost ${lost.slice(0, 5)}, doubled ${doubled.slice(0, 5)}`,
    );
    const disorder = Math.max(...logged.map(({ disorder }) => disorder));
    t.true(disorder < flushed / 1_000, `lines stand up to ${disorder} s behind younger ones`);
    return disorder;
  };

  check(
    `${rotations} rotations under load: no line is lost or doubled, and their order holds`,
    async (t) => {
      await edge().up(await withRotation(eager));
      const before = folders().map(count);
      const load = await start("rotations", 180);
      const made = () =>
        folders().reduce((sum, folder, index) => sum + count(folder) - (before[index] ?? 0), 0);
      await during(load, () => until(`${rotations} rotations`, 150_000, () => made() >= rotations, 1_000));
      const result = await load.result;
      const disorder = await everyRequestLogged(t, result);
      for (const folder of folders()) {
        const plain = turnedOver(folder).filter((name) => !name.endsWith(".gz"));
        t.true(
          plain.every((name) => name === "access.log.1"),
          `${plain} are not compressed`,
        );
      }
      t.log(
        `${result.requests} requests in ${made()} rotations, ${Math.round(result.rps)} requests/s, ` +
          `each with one line; lines stand at most ${disorder.toFixed(2)} s behind younger ones`,
      );
    },
    5,
  );

  check(
    "the agent killed in mid-rotation: the next one goes on, and no line is lost or doubled",
    async (t) => {
      await edge().up(await withRotation(eager));
      const load = await start("killed", 120);
      const killed: string[] = [];
      await during(load, async () => {
        for (const node of edge().nodes) {
          const folder = logFolder(node, "public");
          killed.push(await killInRotation(() => agentProcesses(node)));
          const then = count(folder);
          await until("two more rotations by the next agent", 60_000, () => count(folder) >= then + 2, 500);
        }
      });
      await everyRequestLogged(t, await load.result);
      t.log(`killed while it ran ${killed.join(" and ")}`);
    },
    4,
  );

  check(
    "count, age and byte budget hold",
    async (t) => {
      await edge().up(
        await withRotation({ every: "5s", size: "64k", keep: 3, budget: "20m", age: "30m", maxAge: "1h" }),
      );
      for (const folder of folders()) {
        const old = join(folder, "access.log.90.gz");
        writeFileSync(old, "");
        const before = (Date.now() - 2 * 3_600_000) / 1_000;
        utimesSync(old, before, before);
      }
      const load = await start("bounds", 60);
      await during(load, () =>
        until(
          "bounds on every node",
          60_000,
          () => folders().every((folder) => inBounds(folder, 3, 20 << 20)),
          250,
        ),
      );
      t.is((await load.result).failed, 0);
      for (const folder of folders()) t.false(readdirSync(folder).includes("access.log.90.gz"), "too old");

      // less than what one second of load writes: now bytes decide, not the count
      await edge().up(await withRotation({ every: "5s", size: "64k", keep: 100, budget: "1m" }));
      const more = await start("budget", 60);
      await during(more, () => sleep(12_000));
      t.is((await more.result).failed, 0);
      await until(
        "the budget holds",
        30_000,
        () => folders().every((folder) => bytes(folder) <= 1 << 20),
        250,
      );
    },
    5,
  );
}

async function during(load: Load, work: () => Promise<unknown>): Promise<void> {
  try {
    await load.flowing;
    await work();
  } finally {
    await load.stop();
  }
}

/** Waits until the agent has looked twice without finding anything to do. */
async function settled(folder: string): Promise<void> {
  let before = "";
  let since = performance.now();
  await until(
    "the log files rest",
    60_000,
    () => {
      const now = JSON.stringify(listing(folder));
      if (now !== before) since = performance.now();
      before = now;
      return performance.now() - since > 2 * 5_000 + flushed;
    },
    500,
  );
}

function listing(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, statSync(join(folder, name)).size] as const);
}

/** Kills an agent with everything it has started while logrotate, or what that calls, runs. */
async function killInRotation(processes: () => readonly AgentProcess[]): Promise<string> {
  let caught: readonly AgentProcess[] = [];
  const rotating = ({ command }: AgentProcess) =>
    /^(logrotate|gzip|\/bin\/gzip)\b|agent\.sh turned/.test(command);
  await until(
    "a rotation to kill",
    30_000,
    () => {
      caught = processes();
      return caught.some(rotating);
    },
    1,
  );
  for (const { pid } of caught) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
  return caught
    .filter(rotating)
    .map(({ command }) => command)
    .join(", ");
}

/** Rotations so far: the highest number, where nothing has been removed yet. */
function count(folder: string): number {
  return turnedOver(folder).length;
}

function inBounds(folder: string, keep: number, budget: number): boolean {
  return count(folder) <= keep && count(folder) > 0 && bytes(folder) <= budget;
}

function bytes(folder: string): number {
  return listing(folder).reduce((sum, [, size]) => sum + size, 0);
}
