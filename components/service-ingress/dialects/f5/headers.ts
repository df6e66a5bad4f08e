import type { ServiceSpec } from "../../../model/service.ts";
import { isGrpc } from "../../features.ts";
import type { Annotations } from "../../manifest.ts";

/** Headers that fit into F5's annotations: lists by comma, in which `$` is refused. */
export function headerAnnotations(service: ServiceSpec): Annotations {
  const request = Object.entries(service.headers.request).filter(
    ([, value]) => !needsRequestSnippet(service, value),
  );
  const response = needsResponseSnippet(service) ? [] : Object.entries(service.headers.response);
  return {
    "nginx.org/proxy-set-headers": list(request.map(([name, value]) => `${name}: ${value}`)),
    // On errors too, as ingress-nginx does.
    "nginx.org/add-header": list(response.map(([name, value]) => `${name}: ${value}: always`)),
  };
}

/** gRPC locations get no request headers at all. */
export function needsRequestSnippet(service: ServiceSpec, value: string): boolean {
  return isGrpc(service) || /[$,]/.test(value);
}

/** All or none: headers of the location would hide those of the annotation, which the server carries. */
export function needsResponseSnippet({ headers }: ServiceSpec): boolean {
  return Object.values(headers.response).some((value) => /[$,:]/.test(value));
}

function list(entries: readonly string[]): string | undefined {
  return entries.length === 0 ? undefined : entries.join(",");
}
