import type { ApiServer } from "../kubernetes/api-server.ts";
import { listed } from "../model/listed.ts";
import type { ServiceSpec } from "../model/service.ts";

/** Services that a sentence names. */
const longestList = 3;

/**
 * A sentence for each namespace that services need and the cluster lacks, with the way out. Empty if the API server does
 * not list its namespaces, for example to a user without that right: then the update itself reports the missing one.
 * @param created namespaces that the update creates
 */
export async function missingNamespaces(
  services: readonly Pick<ServiceSpec, "name" | "namespace">[],
  created: readonly string[],
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<readonly string[]> {
  // "default" always exists, so most stacks need no request.
  const known = new Set(["default", ...created]);
  const needed = services.filter(({ namespace }) => !known.has(namespace));
  if (needed.length === 0) return [];
  const existing = await namesAt(open);
  if (existing === undefined) return [];
  const missing = Map.groupBy(
    needed.filter(({ namespace }) => !existing.has(namespace)),
    ({ namespace }) => namespace,
  );
  return [...missing].map(
    ([namespace, of]) =>
      `there is no namespace "${namespace}", which is that of ${listed(
        of.map(({ name }) => `service "${name}"`),
        longestList,
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
