import { listed } from "../model/listed.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { ApiServer } from "./api-server.ts";

/**
 * A sentence for each namespace that services need and the cluster lacks, with the way out. Empty where the API server
 * does not say which namespaces there are, to a user without that right for example: the update itself will tell.
 * @param created namespaces that the update creates
 */
export async function missingNamespaces(
  services: readonly Pick<ServiceSpec, "name" | "namespace">[],
  created: readonly string[],
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<readonly string[]> {
  // Kubernetes has it always: most stacks need no answer.
  const known = new Set(["default", ...created]);
  const needed = services.filter(({ namespace }) => !known.has(namespace));
  if (needed.length === 0) return [];
  const there = await namesAt(open);
  if (there === undefined) return [];
  const missing = Map.groupBy(
    needed.filter(({ namespace }) => !there.has(namespace)),
    ({ namespace }) => namespace,
  );
  return [...missing].map(
    ([namespace, of]) =>
      `there is no namespace "${namespace}", which is that of ${listed(
        of.map(({ name }) => `service "${name}"`),
        3,
      )}: ` + `kubectl create namespace ${namespace}`,
  );
}

async function namesAt(
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const list = (await (await open()).get("/api/v1/namespaces")) as NamespaceList | undefined;
    return list && new Set(list.items.map(({ metadata }) => metadata.name));
  } catch {
    return undefined;
  }
}

interface NamespaceList {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}
