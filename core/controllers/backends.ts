import { type Backend, isSameBackend } from "../model/service.ts";

/** A path of an Ingress, as far as it says where its requests go. */
export interface LeadingPath {
  readonly path?: string;
  readonly backend: {
    readonly service?: {
      readonly name: string;
      readonly port: { readonly name: string } | { readonly number: number };
    };
  };
}

/** The backends that paths lead to, each once. */
export function backendsOfPaths(paths: readonly LeadingPath[]): readonly Backend[] {
  const all = paths.flatMap(({ backend: { service } }): Backend[] => {
    if (service === undefined) return [];
    const { name, port } = service;
    return [{ service: name, port: "name" in port ? port.name : port.number }];
  });
  return all.filter((one, index) => all.findIndex((other) => isSameBackend(one, other)) === index);
}
