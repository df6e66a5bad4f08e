import type { Backend } from "../model/service.ts";
import { backendsOfPaths, type LeadingPath } from "./backends.ts";
import { isDrill, lotOf } from "./haproxy/canary.ts";

/** An Ingress, as far as it says which requests it takes from a service's own. */
export interface SharingIngress {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly rules?: readonly {
      readonly http?: { readonly paths: readonly LeadingPath[] };
    }[];
  };
}

/** What a canary takes to the emergency backend. */
export interface Share {
  /** `drill` or `weighted`. */
  readonly mode: string;
  /** Percent of the requests, with `weighted`. */
  readonly weight?: number;
  /** Where they go, each once. */
  readonly backends: readonly Backend[];
}

/** What an Ingress takes from a service's own; undefined for nothing: class `haproxy` has its canaries at any time. */
export function shareOf(ingress: SharingIngress | undefined): Share | undefined {
  const annotations = ingress?.metadata.annotations ?? {};
  const mode = annotations["exposure.dev/switch"];
  if (mode === undefined) return undefined;
  const paths = (ingress?.spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
  const nginx = annotations["nginx.ingress.kubernetes.io/canary"] === "true";
  const taking = nginx ? paths : paths.filter(({ path = "" }) => isDrill(path) || lotOf(path) !== undefined);
  const weight = nginx
    ? annotations["nginx.ingress.kubernetes.io/canary-weight"]
    : new Set(paths.flatMap(({ path = "" }) => lotOf(path) ?? [])).size;
  return {
    mode,
    ...(mode === "weighted" && { weight: Number(weight ?? 0) }),
    backends: backendsOfPaths(taking),
  };
}
