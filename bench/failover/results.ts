import { table } from "../register/table.ts";
import type { Run } from "./measure.ts";

/** One way of switching, and how long it took each time. */
export interface Contestant {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** A row a contestant, medians, each against the first. */
export function resultTable(title: string, contestants: readonly Contestant[]): string {
  const first = median(contestants[0]?.runs ?? [], ({ seconds }) => seconds);
  const rows = contestants.map(({ name, runs }) => {
    const seconds = median(runs, (run) => run.seconds);
    return [
      name,
      seconds.toFixed(2),
      `+${(seconds - first).toFixed(2)}`,
      (seconds / first).toFixed(1),
      engineSeconds(runs)?.toFixed(1) ?? "–",
      median(runs, ({ total }) => total).toFixed(2),
      Math.round(Math.max(...runs.map(({ memory }) => memory))),
    ];
  });
  const head = [
    "",
    "s",
    "after the first, s",
    "times the first",
    "of it engine, s",
    "until it ended, s",
    "memory, MiB",
  ];
  return `**${title}**\n\n${table(head, rows)}`;
}

/** The engine's seconds, from the command's own output. */
function engineSeconds(runs: readonly Run[]): number | undefined {
  const reported = runs.flatMap(({ output }) => {
    const [, seconds] = /engine (\d+\.\d) s/.exec(output) ?? [];
    return seconds === undefined ? [] : [Number(seconds)];
  });
  return reported.length === 0 ? undefined : median(reported, (seconds) => seconds);
}

function median<T>(values: readonly T[], of: (value: T) => number): number {
  const sorted = values.map(of).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
