import { inDetail } from "../../core/failover/plan.ts";
import { defined } from "../../core/model/defined.ts";
import type { FailoverArgs, FailoverFlag, Occasion, SwitchArgs } from "../../core/model/failover.ts";
import { ownValue } from "../../core/model/own-value.ts";

/** What is asked for: of these services, or of all that have an emergency backend. */
export interface FlagChange {
  readonly services: readonly string[] | "all";
  readonly entry: SwitchArgs;
  /** Let the others go where some fail the check. Kept as it was where not said. */
  readonly partial?: boolean;
}

/** The flag after a change: services that it does not name stay as they are, and so do the flag's settings. */
export function editFlag(flag: FailoverFlag, { services, entry, partial }: FlagChange): FailoverFlag {
  const before = inDetail(flag);
  const settings = { ...before, ...(partial === undefined ? {} : { partial }) };
  return short(services === "all" ? switchAll(settings, entry) : some(settings, services, entry));
}

function switchAll(settings: FailoverArgs, entry: SwitchArgs): FailoverArgs {
  const kept = settingsOf(settings);
  if (entry.mode === "off") return kept;
  const { reason, until } = entry;
  const since = settings.all === true ? (settings.since ?? entry.since) : entry.since;
  return { ...kept, all: true, ...defined<Occasion>({ reason, since, until }) };
}

function some(settings: FailoverArgs, names: readonly string[], entry: SwitchArgs): FailoverArgs {
  const { services = {}, except = [], ...rest } = settings;
  const others = Object.entries(services).filter(([name]) => !names.includes(name));
  // Where services are switched by name only, `off` needs no entry, unless the entry says to skip the check.
  const needless = entry.mode === "off" && rest.all !== true && entry.force !== true;
  const named = needless
    ? []
    : names.map((name) => [name, lasting(ownValue(services, name), entry)] as const);
  const entries = Object.fromEntries([...others, ...named].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...rest,
    ...(except.length === 0 ? {} : { except }),
    ...(Object.keys(entries).length === 0 ? {} : { services: entries }),
  };
}

/** A repeated switch keeps its beginning. */
function lasting(before: SwitchArgs | undefined, entry: SwitchArgs): SwitchArgs {
  const same = before?.mode === entry.mode && before.weight === entry.weight;
  return same && before.since !== undefined ? { ...entry, since: before.since } : entry;
}

/** A flag that switches no service is `none`, without reason or time. */
function short(args: FailoverArgs): FailoverFlag {
  if (args.all === true || args.services !== undefined) return args;
  const settings = settingsOf(args);
  return Object.keys(settings).length === 0 ? "none" : settings;
}

/** Settings of the flag that apply to every switch. */
function settingsOf({ partial, ready, expired }: FailoverArgs) {
  return defined<Pick<FailoverArgs, "partial" | "ready" | "expired">>({ partial, ready, expired });
}
