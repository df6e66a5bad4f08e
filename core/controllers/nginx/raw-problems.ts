import { cipherProblem } from "../../config/formats/ciphers.ts";
import { hint } from "../../config/suggest.ts";
import type { ClassSpec } from "../../model/class.ts";
import { ownValue } from "../../model/own-value.ts";
import type { Problem } from "../../model/problems.ts";
import { type ClassSetting, classSetting, requestedSettings } from "../class-settings.ts";
import { trustProblem } from "./client-addresses.ts";
import { joinPieces, type Piece } from "./config-map.ts";
import type { NginxDialect } from "./dialect.ts";
import { keysOf, knobNames, type ValueProblem } from "./knobs.ts";
import { snippetProblems } from "./snippet-problems.ts";

/**
 * What is wrong with the raw ConfigMap keys of a class.
 * @param demands what its services together need of the controller
 * @param pieces what follows from its services and typed settings
 */
export function rawProblems(
  dialect: NginxDialect,
  spec: ClassSpec,
  demands: { readonly http2: boolean },
  pieces: readonly Piece[],
): readonly Problem[] {
  const derived = joinPieces(pieces);
  const settings = decidedKeys(dialect, spec, demands);
  const problems = Object.entries(spec.configMap).flatMap(([key, value]) => {
    const problem =
      keyProblem(dialect, spec, key, value) ??
      conflict(settings.get(key), ownValue(derived.keys, key), value);
    return problem === undefined ? [] : [{ path: classSetting(spec, `configMap.${key}`), ...problem }];
  });
  return [...problems, ...snippetProblems(dialect, spec, derived)];
}

function keyProblem(
  dialect: NginxDialect,
  spec: ClassSpec,
  key: string,
  value: string,
): ValueProblem | undefined {
  const { keys, refusal, title, proxyProtocolKey } = dialect;
  if (!keys.includes(key)) {
    const unknown = { code: "unknown-key", message: `is not a key of ${title}${hint(key, keys)}` };
    return refusal?.(key) ?? unknown;
  }
  if (key === "ssl-ciphers") {
    const message = cipherProblem(value);
    return message === undefined ? undefined : { code: "wrong-ciphers", message };
  }
  if (key !== proxyProtocolKey || spec.proxyProtocol !== undefined || value === "false")
    return trustProblem(dialect, spec, key, value);
  const message =
    "cannot be set directly: set the class's proxyProtocol, which also names the addresses to trust and informs an edge in front";
  return { code: "has-typed-setting", message };
}

function conflict(
  setting: string | undefined,
  derived: string | undefined,
  raw: string,
): ValueProblem | undefined {
  return setting === undefined || derived === raw
    ? undefined
    : { code: "undoes-setting", message: `would undo ${setting}: remove one of the two` };
}

/** Keys that follow from another setting of the user, and the words for that setting. */
function decidedKeys(
  { knobs, profiles, settingKeys }: NginxDialect,
  spec: ClassSpec,
  { http2 }: { readonly http2: boolean },
): ReadonlyMap<string, string> {
  const profile = profiles[spec.performance.profile];
  // A knob that equals its profile's value looks like the profile, and raw keys may replace that.
  const written = knobNames(knobs).filter(
    (knob) => spec.performance[knob] !== undefined && spec.performance[knob] !== profile[knob],
  );
  const decided = (words: string, keys: readonly string[]) => keys.map((key) => [key, words] as const);
  return new Map([
    ...decided("HTTP/2, which the class's gRPC services need", http2 ? keysOf(knobs, "http2") : []),
    ...written.flatMap((knob) => decided(`performance.${knob}`, keysOf(knobs, knob))),
    ...requestedSettings(spec).flatMap((setting) => decided(words[setting] ?? setting, settingKeys[setting])),
  ]);
}

/** What an error message calls a setting. @default its path */
const words: Readonly<Partial<Record<ClassSetting, string>>> = {
  "drain.timeout": "drain.timeout, which the grace period follows",
};
