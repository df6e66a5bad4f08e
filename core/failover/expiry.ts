import type { FailoverFlag } from "../model/failover.ts";
import { firstOf, listed } from "../model/listed.ts";
import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import { inDetail, planFailover } from "./plan.ts";

/** The switches of a flag that are past their `until`. */
export interface Expiry {
  readonly warnings: readonly string[];
  /** The same sentences, if the flag says `expired: fail`. */
  readonly problems: readonly Problem[];
}

const longestList = 10;

/**
 * Switches past their `until`, one sentence for each time. No switch ends by itself: a backend changes only when a
 * person says so.
 * @param now milliseconds since 1970
 */
export function expiryOf(flag: FailoverFlag, services: readonly ServiceSpec[], now: number): Expiry {
  const overdue = planFailover(flag, services).filter(
    ({ switch: { mode, until } }) => mode !== "off" && until !== undefined && Date.parse(until) <= now,
  );
  const sentences = [...Map.groupBy(overdue, ({ switch: { until } }) => until ?? "")].map(([until, late]) => {
    const switched = listed(
      late.map(({ service }) => service.name),
      longestList,
    );
    return `the emergency switch of ${switched} was due to end at ${until} (${ago(now - Date.parse(until))} ago): switch back, or set a later until`;
  });
  if (inDetail(flag).expired !== "fail") return { warnings: firstOf(sentences), problems: [] };
  const problems = sentences.map((message) => ({ path: "failover", code: "switch-overdue", message }));
  return { warnings: [], problems };
}

function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
