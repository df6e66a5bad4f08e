import type { ClassSpec } from "../../../model/class.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import { isGrpc, quoted } from "../../features.ts";
import type { Annotations } from "../../manifest.ts";
import type { Rule } from "../../rules.ts";
import { needsRequestSnippet, needsResponseSnippet } from "./headers.ts";

/** Something F5 has no annotation for. */
interface Concern {
  readonly field: string;
  readonly lines: (service: ServiceSpec) => readonly string[];
  /** Why it needs a snippet, up to the way out. */
  readonly sentence: string;
}

const concerns: readonly Concern[] = [
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
        .filter(([, value]) => needsRequestSnippet(service, value))
        .map(([name, value]) => `${isGrpc(service) ? "grpc" : "proxy"}_set_header ${name} ${quoted(value)};`),
    sentence:
      'sets request headers by annotation only for HTTP, and only to values without "$" and ",": leave them out',
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
      'adds response headers by annotation only with values without "$", "," and ":": use other values',
  },
  {
    field: "headers.hide",
    lines: (service) =>
      isGrpc(service) ? service.headers.hide.map((name) => `grpc_hide_header ${name};`) : [],
    sentence: "cannot hide headers of gRPC answers: leave headers.hide out",
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

/** The annotation replaces the class' own location-snippets, so those go first. */
export function snippetAnnotations(service: ServiceSpec, spec: ClassSpec): Annotations {
  if (!spec.snippets) return {};
  const lines = [...concerns.flatMap(({ lines }) => lines(service)), ...grpcBodySize(service)];
  const inherited = spec.configMap["location-snippets"];
  if (lines.length === 0) return {};
  return {
    "nginx.org/location-snippets": [...(inherited === undefined ? [] : [inherited]), ...lines].join("\n"),
  };
}

// The template writes client_max_body_size into HTTP locations only.
function grpcBodySize(service: ServiceSpec): readonly string[] {
  return isGrpc(service) && service.bodySize !== undefined
    ? [`client_max_body_size ${service.bodySize};`]
    : [];
}

function grpcRetries({ retries }: ServiceSpec): readonly string[] {
  if (retries === undefined) return [];
  return [
    `grpc_next_upstream ${retries.on.join(" ")};`,
    `grpc_next_upstream_tries ${retries.tries};`,
    ...(retries.timeout === undefined ? [] : [`grpc_next_upstream_timeout ${retries.timeout};`]),
  ];
}
