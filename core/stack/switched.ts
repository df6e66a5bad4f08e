import type { ServiceSection } from "../config/read-sections.ts";
import { fewHints } from "../config/suggest.ts";
import { failoverProblems } from "../failover/flag-problems.ts";
import type { FailoverFlag } from "../model/failover.ts";
import type { Problem } from "../model/problems.ts";

/** The services that a switch concerns, by name; `all` stands for each that has an emergency backend. */
export type Concerned = readonly string[] | "all";

/** A configuration as far as a switch needs it. */
export interface SwitchedConfig<Config> {
  readonly config: Config;
  /** What is wrong with the rest, which the switch leaves as it is. */
  readonly setAside: readonly Problem[];
  /**
   * The same with another flag. Services and catalogue are not read again, which takes most of the time.
   * @param flag as the engine hands it over
   * @throws ConfigError as the first reading does
   */
  readonly withFlag: (flag: unknown) => SwitchedConfig<Config>;
}

export function concernedNames(concerned: Concerned, { located }: ServiceSection): ReadonlySet<string> {
  if (concerned !== "all") return new Set(concerned);
  return new Set(located.flatMap(({ spec }) => (spec.emergency === undefined ? [] : [spec.name])));
}

/** Whether everything that a switch concerns could be read: of `all`, one that could not might be one of them. */
export function isReadable(
  concerned: Concerned,
  { located, unread, twice, complete }: ServiceSection,
): boolean {
  if (concerned === "all") return complete && unread.length === 0 && twice.length === 0;
  return concerned.every((name) => located.some(({ spec }) => spec.name === name) && !twice.includes(name));
}

export function withoutServices(services: ServiceSection, names: ReadonlySet<string>): ServiceSection {
  return { ...services, located: services.located.filter(({ spec }) => !names.has(spec.name)) };
}

/**
 * What is wrong with the flag. Nothing is said of its names while some services are not known.
 * @param concerned whose entries are checked @default every service's
 */
export function flagProblems(
  { located, unread, complete }: ServiceSection,
  failover: FailoverFlag,
  concerned?: ReadonlySet<string>,
): readonly Problem[] {
  if (!complete) return [];
  const specs = located.map(({ spec }) => spec);
  return failoverProblems(failover, specs, fewHints(), { unread, concerned });
}

/**
 * The problems that some services have, alone or with others, and those of the rest.
 * @param all of the whole configuration
 * @param others finds those of the configuration without those services; called only if there are any at all
 */
export function ownProblems(
  all: readonly Problem[],
  others: () => readonly Problem[],
): { readonly own: readonly Problem[]; readonly setAside: readonly Problem[] } {
  if (all.length === 0) return { own: [], setAside: [] };
  const keyOf = ({ path, code, message }: Problem) => JSON.stringify([path, code, message]);
  const known = new Set(others().map(keyOf));
  const isOther = (problem: Problem) => known.has(keyOf(problem));
  return { own: all.filter((problem) => !isOther(problem)), setAside: all.filter(isOther) };
}
