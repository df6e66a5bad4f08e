/** What the API server needs to find objects of a kind. */
export interface ResourceKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Where the API server has an object. */
export function objectPath(kind: ResourceKind, namespace: string, name: string): string {
  return `/apis/${kind.apiVersion}/namespaces/${namespace}/${pluralOf(kind)}/${name}`;
}

/** Where the API server lists all objects of a kind. */
export function listPath(kind: ResourceKind): string {
  return `/apis/${kind.apiVersion}/${pluralOf(kind)}`;
}

/** As Kubernetes and its code generators make it. */
function pluralOf({ kind }: ResourceKind): string {
  const lower = kind.toLowerCase();
  if (/(s|x|ch|sh)$/.test(lower)) return `${lower}es`;
  return lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
