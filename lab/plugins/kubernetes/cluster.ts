import { at, type JsonObject, objects, text } from "../json.ts";
import { ApiError, type Client } from "./client.ts";

/** What names an object: enough to find its address at the API server. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

export interface ApplyOptions {
  readonly fieldManager: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** The verbs the provider needs, over any kind the API server knows. */
export interface Cluster {
  /** Whether objects of this kind live in a namespace; `undefined` for a kind the API server does not know. */
  namespaced(apiVersion: string, kind: string): Promise<boolean | undefined>;
  /** `undefined`: there is no such object, or no such kind any more. */
  get(ref: ObjectRef, signal?: AbortSignal): Promise<JsonObject | undefined>;
  list(ref: Omit<ObjectRef, "name">, selector: string): Promise<readonly JsonObject[]>;
  /** Server-side apply with strict field validation; `created` tells a new object from a changed one. */
  apply(object: JsonObject, options: ApplyOptions): Promise<{ object: JsonObject; created: boolean }>;
  /** A create that only checks: nothing is stored. */
  tryCreate(object: JsonObject): Promise<JsonObject>;
  jsonPatch(ref: ObjectRef, patch: readonly JsonObject[]): Promise<JsonObject>;
  /** False: it was gone already. */
  delete(ref: ObjectRef, propagationPolicy: string): Promise<boolean>;
}

export function createCluster(client: Client): Cluster {
  const resources = discovery(client);

  const path = async ({ apiVersion, kind, namespace, name }: Omit<ObjectRef, "name"> & { name?: string }) => {
    const resource = await resources(apiVersion, kind);
    if (!resource) throw new UnknownKind(apiVersion, kind);
    const scope = resource.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    return `${root(apiVersion)}${scope}/${resource.plural}${name ? `/${encodeURIComponent(name)}` : ""}`;
  };

  return {
    namespaced: async (apiVersion, kind) => (await resources(apiVersion, kind))?.namespaced,

    get: (ref, signal) =>
      found(async () => (await client("GET", await path(ref), signal ? { signal } : {})).body),

    list: async (ref, selector) => {
      const { body } = await client(
        "GET",
        `${await path(ref)}?labelSelector=${encodeURIComponent(selector)}`,
      );
      return objects(body.items);
    },

    apply: async (object, { fieldManager, force, dryRun }) => {
      const query = new URLSearchParams({ fieldManager, force: String(force), fieldValidation: "Strict" });
      if (dryRun) query.set("dryRun", "All");
      const { status, body } = await client("PATCH", `${await path(refOf(object))}?${query}`, {
        body: object,
        contentType: "application/apply-patch+yaml",
      });
      return { object: body, created: status === 201 };
    },

    tryCreate: async (object) => {
      const { name: _, ...collection } = refOf(object);
      const query = "dryRun=All&fieldValidation=Strict&fieldManager=pulumi-kubernetes";
      return (await client("POST", `${await path(collection)}?${query}`, { body: object })).body;
    },

    jsonPatch: async (ref, patch) =>
      (await client("PATCH", await path(ref), { body: patch, contentType: "application/json-patch+json" }))
        .body,

    delete: async (ref, propagationPolicy) => {
      const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy };
      return (await found(async () => client("DELETE", await path(ref), { body }))) !== undefined;
    },
  };
}

export class UnknownKind extends Error {
  constructor(apiVersion: string, kind: string) {
    super(
      `the API server knows no ${kind} in ${apiVersion}: create its CustomResourceDefinition first, or correct apiVersion`,
    );
  }
}

export function refOf(object: JsonObject): ObjectRef {
  return {
    apiVersion: text(object.apiVersion) ?? "",
    kind: text(object.kind) ?? "",
    namespace: text(at(object, "metadata", "namespace")),
    name: text(at(object, "metadata", "name")) ?? "",
  };
}

async function found<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UnknownKind || (error instanceof ApiError && error.status === 404)) return undefined;
    throw error;
  }
}

interface ApiResource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Asks for each group and version once, and again only for a kind it does not hold (a new CRD). */
function discovery(client: Client): (apiVersion: string, kind: string) => Promise<ApiResource | undefined> {
  const cache = new Map<string, Promise<ReadonlyMap<string, ApiResource>>>();
  const fetch = (apiVersion: string) => {
    const pending = discover(client, apiVersion);
    pending.catch(() => cache.delete(apiVersion));
    cache.set(apiVersion, pending);
    return pending;
  };
  return async (apiVersion, kind) => {
    const known = (await (cache.get(apiVersion) ?? fetch(apiVersion))).get(kind);
    return known ?? (await fetch(apiVersion)).get(kind);
  };
}

async function discover(client: Client, apiVersion: string): Promise<ReadonlyMap<string, ApiResource>> {
  const answer = await found(async () => (await client("GET", root(apiVersion))).body);
  return new Map(
    objects(answer?.resources).flatMap((resource) => {
      const plural = text(resource.name) ?? "";
      if (plural.includes("/")) return []; // subresources
      return [[text(resource.kind) ?? "", { plural, namespaced: resource.namespaced === true }]];
    }),
  );
}

function root(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
