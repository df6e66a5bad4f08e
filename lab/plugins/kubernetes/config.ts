import { type JsonObject, text } from "../json.ts";
import { containsUnknown, reveal } from "../wire.ts";
import { type Connection, connection } from "./kubeconfig.ts";

export interface Settings {
  /** `undefined`: in a preview, where the kubeconfig comes from a resource not created yet. */
  readonly connection: Connection | undefined;
  /** Given to objects that name none. */
  readonly namespace: string;
  readonly configMapMutable: boolean;
  readonly secretMutable: boolean;
  readonly patchForce: boolean;
  /** An unreachable cluster counts as one whose objects are gone. */
  readonly deleteUnreachable: boolean;
}

/** Settings of the official plugin that change nothing here: cosmetic, or the only way this one knows. */
const HARMLESS = [
  "clusterIdentifier",
  "kubeClientSettings",
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
  "version",
  "pluginDownloadURL",
];

/** @throws where a setting asks for something the stand-in cannot do, or the kubeconfig leads nowhere */
export function settings(args: JsonObject): Settings {
  const values = reveal(args);
  const given = (key: string) => text(values[key]) || undefined;
  const flag = (key: string) => String(values[key] ?? "") === "true";
  const refused = Object.keys(values).find(
    (key) => ![...HARMLESS, ...KNOWN].includes(key) && String(values[key]) !== "false",
  );
  if (refused || (values.enableServerSideApply !== undefined && !flag("enableServerSideApply"))) {
    throw new Error(
      `The stand-in for the Kubernetes plugin does not know the provider setting "${refused ?? "enableServerSideApply: false"}": ` +
        "leave it out, or install the official plugin.",
    );
  }
  const unknown = containsUnknown(values.kubeconfig) || containsUnknown(values.context);
  const way = unknown
    ? undefined
    : connection({ kubeconfig: given("kubeconfig"), context: given("context") });
  return {
    connection: way,
    namespace: given("namespace") ?? way?.namespace ?? "default",
    configMapMutable: flag("enableConfigMapMutable"),
    secretMutable: flag("enableSecretMutable"),
    patchForce: flag("enablePatchForce"),
    deleteUnreachable: flag("deleteUnreachable"),
  };
}

const KNOWN = [
  "kubeconfig",
  "context",
  "namespace",
  "enableConfigMapMutable",
  "enableSecretMutable",
  "enablePatchForce",
  "enableServerSideApply",
  "deleteUnreachable",
];
