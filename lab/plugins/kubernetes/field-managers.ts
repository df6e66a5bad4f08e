import { at, isObject, type JsonObject, objects, text } from "../json.ts";

/**
 * Hands the fields that kubectl has written over to the program's own field manager, as the official
 * plugin does: what somebody changed by hand is the program's to mend, what another controller manages is not.
 *
 * @returns the object's new `metadata.managedFields`, `undefined` where there is nothing to take over
 */
export function takeOver(live: JsonObject, fieldManager: string): readonly JsonObject[] | undefined {
  const entries = objects(at(live, "metadata", "managedFields"));
  const taken = entries.filter(isTakenOver);
  if (taken.length === 0) return undefined;
  const isOwn = (entry: JsonObject) => entry.manager === fieldManager && entry.operation === "Apply";
  const own = entries.find(isOwn) ?? {
    manager: fieldManager,
    operation: "Apply",
    apiVersion: live.apiVersion,
    fieldsType: "FieldsV1",
    fieldsV1: {},
  };
  const fieldsV1 = [own, ...taken]
    .map((entry) => entry.fieldsV1)
    .filter(isObject)
    .reduce(union, {});
  return [...entries.filter((entry) => !isOwn(entry) && !isTakenOver(entry)), { ...own, fieldsV1 }];
}

function isTakenOver(entry: JsonObject): boolean {
  if (entry.subresource === "status") return false;
  const manager = text(entry.manager) ?? "";
  if (manager.startsWith("kubectl")) return true;
  const written = entry.operation === "Update";
  return written && (manager === "before-first-apply" || manager === "pulumi-kubernetes");
}

function union(left: JsonObject, right: JsonObject): JsonObject {
  const merged: Record<string, JsonObject[string]> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const own = merged[key];
    merged[key] = isObject(own) && isObject(value) ? union(own, value) : value;
  }
  return merged;
}
