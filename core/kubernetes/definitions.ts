import { createHash } from "node:crypto";
import { parseAllDocuments } from "yaml";
import { UserError } from "../model/user-error.ts";
import type { ApiServer } from "./api-server.ts";

/** The kinds of objects that a controller brings with it, as a file of its release defines them. */
export interface DefinitionFile {
  /** Name and version of the release. */
  readonly release: string;
  /** Their API group. */
  readonly group: string;
  /** Its version. */
  readonly version: string;
  /** Their plural names. */
  readonly resources: readonly string[];
  /** Where the release publishes the file. */
  readonly url: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/** A CustomResourceDefinition as a file has it. */
export interface Definition {
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
}

const definitionsPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** Under it the API server knows which fields of the definitions are the program's. */
const manager = "exposure";

/** Of the kinds in a file those that the API server does not serve, by the names of their definitions. */
export async function missingDefinitions(
  api: Pick<ApiServer, "get">,
  { group, version, resources }: DefinitionFile,
): Promise<readonly string[]> {
  const list = (await api.get(`/apis/${group}/${version}`)) as ResourceList | undefined;
  const served = new Set(list?.resources.map(({ name }) => name));
  return resources.filter((name) => !served.has(name)).map((name) => `${name}.${group}`);
}

interface ResourceList {
  readonly resources: readonly { readonly name: string }[];
}

/** Whether the kubeconfig's user may create definitions. */
export async function mayDefine(api: Pick<ApiServer, "post">): Promise<boolean> {
  // Server-side apply needs both.
  const answers = await Promise.all(["create", "patch"].map((verb) => isAllowed(api, verb)));
  return answers.every(Boolean);
}

async function isAllowed(api: Pick<ApiServer, "post">, verb: string): Promise<boolean> {
  const review = await api.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: {
      resourceAttributes: { group: "apiextensions.k8s.io", resource: "customresourcedefinitions", verb },
    },
  });
  return (
    (review as { readonly status?: { readonly allowed?: boolean } } | undefined)?.status?.allowed === true
  );
}

/** Why a text is not that of a release's file, as the end of a sentence; undefined if it is. */
export function digestProblem(text: string, { release, url, sha256 }: DefinitionFile): string | undefined {
  const found = createHash("sha256").update(text).digest("hex");
  if (found === sha256) return undefined;
  return `has SHA-256 ${found}, and ${release} publishes ${sha256}: download ${url} anew`;
}

/** Those definitions in the text of a file that belong to its kinds. @throws UserError for a text that lacks one */
export function definitionsIn(
  text: string,
  { group, resources }: Pick<DefinitionFile, "group" | "resources">,
): readonly Definition[] {
  const documents = parseAllDocuments(text);
  const found = Array.isArray(documents) ? documents.map((document): unknown => document.toJS()) : [];
  const all = found.filter((one): one is Definition => isDefinition(one));
  return resources.map((resource) => {
    const name = `${resource}.${group}`;
    const definition = all.find(({ metadata }) => metadata.name === name);
    if (definition === undefined) throw new UserError(`the file of definitions lacks ${name}`);
    return definition;
  });
}

function isDefinition(value: unknown): boolean {
  return (value as Partial<Definition> | null)?.kind === "CustomResourceDefinition";
}

interface Waiting {
  /** Milliseconds until the API server has to serve the kinds. @default 30000 */
  readonly patience?: number;
  /** Milliseconds between two looks. @default 250 */
  readonly pause?: number;
}

/**
 * Creates definitions, and waits until the API server serves their kinds.
 * @throws UserError in one sentence
 */
export async function installDefinitions(
  api: Pick<ApiServer, "get" | "apply">,
  definitions: readonly Definition[],
  file: DefinitionFile,
  { patience = 30_000, pause = 250 }: Waiting = {},
): Promise<void> {
  for (const definition of definitions) {
    // Two stacks that install them at the same time write the same: neither takes a field from the other.
    await api.apply(`${definitionsPath}/${definition.metadata.name}`, definition, { manager, force: false });
  }
  const end = performance.now() + patience;
  for (;;) {
    const missing = await missingDefinitions(api, file);
    if (missing.length === 0) return;
    if (performance.now() > end) {
      throw new UserError(
        `the API server does not serve ${missing.join(", ")} ${patience / 1000} s after they were defined: look at their conditions`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
