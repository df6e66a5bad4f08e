import { createHash } from "node:crypto";
import type { EngineLog } from "../engine.ts";
import { at, type JsonObject, text } from "../json.ts";
import { type CreateCall, InitFailed, type Provider, type ReadCall, type UpdateCall } from "../provider.ts";
import { containsUnknown, reveal } from "../wire.ts";
import { timeoutSeconds, wishes } from "./annotations.ts";
import { awaitGone, awaitReady, readinessReasons, type Waiting } from "./await.ts";
import { createClient, Unreachable } from "./client.ts";
import { type Cluster, createCluster, type ObjectRef, refOf } from "./cluster.ts";
import { type Settings, settings } from "./config.ts";
import { diffObjects } from "./diff.ts";
import { observed } from "./drift.ts";
import { takeOver } from "./field-managers.ts";
import { refusal, withNamespace, withoutStringData } from "./inputs.ts";
import { describe, EXISTS, explained, idOf, refFromId, withoutServerFields } from "./messages.ts";
import { named, urnType } from "./naming.ts";
import { previewCreate } from "./preview.ts";
import { checkpoint, concealObject, fieldManagerOf, liveOf } from "./state.ts";

/** Manages objects at a real API server as the official Kubernetes plugin does, in what the lab needs of it. */
export function kubernetesProvider(log: EngineLog): Provider {
  const interrupt = new AbortController();
  let config: Settings | undefined;
  let cluster: Cluster | undefined;

  return {
    configure: async (args) => {
      config = settings(args);
      cluster = config.connection && createCluster(createClient(config.connection));
    },

    check: async (call) => {
      const news = withoutStringData(reveal(call.news));
      const reason = refusal(call.urn, news);
      if (reason) return { inputs: call.news, failures: [reason] };
      const { apiVersion, kind } = refOf(news);
      const namespaced = (await cluster?.namespaced(apiVersion, kind)) ?? true;
      const placed = withNamespace(news, namespaced ? configured().namespace : undefined);
      return { inputs: concealObject(named(placed, reveal(call.olds), call), call.news), failures: [] };
    },

    diff: async ({ oldInputs, news }) => diffObjects(reveal(oldInputs), reveal(news), configured()),

    create: async (call) => {
      const object = reveal(call.inputs);
      if (call.preview) return { id: "", properties: await tryOut(call, object) };
      const fieldManager = wishes(object).fieldManager ?? ownFieldManager(call.urn);
      const wait = waiting(call.urn, object, call.timeout);
      const written = await explained(refOf(object), () => create(object, fieldManager, wait));
      return { id: idOf(refOf(written)), properties: await settle(call, object, written, fieldManager) };
    },

    read: (call) => unlessUnreachable(call.urn, () => read(call)),

    update: async (call) => {
      const object = reveal(call.inputs);
      if (call.preview && (!cluster || containsUnknown(object))) return call.inputs;
      const fieldManager =
        wishes(object).fieldManager ?? fieldManagerOf(call.olds) ?? ownFieldManager(call.urn);
      const written = await explained(refOf(object), () => update(call, object, fieldManager));
      if (call.preview) return checkpoint(call.inputs, withoutServerFields(written), fieldManager);
      return settle(call, object, written, fieldManager);
    },

    delete: (call) =>
      unlessUnreachable(call.urn, async () => {
        const object = liveOf(reveal(call.olds));
        const ref = refOf(object);
        const { skipAwait, propagationPolicy } = wishes(object);
        const existed = await explained(ref, () => connected().delete(ref, propagationPolicy));
        if (!existed || (skipAwait && SKIPS_DELETE_AWAIT.includes(ref.kind))) return;
        const wait = waiting(call.urn, object, call.timeout);
        const left = await awaitGone(connected(), ref, wait);
        if (!left) return;
        const finalizers = at(left, "metadata", "finalizers");
        const why = Array.isArray(finalizers) ? `: it waits for its finalizers ${finalizers.join(", ")}` : "";
        throw new Error(`${describe(ref)} was deleted, but is still there ${elapsed(wait)}${why}`);
      }),

    cancel: () => interrupt.abort(),
  };

  function configured(): Settings {
    if (!config) throw new Error("the Kubernetes provider was not configured");
    return config;
  }

  function connected(): Cluster {
    if (!cluster) throw new Error("the Kubernetes provider's kubeconfig is not known yet");
    return cluster;
  }

  function waiting(urn: string, object: JsonObject, customTimeout: number): Waiting {
    const progress = (message: string) => log.status(urn, message);
    return { seconds: timeoutSeconds(object, customTimeout), signal: interrupt.signal, progress };
  }

  function elapsed({ seconds, signal }: Waiting): string {
    return signal.aborted ? "when the run was interrupted" : `after ${seconds} s`;
  }

  async function tryOut(call: CreateCall, object: JsonObject): Promise<JsonObject> {
    if (!cluster || containsUnknown(object)) return call.inputs;
    const stored = await explained(refOf(object), () => previewCreate(connected(), object));
    return checkpoint(call.inputs, withoutServerFields(stored), ownFieldManager(call.urn));
  }

  async function create(object: JsonObject, fieldManager: string, wait: Waiting): Promise<JsonObject> {
    const present = await connected().get(refOf(object));
    // With skipAwait a replaced object may still be on its way out.
    const leaves = at(present, "metadata", "deletionTimestamp") !== undefined;
    if (leaves ? await awaitGone(connected(), refOf(object), wait) : present) throw new Error(EXISTS);
    const force = wishes(object).patchForce || configured().patchForce;
    const result = await connected().apply(object, { fieldManager, force, dryRun: false });
    if (!result.created) throw new Error(EXISTS); // somebody was faster since the look
    return result.object;
  }

  async function update(call: UpdateCall, object: JsonObject, fieldManager: string): Promise<JsonObject> {
    const ref = refOf(object);
    const live = await connected().get(ref);
    if (!live) throw new Error("somebody else deleted it: run `pulumi refresh`, then `pulumi up`");
    const managedFields = takeOver(live, fieldManager);
    if (managedFields && !call.preview) {
      await connected().jsonPatch(ref, [
        { op: "replace", path: "/metadata/managedFields", value: managedFields },
        {
          op: "replace",
          path: "/metadata/resourceVersion",
          value: at(live, "metadata", "resourceVersion") ?? "",
        },
      ]);
    }
    const force =
      wishes(object).patchForce || configured().patchForce || (call.preview && managedFields !== undefined);
    return (await connected().apply(object, { fieldManager, force, dryRun: call.preview })).object;
  }

  /** Waits for what was just written to be ready, and makes the state of it. */
  async function settle(
    call: CreateCall,
    object: JsonObject,
    written: JsonObject,
    fieldManager: string,
  ): Promise<JsonObject> {
    if (wishes(object).skipAwait) return checkpoint(call.inputs, written, fieldManager);
    const wait = waiting(call.urn, object, call.timeout);
    const { live, reasons } = await awaitReady(connected(), written, wait).catch((error: Error) => ({
      live: written,
      reasons: [error.message],
    }));
    const properties = checkpoint(call.inputs, live, fieldManager);
    if (reasons.length === 0) return properties;
    const message = `${describe(refOf(object))} is stored, but is not ready ${elapsed(wait)}: ${reasons.join("; ")}`;
    throw new InitFailed(message, { id: idOf(refOf(written)), properties, reasons: [message] });
  }

  async function read(call: ReadCall) {
    const oldInputs = reveal(call.oldInputs);
    const known = text(oldInputs.kind) !== undefined;
    const ref = known ? refOf(oldInputs) : refFromId(urnType(call.urn), call.id);
    const live = await explained(ref, () => connected().get(ref));
    if (!live) return undefined;
    const before = liveOf(reveal(call.olds));
    const inputs = concealObject(
      known ? observed(oldInputs, before, live) : withoutServerFields(live),
      call.oldInputs,
    );
    const properties = checkpoint(inputs, live, fieldManagerOf(call.olds) ?? ownFieldManager(call.urn));
    const looksAt = known && !wishes(oldInputs).skipAwait;
    const reasons = looksAt ? await readinessReasons(connected(), live, Number.POSITIVE_INFINITY) : [];
    if (reasons.length === 0) return { id: call.id, properties, inputs };
    const message = `${describe(ref)} is not ready: ${reasons.join("; ")}`;
    throw new InitFailed(message, { id: call.id, properties, reasons: [message], inputs });
  }

  async function unlessUnreachable<T>(
    urn: string,
    ask: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      if (!(cause instanceof Unreachable) || !configured().deleteUnreachable) throw error;
      log.warn(urn, `${cause.message} As deleteUnreachable asks, it is taken for gone.`);
      return undefined;
    }
  }
}

/** Kinds for which the official plugin lets `skipAwait` skip the wait for deletion, too. */
const SKIPS_DELETE_AWAIT: readonly string[] = [
  "DaemonSet",
  "Deployment",
  "Job",
  "Namespace",
  "Pod",
  "ReplicationController",
  "StatefulSet",
] satisfies readonly ObjectRef["kind"][];

/** Its own for each resource: two programs that set the same field meet in a conflict, not unnoticed. */
function ownFieldManager(urn: string): string {
  return `pulumi-kubernetes-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
}
