import { isObject, type JsonObject, text } from "../json.ts";
import { containsUnknown, UNKNOWN } from "../wire.ts";
import { unsupported } from "./annotations.ts";
import { urnType } from "./naming.ts";

/** Why the stand-in cannot manage such a resource at all; `undefined`: it can. */
export function refusal(urn: string, inputs: JsonObject): string | undefined {
  const type = urnType(urn);
  const kind = text(inputs.kind);
  const name = type.split(":").at(-1) ?? "";
  if (!kind || !text(inputs.apiVersion) || name.endsWith("Patch") || type.startsWith("kubernetes:helm.sh")) {
    return `${type} is nothing the stand-in for the Kubernetes plugin knows: install the official plugin.`;
  }
  const [annotation] = unsupported(inputs);
  if (annotation) {
    return `The stand-in for the Kubernetes plugin does not know the annotation pulumi.com/${annotation}: remove it, or install the official plugin.`;
  }
  return undefined;
}

/** A Secret's `stringData` is write-only: as `data`, changes made by others to it can be seen. */
export function withoutStringData(inputs: JsonObject): JsonObject {
  const { stringData, ...rest } = inputs;
  if (inputs.kind !== "Secret" || !isObject(stringData) || containsUnknown(inputs)) return inputs;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  const data = isObject(inputs.data) ? inputs.data : {};
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } };
}

export function withNamespace(inputs: JsonObject, namespace: string | undefined): JsonObject {
  const metadata = isObject(inputs.metadata) ? inputs.metadata : {};
  if (inputs.metadata === UNKNOWN) return inputs;
  const { namespace: given, ...rest } = metadata;
  if (namespace === undefined) return { ...inputs, metadata: rest };
  return { ...inputs, metadata: { ...rest, namespace: given || namespace } };
}
