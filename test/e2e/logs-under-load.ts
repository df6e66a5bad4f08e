import {
  chownSync,
  existsSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import type { LoadResult } from "../../bench/load/result.ts";
import { until } from "../../lab/machine/until.ts";
import type { RealNode } from "../../lab/nodes/plan.ts";
import type { Settings } from "../../lab/testbed/testbed.ts";
import { agentProcesses } from "./agent-processes.ts";
import { logFolder, loggedRequests, lostAndDoubled, turnedOver } from "./log-files.ts";
import { updateAfterOutage, withoutApiServer } from "./outages.ts";
import { eagerLogs, type Side } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { ordersPlan, underLoads } from "./under-load.ts";

interface Loaded {
  readonly side: Side;
  readonly result: LoadResult;
}

const rotations = 20;
/** nginx writes a buffered line after a second at the latest. */
const flushed = 2_000;

/** Rotates a class's log files under load, and compares every request with its line. */
export function logsUnderLoad(suite: Suite): void {
  const { check, testbed, sides, settings } = suite;
  const withRotation = (rotate: Settings) => settings({ ofClass: () => ({ logs: { to: "file", rotate } }) });
  const foldersOf = ({ className }: Side) => testbed().nodes.map((node) => logFolder(node, className));
  const allFolders = () => sides.flatMap(foldersOf);
  /** Load on each controller while `work` is done. */
  const underLoad = async (name: string, work: () => Promise<unknown>): Promise<readonly Loaded[]> => {
    const plans = sides.map((side) => ({
      ...ordersPlan(testbed(), side),
      name: `${name}-${side.controller}-${Date.now().toString(36)}`, // a lab that is used again still has the lines of the first time
      ids: true,
    }));
    const results = await underLoads(plans, work, 0);
    return sides.flatMap((side, index) =>
      results.slice(index, index + 1).map((result) => ({ side, result })),
    );
  };
  const everyRequestLogged = async (t: ExecutionContext, { side, result }: Loaded) => {
    await sleep(flushed);
    const logged = await Promise.all(
      foldersOf(side).map((folder) => undisturbed(folder, () => loggedRequests(folder, result.name))),
    );
    const { lost, doubled } = lostAndDoubled(
      logged.flatMap(({ numbers }) => numbers),
      result.requests,
    );
    t.like(result, { failed: 0, examples: [] }, result.name);
    t.deepEqual(
      [lost.length, doubled.length],
      [0, 0],
      `${result.name}: lost ${lost.slice(0, 5)}, doubled ${doubled.slice(0, 5)}`,
    );
    const disorder = Math.max(...logged.map(({ disorder }) => disorder));
    t.true(disorder < flushed / 1_000, `lines stand up to ${disorder} s behind younger ones`);
    return disorder;
  };

  check(
    `the API server is gone for 60 s under load, ${rotations} rotations meanwhile: no request fails, no line is lost or doubled, and their order holds`,
    async (t) => {
      // a new agent compresses what the parts before have left, and is asked every 30 s whether it is done
      for (const folder of allFolders()) truncateSync(join(folder, "access.log"));
      await testbed().up(await settings(eagerLogs));
      const before = new Map(allFolders().map((folder) => [folder, count(folder)] as const));
      const made = (side: Side) =>
        foldersOf(side).reduce((sum, folder) => sum + count(folder) - (before.get(folder) ?? 0), 0);
      const rotated = () =>
        until(
          `${rotations} rotations of each controller`,
          150_000,
          () => sides.every((side) => made(side) >= rotations),
          500,
        );
      for (const loaded of await underLoad("rotations", () => withoutApiServer(t, testbed(), rotated))) {
        const { side, result } = loaded;
        const disorder = await everyRequestLogged(t, loaded);
        t.log(
          `${side.controller}: ${result.requests} requests in ${made(side)} rotations, ${Math.round(result.rps)} requests/s, ` +
            `each with one line; lines stand at most ${disorder.toFixed(2)} s behind younger ones`,
        );
      }
      for (const folder of allFolders()) {
        const uncompressed = () => turnedOver(folder).filter((name) => !name.endsWith(".gz"));
        const compressed = () => uncompressed().every((name) => name === "access.log.1");
        await until(`all but the newest file in ${folder} are compressed`, 10_000, compressed);
      }
    },
    5,
  );

  updateAfterOutage(suite);

  check(
    "after the agent is killed during a rotation the next one continues, and no line is lost or doubled",
    async (t) => {
      await testbed().up(await settings(eagerLogs));
      const killed: string[] = [];
      const killOne = async (side: Side, node: RealNode) => {
        const folder = logFolder(node, side.className);
        const what = await killInRotation(folder, () => agentProcesses(node, side.className));
        killed.push(`${side.controller} on ${node.name}: ${what}`);
        const then = count(folder);
        await until("two more rotations by the next agent", 60_000, () => count(folder) >= then + 2, 500);
      };
      const all = await underLoad("killed", () =>
        Promise.all(sides.flatMap((side) => testbed().nodes.map((node) => killOne(side, node)))),
      );
      for (const loaded of all) await everyRequestLogged(t, loaded);
      for (const what of killed) t.log(`killed, ${what}`);
    },
    4,
  );

  check(
    "count, age and byte budget hold",
    async (t) => {
      await testbed().up(
        await withRotation({ every: "5s", size: "64k", keep: 3, budget: "20m", age: "30m", maxAge: "1h" }),
      );
      for (const folder of allFolders()) {
        const old = join(folder, "access.log.90.gz");
        writeFileSync(old, "");
        chownSync(old, 101, 101); // a file of another user does not belong to the agent
        const before = (Date.now() - 2 * 3_600_000) / 1_000;
        utimesSync(old, before, before);
      }
      const within = (bounds: (folder: string) => boolean) =>
        until("bounds on every node", 60_000, () => allFolders().every(bounds), 250);
      const results = await underLoad("bounds", () => within((folder) => inBounds(folder, 3, 20 << 20)));
      for (const { result } of results) t.is(result.failed, 0, result.name);
      for (const folder of allFolders()) t.false(readdirSync(folder).includes("access.log.90.gz"), "too old");

      // less than what two seconds of load write: now bytes decide, not the count
      await testbed().up(await withRotation({ every: "5s", size: "64k", keep: 100, budget: "1m" }));
      const more = await underLoad("budget", () => sleep(12_000));
      for (const { result } of more) t.is(result.failed, 0, result.name);
      await within((folder) => bytes(folder) <= 1 << 20);
    },
    5,
  );
}

/** Reads a log folder while the agent neither changes it nor is between a file and its compressed form. */
async function undisturbed<T>(folder: string, read: () => T): Promise<T> {
  let result: T | undefined;
  await until(
    `the files in ${folder} can be read undisturbed`,
    30_000,
    () => {
      const before = listing(folder);
      const names = before.map(([name]) => name);
      if (names.some((name) => names.includes(`${name}.gz`))) return false;
      result = read();
      return JSON.stringify(listing(folder)) === JSON.stringify(before);
    },
    500,
  );
  return result as T;
}

function listing(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, statSync(join(folder, name)).size] as const);
}

/** Kills an agent between a rename and nginx's reopening, or while it compresses. */
async function killInRotation(folder: string, processes: () => readonly number[]): Promise<string> {
  const parts = join(folder, ".rotation");
  let caught = "";
  await until(
    "a rotation to kill",
    30_000,
    () => {
      const part = existsSync(parts) ? readdirSync(parts).find((name) => name.endsWith(".gz")) : undefined;
      if (part !== undefined) caught = `${part} was half written`;
      else if (!existsSync(join(folder, "access.log"))) caught = "access.log was renamed";
      return caught !== "";
    },
    1,
  );
  for (const pid of processes()) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
  return caught;
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
