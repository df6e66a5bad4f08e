import type { JsonObject } from "../json.ts";
import { ApiError } from "./client.ts";
import { type Cluster, UnknownKind } from "./cluster.ts";
import { withNamespace } from "./inputs.ts";

/**
 * Has the API server check an object that is to be created, so that a manifest it would refuse fails in
 * the preview.
 *
 * A namespace that does not exist yet would end the check early: it is then made in `default`. An object that
 * exists is no error here: it may be about to be replaced.
 *
 * @returns the object as it would be stored, the object itself where the server cannot say
 */
export async function previewCreate(cluster: Cluster, object: JsonObject): Promise<JsonObject> {
  const placed = await attempt(cluster, object);
  if (placed !== "no namespace") return placed;
  const { namespace: _, ...metadata } = object.metadata as JsonObject;
  await attempt(cluster, withNamespace({ ...object, metadata }, "default"));
  return object;
}

async function attempt(cluster: Cluster, object: JsonObject): Promise<JsonObject | "no namespace"> {
  try {
    return await cluster.tryCreate(object);
  } catch (error) {
    if (error instanceof UnknownKind) return object; // its CRD may be created in the same run
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) return "no namespace";
    if (error.status === 400 || error.status === 422) throw error;
    return object;
  }
}
