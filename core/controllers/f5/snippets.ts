import type { ClassSpec } from "../../model/class.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress-manifest.ts";
import {
  grpcRetries,
  type SnippetConcern,
  setRequestHeader,
  snippetLines,
} from "../nginx/service-snippets.ts";
import { isGrpc, quoted } from "../service-text.ts";
import { needsRequestSnippet, needsResponseSnippet } from "./headers.ts";

/** What F5 has no annotation for. */
export const snippetConcerns: readonly SnippetConcern[] = [
  {
    field: "allow",
    lines: ({ allow }) => (allow.length === 0 ? [] : [...allow.map((cidr) => `allow ${cidr};`), "deny all;"]),
    sentence:
      "cannot restrict client addresses on an Ingress without custom resources: use an ingress-nginx class",
  },
  {
    field: "headers.request",
    lines: (service) =>
      Object.entries(service.headers.request)
        .filter(([name, value]) => needsRequestSnippet(service, name, value))
        .map(([name, value]) => setRequestHeader(service, name, value)),
    sentence:
      'sets request headers by annotation only for HTTP, without "_" in names and without "$" and "," in values: leave them out',
  },
  {
    field: "headers.response",
    // A location with headers of its own forgets those of its server, HSTS among them.
    lines: (service) =>
      needsResponseSnippet(service)
        ? [
            "add_header_inherit merge;",
            ...Object.entries(service.headers.response).map(
              ([name, value]) => `add_header ${name} ${quoted(value)} always;`,
            ),
          ]
        : [],
    sentence:
      'adds response headers by annotation only without "_" in names and without "$", "," and ":" in values: use others',
  },
  {
    field: "headers.hide",
    lines: (service) =>
      isGrpc(service) ? service.headers.hide.map((name) => `grpc_hide_header ${name};`) : [],
    sentence: "cannot hide headers of gRPC answers: leave headers.hide out",
  },
  grpcRetries,
];

/** The annotation replaces the class' own location-snippets, so those go first. */
export function snippetAnnotations(service: ServiceSpec, spec: ClassSpec): Annotations {
  const lines = [...snippetLines(snippetConcerns, service, spec), ...grpcBodySize(service, spec)];
  const inherited = spec.configMap["location-snippets"];
  if (lines.length === 0) return {};
  return {
    "nginx.org/location-snippets": [...(inherited === undefined ? [] : [inherited]), ...lines].join("\n"),
  };
}

// The template writes client_max_body_size into HTTP locations only; without snippets the class has it.
function grpcBodySize(service: ServiceSpec, { snippets }: ClassSpec): readonly string[] {
  return snippets && isGrpc(service) && service.bodySize !== undefined
    ? [`client_max_body_size ${service.bodySize};`]
    : [];
}
