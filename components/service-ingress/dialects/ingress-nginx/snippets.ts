import type { ClassSpec } from "../../../model/class.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import { isGrpc, quoted } from "../../features.ts";
import type { Annotations } from "../../manifest.ts";
import type { Rule } from "../../rules.ts";

/** Something ingress-nginx has for a whole class only. */
interface Concern {
  readonly field: string;
  readonly lines: (service: ServiceSpec) => readonly string[];
  /** Why it needs a snippet, up to the way out. */
  readonly sentence: string;
}

const concerns: readonly Concern[] = [
  {
    field: "headers.request",
    lines: (service) =>
      Object.entries(service.headers.request).map(
        ([name, value]) => `${isGrpc(service) ? "grpc" : "proxy"}_set_header ${name} ${quoted(value)};`,
      ),
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
  {
    field: "retries",
    lines: (service) => (isGrpc(service) ? grpcRetries(service) : []),
    sentence: "cannot say when gRPC is retried: leave retries out",
  },
];

/** Where the class has no snippets, each of the concerns is out of reach. */
export const snippetRules: readonly Rule[] = concerns.map(({ field, lines, sentence }) => ({
  field,
  check: (service, spec) =>
    !spec.snippets && lines(service).length > 0
      ? `${sentence}, or set classes.${spec.name}.snippets to true`
      : undefined,
}));

export function snippetAnnotations(service: ServiceSpec, spec: ClassSpec): Annotations {
  const lines = spec.snippets ? concerns.flatMap(({ lines }) => lines(service)) : [];
  return lines.length === 0 ? {} : { "configuration-snippet": lines.join("\n") };
}

function grpcRetries({ retries }: ServiceSpec): readonly string[] {
  if (retries === undefined) return [];
  return [
    `grpc_next_upstream ${retries.on.join(" ")};`,
    `grpc_next_upstream_tries ${retries.tries};`,
    ...(retries.timeout === undefined ? [] : [`grpc_next_upstream_timeout ${retries.timeout};`]),
  ];
}
