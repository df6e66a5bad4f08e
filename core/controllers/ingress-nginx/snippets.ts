import type { ClassSpec } from "../../model/class.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Annotations } from "../ingress-manifest.ts";
import {
  grpcRetries,
  type SnippetConcern,
  setRequestHeader,
  snippetLines,
} from "../nginx/service-snippets.ts";
import { quoted } from "../service-text.ts";

/** What ingress-nginx has for a whole class only. */
export const snippetConcerns: readonly SnippetConcern[] = [
  {
    field: "headers.request",
    lines: (service) =>
      Object.entries(service.headers.request).map(([name, value]) => setRequestHeader(service, name, value)),
    sentence: "sets request headers for all its services only: use an f5 class",
  },
  {
    field: "headers.response",
    lines: ({ headers }) =>
      Object.entries(headers.response).map(
        ([name, value]) => `more_set_headers ${quoted(`${name}: ${value}`)};`,
      ),
    sentence: "adds response headers from a ConfigMap of its own only: use an f5 class",
  },
  {
    field: "headers.hide",
    lines: ({ headers }) => headers.hide.map((name) => `more_clear_headers ${quoted(name)};`),
    sentence: "hides headers for all its services only: use an f5 class",
  },
  grpcRetries,
];

export function snippetAnnotations(service: ServiceSpec, spec: ClassSpec): Annotations {
  const lines = snippetLines(snippetConcerns, service, spec);
  return lines.length === 0 ? {} : { "configuration-snippet": lines.join("\n") };
}
