import { hint } from "../../config/suggest.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { ClassDemands } from "../../model/demands.ts";
import type { Problem } from "../../model/problems.ts";
import { classControllers } from "../registry.ts";
import { keysOf, knobNames } from "./knobs.ts";
import { knownKeys, plusKeys } from "./known-keys.ts";
import { joinPieces, type Piece } from "./piece.ts";
import { knobsOf } from "./profiles.ts";
import { snippetProblems } from "./snippet-problems.ts";

/** What is wrong with a class' raw ConfigMap keys, given what its services and the typed settings make of it already. */
export function rawProblems(
  spec: ClassSpec,
  demands: ClassDemands,
  derived: readonly Piece[],
): readonly Problem[] {
  const dialect = spec.controller;
  const explicit = explicitKeys(spec, demands);
  const joined = joinPieces(derived);
  const problems: Problem[] = [];
  const add = (key: string, message: string) => {
    problems.push({ path: `classes.${spec.name}.configMap.${key}`, message });
  };

  for (const [key, value] of Object.entries(spec.configMap)) {
    const setting = explicit.get(key);
    if (dialect === "f5" && plusKeys.includes(key)) {
      add(key, "is for NGINX Plus, which this controller is not; remove it");
    } else if (!knownKeys[dialect].includes(key)) {
      add(key, `is no key of ${classControllers[dialect].facts.title}${hint(key, knownKeys[dialect])}`);
    } else if (spec.proxyProtocol === undefined && proxyProtocolSwitches.includes(key) && value !== "false") {
      add(
        key,
        "is what the class' proxyProtocol sets, with the addresses to trust; set that, since an edge in front is told of it by the outputs",
      );
    } else if (setting !== undefined && joined.keys[key] !== value) {
      add(key, `would undo ${setting}; remove one of the two`);
    }
  }
  return [...problems, ...snippetProblems(spec, joined)];
}

/** Keys that follow from something the user wrote down, and what that is. */
function explicitKeys(spec: ClassSpec, demands: ClassDemands): ReadonlyMap<string, string> {
  const explicit = new Map([["worker-shutdown-timeout", "drain.timeout, which the grace period follows"]]);
  if (demands.http2) {
    for (const key of keysOf("http2", spec.controller))
      explicit.set(key, "HTTP/2, which the class' gRPC services need");
  }
  const profile = knobsOf(spec.controller, { profile: spec.performance.profile });
  for (const knob of knobNames) {
    const value = spec.performance[knob];
    // A knob equal to its profile's cannot be told from the profile, and a profile gives way.
    if (value === undefined || value === profile[knob]) continue;
    for (const key of keysOf(knob, spec.controller)) explicit.set(key, `performance.${knob}`);
  }
  if (spec.proxyProtocol) for (const key of proxyProtocolKeys) explicit.set(key, "proxyProtocol");
  if (spec.logs.to !== "stdout") for (const key of logKeys) explicit.set(key, "logs");
  for (const template of ["main", "ingress"] as const) {
    if (spec.templates[template]) explicit.set(`${template}-template`, `templates.${template}`);
  }
  if (spec.snippets) for (const key of snippetPermits) explicit.set(key, "snippets");
  return explicit;
}

const proxyProtocolSwitches: readonly string[] = ["proxy-protocol", "use-proxy-protocol"];
const proxyProtocolKeys: readonly string[] = [
  ...proxyProtocolSwitches,
  "real-ip-header",
  "set-real-ip-from",
  "proxy-real-ip-cidr",
];

/** Whatever takes the access log away from its file, or makes it something the agent does not turn over. */
const logKeys: readonly string[] = [
  "access-log-off",
  "access-log-path",
  "access-log-params",
  "http-access-log-path",
  "error-log-path",
  "error-log-level",
  "disable-access-log",
  "disable-http-access-log",
  "enable-syslog",
  "log-format",
  "log-format-escaping",
  "log-format-upstream",
  "log-format-escape-json",
];

const snippetPermits: readonly string[] = ["allow-snippet-annotations", "annotations-risk-level"];
