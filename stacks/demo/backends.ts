import type { ExposureOutputs } from "../../core/model/outputs.ts";
import type { Backend } from "../../core/model/service.ts";

/** A Service to make: the ports its Ingresses name. */
export interface DemoBackend {
  readonly namespace: string;
  readonly service: string;
  /** Sorted, each once. */
  readonly ports: readonly (string | number)[];
}

/** Every Service the exposed services point at, primary and emergency alike; one that several share, once. */
export function backendsOf({ services }: Pick<ExposureOutputs, "services">): readonly DemoBackend[] {
  const found = new Map<string, DemoBackend>();
  for (const { namespace, primary, emergency } of Object.values(services)) {
    for (const backend of emergency === undefined ? [primary] : [primary, emergency]) {
      const key = `${namespace}/${backend.service}`;
      found.set(key, withPort(found.get(key), namespace, backend));
    }
  }
  return [...found.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, backend]) => backend);
}

function withPort(
  before: DemoBackend | undefined,
  namespace: string,
  { service, port }: Backend,
): DemoBackend {
  const ports = new Set([...(before?.ports ?? []), port]);
  return { namespace, service, ports: [...ports].toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) };
}
