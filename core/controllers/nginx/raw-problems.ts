import { hint } from "../../config/suggest.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { joinPieces, type Piece } from "./config-map.ts";
import type { NginxDialect, TypedSetting } from "./dialect.ts";
import { keysOf, knobNames } from "./knobs.ts";
import { snippetProblems } from "./snippet-problems.ts";

/**
 * What is wrong with the raw ConfigMap keys of a class.
 * @param demands what its services together need of the controller
 * @param pieces what its services and typed settings come to
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
    const message =
      keyProblem(dialect, spec, key, value) ?? conflict(settings.get(key), derived.keys[key], value);
    return message === undefined ? [] : [{ path: `classes.${spec.name}.configMap.${key}`, message }];
  });
  return [...problems, ...snippetProblems(dialect, spec, derived)];
}

function keyProblem(
  { keys, refusal, title, proxyProtocolKey }: NginxDialect,
  { proxyProtocol }: ClassSpec,
  key: string,
  value: string,
): string | undefined {
  if (!keys.includes(key)) return refusal?.(key) ?? `is no key of ${title}${hint(key, keys)}`;
  return key === proxyProtocolKey && proxyProtocol === undefined && value !== "false"
    ? "is what the class' proxyProtocol sets, with the addresses to trust; set that, since an edge in front is told of it by the outputs"
    : undefined;
}

function conflict(setting: string | undefined, derived: string | undefined, raw: string): string | undefined {
  return setting === undefined || derived === raw
    ? undefined
    : `would undo ${setting}; remove one of the two`;
}

/** Keys that follow from something the user wrote down, and what that is. */
function decidedKeys(
  { knobs, profiles, settingKeys }: NginxDialect,
  spec: ClassSpec,
  { http2 }: { readonly http2: boolean },
): ReadonlyMap<string, string> {
  const profile = profiles[spec.performance.profile];
  // A knob equal to its profile's cannot be told from the profile, and a profile gives way.
  const written = knobNames(knobs).filter(
    (knob) => spec.performance[knob] !== undefined && spec.performance[knob] !== profile[knob],
  );
  const used = typedSettings.filter((setting) => isUsed[setting](spec));
  const decided = (words: string, keys: readonly string[]) => keys.map((key) => [key, words] as const);
  return new Map([
    ...decided("drain.timeout, which the grace period follows", ["worker-shutdown-timeout"]),
    ...decided("HTTP/2, which the class' gRPC services need", http2 ? keysOf(knobs, "http2") : []),
    ...written.flatMap((knob) => decided(`performance.${knob}`, keysOf(knobs, knob))),
    ...used.flatMap((setting) => decided(setting, settingKeys[setting])),
  ]);
}

const isUsed: Readonly<Record<TypedSetting, (spec: ClassSpec) => boolean>> = {
  proxyProtocol: ({ proxyProtocol }) => proxyProtocol !== undefined,
  logs: ({ logs }) => logs.to !== "stdout",
  "templates.main": ({ templates }) => templates.main !== undefined,
  "templates.ingress": ({ templates }) => templates.ingress !== undefined,
  snippets: ({ snippets }) => snippets,
};

const typedSettings = Object.keys(isUsed) as TypedSetting[];
