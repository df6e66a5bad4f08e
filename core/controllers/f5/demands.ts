import type { ClassSpec } from "../../model/class.ts";
import type { ClassDemands } from "../../model/demands.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";

/** What the services of a class ask of F5's controller as a whole. */
export function demandsOf(spec: ClassSpec, services: readonly ServiceSpec[]): ClassDemands {
  const body = grpcBodySize(spec, services);
  return {
    http2: services.some(isGrpc),
    hostless: services.some(({ hosts }) => hosts.length === 0),
    ...(body === undefined ? {} : { grpcBodySize: body }),
  };
}

function grpcBodySize(spec: ClassSpec, services: readonly ServiceSpec[]) {
  const grpc = services.filter(isGrpc);
  const own = spec.snippets ? undefined : grpc.find(({ bodySize }) => bodySize !== undefined)?.bodySize;
  return own ?? (grpc.length === 0 ? undefined : spec.performance.clientMaxBodySize);
}
