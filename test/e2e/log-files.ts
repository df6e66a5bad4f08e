import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { names } from "../../core/model/names.ts";
import type { RealNode } from "../../lab/nodes/plan.ts";

/** Path on this machine of a class's log directory of a node. */
export function logFolder({ folder }: RealNode, className: string): string {
  return join(folder, "disk", names.logDirectory(className));
}

/** Rotated access logs, the oldest first: `access.log.7.gz`, …, `access.log.1`. */
export function turnedOver(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^access\.log\.\d+(\.gz)?$/.test(name))
    .toSorted((a, b) => numberOf(b) - numberOf(a));
}

/** The lines of a load's requests in a class' access logs of a node. */
export interface LoggedRequests {
  /** Number of each request, in the order of its lines from the oldest file to the newest. */
  readonly numbers: readonly number[];
  /** Maximum seconds by which a line comes after a younger one. */
  readonly disorder: number;
}

/** Reads all access logs, compressed ones included, for the requests of one load. */
export function loggedRequests(folder: string, load: string): LoggedRequests {
  const numbers: number[] = [];
  let newest = 0;
  let disorder = 0;
  const line = new RegExp(`^\\{.*"msec":([\\d.]+),.*[?&]id=${load}-(\\d+)["&].*\\}$`);
  for (const name of [...turnedOver(folder), "access.log"]) {
    for (const text of contentOf(join(folder, name)).split("\n")) {
      const match = line.exec(text);
      if (match === null) continue;
      const at = Number(match[1]);
      newest = Math.max(newest, at);
      disorder = Math.max(disorder, newest - at);
      numbers.push(Number(match[2]));
    }
  }
  return { numbers, disorder };
}

/** Requests without a line, and with more than one. Both should be empty. */
export function lostAndDoubled(numbers: readonly number[], requests: number) {
  const count = new Uint8Array(requests);
  const doubled: number[] = [];
  for (const number of numbers) {
    const before = count[number] ?? 0;
    if (before > 0) doubled.push(number);
    count[number] = before + 1;
  }
  const lost = Array.from(count.keys()).filter((number) => count[number] === 0);
  return { lost, doubled };
}

function contentOf(file: string): string {
  const content = readFileSync(file);
  return (file.endsWith(".gz") ? gunzipSync(content) : content).toString("utf8");
}

function numberOf(name: string): number {
  return Number(/\.(\d+)(\.gz)?$/.exec(name)?.[1]);
}
