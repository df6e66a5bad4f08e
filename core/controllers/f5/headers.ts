import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress-manifest.ts";
import type { Rule } from "../service-rules.ts";
import { isGrpc } from "../service-text.ts";

/** Headers that fit into F5's annotations: lists by comma, in which `_` in a name and `$` in a value are refused. */
export function headerAnnotations(service: ServiceSpec): Annotations {
  const request = Object.entries(service.headers.request).filter(
    ([name, value]) => !needsRequestSnippet(service, name, value),
  );
  const response = needsResponseSnippet(service) ? [] : Object.entries(service.headers.response);
  return {
    "nginx.org/proxy-set-headers": list(request.map(([name, value]) => `${name}: ${value}`)),
    // On errors too, as ingress-nginx does.
    "nginx.org/add-header": list(response.map(([name, value]) => `${name}: ${value}: always`)),
  };
}

/** gRPC locations get no request headers at all. */
export function needsRequestSnippet(service: ServiceSpec, name: string, value: string): boolean {
  return isGrpc(service) || !isPlainName(name) || /[$,]/.test(value);
}

/** All or none: headers of the location would hide those of the annotation, which the server carries. */
export function needsResponseSnippet({ headers }: ServiceSpec): boolean {
  return Object.entries(headers.response).some(([name, value]) => !isPlainName(name) || /[$,:]/.test(value));
}

export const headerRules: readonly Rule[] = [
  {
    // By a snippet neither: what a location hides would show what its server hides.
    field: "headers.hide",
    check: (service) => {
      const bad = isGrpc(service) ? undefined : service.headers.hide.find((name) => !isPlainName(name));
      return (
        bad &&
        `hides headers by annotation only with names without "_", got "${bad}": leave it out, or use an ingress-nginx class with snippets`
      );
    },
  },
];

/** The controller takes an Ingress with any other name in an annotation off its hosts. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9-]+$/.test(name);
}

function list(entries: readonly string[]): string | undefined {
  return entries.length === 0 ? undefined : entries.join(",");
}
