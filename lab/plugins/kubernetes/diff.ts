import { at, equal, isList, isObject, type Json, type JsonObject, text } from "../json.ts";
import type { Change, DiffResult } from "../provider.ts";
import { isAutonamed } from "./naming.ts";

export interface DiffSettings {
  /** A changed ConfigMap is updated rather than replaced. */
  readonly configMapMutable: boolean;
  /** A changed Secret is updated rather than replaced. */
  readonly secretMutable: boolean;
}

/** What would change, and whether the API server can change it in place. Both sides are plain inputs. */
export function diffObjects(old: JsonObject, next: JsonObject, settings: DiffSettings): DiffResult {
  const immutable = replacingPaths(old, next, settings);
  const changes = differences(old, next, []).map(({ path, kind }): Change => {
    const replace = immutable.some((prefix) => prefix.every((step, index) => path[index] === step));
    return { path: printPath(path), kind, replace };
  });
  const samePlace = ["name", "namespace"].every(
    (key) => at(old, "metadata", key) === at(next, "metadata", key),
  );
  const replaced = changes.some(({ replace }) => replace);
  return { changes, deleteBeforeReplace: replaced && samePlace && !isAutonamed(next) };
}

/** Fields the API server never lets change, as the official plugin lists them. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": ["spec.selector"],
  "apps/Deployment": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
};

const DATA = ["data", "binaryData", "stringData"];

function replacingPaths(
  old: JsonObject,
  next: JsonObject,
  settings: DiffSettings,
): readonly (readonly string[])[] {
  const kind = text(next.kind) ?? "";
  const identity = ["kind", "metadata.name", "metadata.namespace"];
  const apiVersion = group(old) === group(next) ? [] : ["apiVersion"];
  const mutable =
    (kind !== "ConfigMap" || settings.configMapMutable) && (kind !== "Secret" || settings.secretMutable);
  const held = kind === "ConfigMap" || kind === "Secret";
  const data = held && (!mutable || next.immutable === true) ? DATA : [];
  const sealed = held && old.immutable === true ? [...DATA, "immutable"] : [];
  const fields = IMMUTABLE[`${group(next)}/${kind}`] ?? [];
  return [...identity, ...apiVersion, ...data, ...sealed, ...fields].map((path) => path.split("."));
}

function group(object: JsonObject): string {
  const [first = "", version] = (text(object.apiVersion) ?? "").split("/");
  return version === undefined ? "" : first;
}

interface Difference {
  readonly path: readonly (string | number)[];
  readonly kind: Change["kind"];
}

function differences(
  old: Json | undefined,
  next: Json | undefined,
  path: readonly (string | number)[],
): readonly Difference[] {
  if (equal(old, next)) return [];
  if (old === undefined) return [{ path, kind: "add" }];
  if (next === undefined) return [{ path, kind: "delete" }];
  if (isObject(old) && isObject(next)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    return keys.flatMap((key) => differences(old[key], next[key], [...path, key]));
  }
  if (isList(old) && isList(next)) {
    const length = Math.max(old.length, next.length);
    return Array.from({ length }, (_, index) =>
      differences(old[index], next[index], [...path, index]),
    ).flat();
  }
  return [{ path, kind: "update" }];
}

/** @see https://www.pulumi.com/docs/iac/concepts/miscellaneous/property-paths/ */
function printPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((printed, step) => {
    if (typeof step === "number") return `${printed}[${step}]`;
    if (/^[A-Za-z_][\w-]*$/.test(step)) return printed ? `${printed}.${step}` : step;
    return `${printed}["${step.replaceAll('"', '\\"')}"]`;
  }, "");
}
