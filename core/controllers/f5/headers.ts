import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import type { FieldRow } from "../fields.ts";
import { quoted, setRequestHeader } from "../nginx/service-snippets.ts";
import type { Rule } from "../service-problems.ts";
import type { F5Rendering } from "./rendering.ts";

/**
 * F5's annotations are lists separated by commas and refuse `_` in a name and `$` in a value. Other headers need
 * snippets.
 */
export const headersRow: FieldRow<"headers", F5Rendering> = {
  as: "rendered",
  docs: {
    "headers.request": "plain values and names without `_`; others, and gRPC, with `snippets`",
    "headers.response": "plain values and names without `_`; others with `snippets`",
    "headers.hide": "for each host, names without `_`; for gRPC with `snippets`",
  },
  annotations: ({ service }) => {
    const request = Object.entries(service.headers.request).filter(
      ([name, value]) => !needsRequestSnippet(service, name, value),
    );
    const response = needsResponseSnippet(service) ? [] : Object.entries(service.headers.response);
    return {
      "nginx.org/proxy-set-headers": list(request.map(([name, value]) => `${name}: ${value}`)),
      // On errors too, as ingress-nginx does.
      "nginx.org/add-header": list(response.map(([name, value]) => `${name}: ${value}: always`)),
    };
  },
  server: (service) => ({
    "nginx.org/proxy-hide-headers": isGrpc(service) ? undefined : list(service.headers.hide),
  }),
  once: {
    field: "headers.hide",
    words: "hidden headers",
    value: (service) => (isGrpc(service) ? undefined : service.headers.hide),
  },
  rules: [
    {
      // A snippet cannot help: a location that hides some headers shows those that its server hides.
      part: "headers.hide",
      code: "unsupported-characters",
      check: (service) => {
        const refused = isGrpc(service) ? undefined : service.headers.hide.find((name) => !isPlainName(name));
        return (
          refused &&
          `cannot hide header "${refused}", because its name has a "_": leave it out, or use an ingress-nginx class with snippets`
        );
      },
    },
  ],
  snippets: [
    {
      part: "headers.request",
      lines: (service) =>
        Object.entries(service.headers.request)
          .filter(([name, value]) => needsRequestSnippet(service, name, value))
          .map(([name, value]) => setRequestHeader(service, name, value)),
      sentence:
        'sets request headers without snippets only for HTTP, with no "_" in names and no "$" or "," in values: change or remove these',
    },
    {
      part: "headers.response",
      // Without `merge`, a location with headers of its own drops those of its server, such as HSTS.
      lines: (service) =>
        needsResponseSnippet(service)
          ? [
              // Once in a location: cors has it already.
              ...(service.cors === undefined ? ["add_header_inherit merge;"] : []),
              ...Object.entries(service.headers.response).map(
                ([name, value]) => `add_header ${name} ${quoted(value)} always;`,
              ),
            ]
          : [],
      sentence:
        'adds response headers without snippets only with no "_" in names and no "$", "," or ":" in values: change or remove these',
    },
    {
      part: "headers.hide",
      lines: (service) =>
        isGrpc(service) ? service.headers.hide.map((name) => `grpc_hide_header ${name};`) : [],
      sentence: "hides headers of gRPC responses by snippets only: leave headers.hide out",
    },
  ],
};

/** gRPC locations get no request headers at all. */
function needsRequestSnippet(service: ServiceSpec, name: string, value: string): boolean {
  return isGrpc(service) || !isPlainName(name) || /[$,]/.test(value);
}

/** All or none, because headers of the location would hide those of the annotation. */
function needsResponseSnippet({ headers }: ServiceSpec): boolean {
  return Object.entries(headers.response).some(([name, value]) => !isPlainName(name) || /[$,:]/.test(value));
}

/** With any other name in an annotation, the controller stops serving the Ingress; it refuses such a VirtualServer. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9-]+$/.test(name);
}

function list(entries: readonly string[]): string | undefined {
  return entries.length === 0 ? undefined : entries.join(",");
}

/** A header that never arrives would limit nothing. */
export const rateHeaderRules: readonly Rule[] = [
  {
    part: "rateLimit.header",
    code: "unsupported-characters",
    check: ({ rateLimit }) =>
      rateLimit?.header?.includes("_")
        ? `ignores request headers whose name has a "_", so ${rateLimit.header} would limit nothing: choose another name`
        : undefined,
  },
];
