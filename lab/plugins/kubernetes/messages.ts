import type { JsonObject } from "../json.ts";
import { ApiError } from "./client.ts";
import type { ObjectRef } from "./cluster.ts";

/** `Ingress shop/web`: how messages name an object. */
export function describe({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ""}${name}`;
}

/** The id Pulumi knows an object by: `namespace/name`, or `name` where it has no namespace. */
export function idOf({ namespace, name }: ObjectRef): string {
  return namespace ? `${namespace}/${name}` : name;
}

export const EXISTS =
  "it exists already. If it is this program's under another resource name, give the resource an alias; " +
  "if somebody else made it, take it over with `pulumi import` or delete it";

/** Runs a request; what it fails with is said of the object. */
export async function explained<T>(ref: ObjectRef, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${describe(ref)}: ${isConflict(error) ? conflict(reason) : reason}`, { cause: error });
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409 && error.reason === "Conflict";
}

function conflict(reason: string): string {
  return (
    `another field manager owns fields this program sets: ${reason}. Take the fields out of the program, ` +
    'or set the annotation pulumi.com/patchForce: "true" to take them over'
  );
}

/** Fields the API server gives an object: none of them is anybody's input, or the same twice. */
export function withoutServerFields(live: JsonObject, ...further: readonly string[]): JsonObject {
  const metadata = Object.entries(live.metadata ?? {}).filter(
    ([key]) => !["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"].includes(key),
  );
  const rest = Object.entries(live).filter(([key]) => key !== "status" && !further.includes(key));
  return { ...Object.fromEntries(rest), metadata: Object.fromEntries(metadata) };
}

/** Where to find an object of which only type and id are known (`Service.get`, `pulumi import`). */
export function refFromId(type: string, id: string): ObjectRef {
  const [, groupVersion = "", kind = ""] = type.split(":");
  const [first = "", second] = id.split("/");
  const place = second === undefined ? { name: first } : { namespace: first, name: second };
  return { apiVersion: groupVersion.replace(/^core\//, ""), kind, ...place };
}
