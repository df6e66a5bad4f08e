import type { Dialect } from "../model/controllers.ts";
import type { PerformanceArgs, PerformanceKnobs, PerformanceSpec, Profile } from "../model/performance.ts";

/** The knobs of a class: its profile's, and its own over them. */
export function knobsOf(
  _dialect: Dialect,
  { profile = "default", ...own }: PerformanceArgs,
): PerformanceSpec {
  return { profile, ...profileKnobs[profile], ...own };
}

const profileKnobs: Readonly<Record<Profile, PerformanceKnobs>> = {
  default: {},
  high: {},
};
