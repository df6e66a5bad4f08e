import { table } from "../../operations/failover/table.ts";
import { kindsOf, type LoadResult } from "../load/result.ts";
import type { Clients } from "./loads.ts";
import type { Drilled } from "./request.ts";

/** When a drill was turned on and taken back, each from the command to the engine's end; Unix milliseconds. */
export interface DrillTimes {
  readonly turnedOn: { readonly from: number; readonly to: number };
  readonly back: { readonly from: number; readonly to: number };
}

export interface DrillReport {
  /** Whether production was unharmed and the standby answered every marked request sent during the drill. */
  readonly ok: boolean;
  readonly lines: readonly string[];
}

interface Counted extends Pick<Clients, "title" | "marked"> {
  readonly result: LoadResult;
}

/** One screen: answers by backend, failures, times. */
export function drillReport(service: Drilled, counted: readonly Counted[], times: DrillTimes): DrillReport {
  const [primary, standby] = [service.backend.service, service.emergency.service];
  const answers = (result: LoadResult, name: string) => result.services[name]?.answers ?? 0;
  const head = ["CLIENTS", "REQUESTS", primary, standby, "FAILED", "P50 MS", "P99 MS"];
  const rows = counted.map(({ title, result }) => [
    title,
    String(result.requests),
    String(answers(result, primary)),
    String(answers(result, standby)),
    failuresOf(result),
    result.latency.p50.toFixed(1),
    result.latency.p99.toFixed(1),
  ]);
  const production = counted.filter(({ marked }) => !marked).map(({ result }) => result);
  const marked = counted.filter((load) => load.marked);
  const sum = (of: (result: LoadResult) => number) => production.reduce((all, result) => all + of(result), 0);
  const [requests, failed, misrouted] = [
    sum((result) => result.requests),
    sum((result) => result.failed),
    sum((result) => answers(result, standby)),
  ];
  const unharmed = failed === 0 && misrouted === 0;
  const verdicts = marked.map((load) => markedLine(load, standby, times));
  return {
    ok: unharmed && verdicts.every(({ ok }) => ok),
    lines: [
      ...table(head, rows),
      "",
      `engine: turned on in ${seconds(times.turnedOn.to - times.turnedOn.from)}, taken back in ${seconds(times.back.to - times.back.from)}`,
      ...verdicts.map(({ line }) => line),
      unharmed
        ? `production unharmed: of ${requests} requests without the mark none failed, none was answered by ${standby}`
        : `PRODUCTION HARMED: of ${requests} requests without the mark ${failed} failed, ${misrouted} were answered by ${standby}`,
    ],
  };
}

function markedLine({ title, result }: Counted, standby: string, { turnedOn, back }: DrillTimes) {
  const ofStandby = result.spells.filter(({ service }) => service === standby);
  const [first, last] = [ofStandby[0]?.first, ofStandby.at(-1)?.last];
  if (first === undefined || last === undefined) {
    return { ok: false, line: `${title}: ${standby} NEVER ANSWERED` };
  }
  const line = `${title}: first answer of ${standby} ${seconds(first - turnedOn.from)} after the command, the last one ${seconds(last - back.from)} after it was taken back`;
  const held = ofStandby.length === 1;
  return { ok: held && result.failed === 0, line: held ? line : `${line}, IN ${ofStandby.length} PIECES` };
}

function failuresOf({ failed, failures }: LoadResult): string {
  return failed === 0 ? "0" : `${failed} (${kindsOf(failures)})`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
