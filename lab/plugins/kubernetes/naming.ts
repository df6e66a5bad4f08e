import { createHash } from "node:crypto";
import { at, isObject, type JsonObject, text } from "../json.ts";
import type { CheckCall } from "../provider.ts";

const AUTONAMED = "pulumi.com/autonamed";

/**
 * Gives an object without a name the one it has had, else the resource's name and eight hexadecimal digits.
 * @throws where the project switched autonaming off
 */
export function named(
  inputs: JsonObject,
  old: JsonObject,
  call: Pick<CheckCall, "urn" | "randomSeed" | "autonaming">,
): JsonObject {
  if (text(at(inputs, "metadata", "name"))) return inputs;
  const before = isAutonamed(old) ? text(at(old, "metadata", "name")) : undefined;
  if (!before && call.autonaming?.disabled) {
    throw new Error("autonaming is switched off for this project: set metadata.name");
  }
  const suffix = createHash("sha256").update(call.randomSeed).digest("hex").slice(0, 8);
  const name = before ?? (call.autonaming?.name || `${urnName(call.urn)}-${suffix}`);
  const metadata = isObject(inputs.metadata) ? inputs.metadata : {};
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  return {
    ...inputs,
    metadata: { ...metadata, name, annotations: { ...annotations, [AUTONAMED]: "true" } },
  };
}

export function isAutonamed(object: JsonObject): boolean {
  return at(object, "metadata", "annotations", AUTONAMED) === "true";
}

export function urnName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `kubernetes:apps/v1:Deployment` of `urn:pulumi:dev::shop::parent$kubernetes:apps/v1:Deployment::web`. */
export function urnType(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
