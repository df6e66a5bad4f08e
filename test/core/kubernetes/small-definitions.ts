import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { DefinitionFile } from "../../../core/kubernetes/definitions.ts";

const group = "example.dev";

/** A definition of this project's own making, with no schema to speak of. */
export const smallDefinition = (plural: string, kind: string, of: string = group) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition" as const,
  metadata: { name: `${plural}.${of}` },
  spec: {
    group: of,
    scope: "Namespaced",
    names: { plural, singular: kind.toLowerCase(), kind },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
});

const documents = [
  smallDefinition("kettles", "Kettle"),
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "other" } },
  smallDefinition("cups", "Cup"),
  smallDefinition("spoons", "Spoon"),
];

export const smallText: string = documents.map((document) => stringify(document)).join("---\n");

/** A file of definitions, of which two are needed. */
export const smallFile: DefinitionFile = {
  release: "Kettle 1.0",
  group,
  version: "v1",
  resources: ["cups", "kettles"],
  url: "https://kettle.example/v1/crds.yaml",
  sha256: createHash("sha256").update(smallText).digest("hex"),
};
