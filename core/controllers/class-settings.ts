import type { ClassSpec } from "../model/class.ts";
import type { Problem } from "../model/problems.ts";
import type { Refusal, SettingPath } from "./service-problems.ts";

/** Fields that mean the same with every controller, and those with a table of their own: knobs, raw keys and arguments. */
type SharedField =
  | "name"
  | "controller"
  | "image"
  | "pullPolicy"
  | "pullSecrets"
  | "default"
  | "namespace"
  | "expose"
  | "nodeSelector"
  | "tolerations"
  | "priorityClass"
  | "resources"
  | "replicas"
  | "disruption"
  | "rollout"
  | "sysctls"
  | "performance"
  | "extraArgs"
  | "ingressDefaults"
  | "configMap";

/** A field whose parts a controller applies or refuses one by one. */
type DividedField = "drain" | "logs" | "templates" | "tls";

/**
 * Settings that each controller has to apply by itself, by their path below the class. A field that is added to
 * `ClassSpec` is one of them until it is listed as shared.
 */
export type ClassSetting =
  | Exclude<keyof ClassSpec, SharedField | DividedField>
  | "drain.delay"
  | "drain.timeout"
  | "logs.to"
  | "logs.fields"
  | "templates.main"
  | "templates.ingress"
  | "tls.minVersion"
  | "tls.ciphers";

/** For each setting: the controller's folder applies it, or why it cannot. */
export type ClassSettingTable = Readonly<Record<ClassSetting, "applied" | Refusal>>;

/** Whether a class asks for more than a controller does by itself. */
const isRequested: Readonly<Record<ClassSetting, (spec: ClassSpec) => boolean>> = {
  "drain.delay": () => true,
  "drain.timeout": () => true,
  "logs.to": ({ logs }) => logs.to !== "stdout",
  "logs.fields": ({ logs }) => Object.keys(logs.fields).length > 0,
  "templates.main": ({ templates }) => templates.main !== undefined,
  "templates.ingress": ({ templates }) => templates.ingress !== undefined,
  "tls.minVersion": ({ tls }) => tls.minVersion !== undefined,
  "tls.ciphers": ({ tls }) => tls.ciphers !== undefined,
  ipv6: ({ ipv6 }) => !ipv6,
  defaultCertificate: ({ defaultCertificate }) => defaultCertificate !== undefined,
  configSafety: ({ configSafety }) => configSafety,
  customResources: ({ customResources }) => customResources !== undefined,
  latencyMetrics: ({ latencyMetrics }) => latencyMetrics,
  metrics: ({ metrics }) => metrics,
  portOffset: ({ portOffset }) => portOffset !== 0,
  forwardedHeaders: ({ forwardedHeaders }) => forwardedHeaders !== undefined,
  proxyProtocol: ({ proxyProtocol }) => proxyProtocol !== undefined,
  snippets: ({ snippets }) => snippets,
};

/** Where a class of an exposure stack is set. */
export const classSetting: SettingPath = ({ name }, field) => `classes.${name}.${field}`;

/** Settings of a class that its controller has to apply. */
export function requestedSettings(spec: ClassSpec): readonly ClassSetting[] {
  return (Object.keys(isRequested) as ClassSetting[]).filter((setting) => isRequested[setting](spec));
}

/** Settings of a class that its controller cannot apply. */
export function settingProblems(table: ClassSettingTable, spec: ClassSpec): readonly Problem[] {
  return requestedSettings(spec).flatMap((setting) => {
    const row = table[setting];
    if (row === "applied") return [];
    const message = `class "${spec.name}" (${spec.controller}) ${row.sentence}`;
    return [{ path: classSetting(spec, setting), code: row.code, message }];
  });
}
