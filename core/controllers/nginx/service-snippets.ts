import type { ClassSpec } from "../../model/class.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { Rule } from "../service-rules.ts";
import { isGrpc, quoted } from "../service-text.ts";

/** Something a dialect does for one service only by raw nginx configuration. */
export interface SnippetConcern {
  readonly field: string;
  /** Lines of a location; none where the service does not ask for it. */
  readonly lines: (service: ServiceSpec) => readonly string[];
  /** Why it takes a snippet, and another way out. */
  readonly sentence: string;
}

/** Where a class has no snippets, each of the concerns is out of reach. */
export function snippetRules(concerns: readonly SnippetConcern[]): readonly Rule[] {
  return concerns.map(({ field, lines, sentence }) => ({
    field,
    check: (service, spec) =>
      !spec.snippets && lines(service).length > 0
        ? `${sentence}, or set classes.${spec.name}.snippets to true`
        : undefined,
  }));
}

export function snippetLines(
  concerns: readonly SnippetConcern[],
  service: ServiceSpec,
  { snippets }: ClassSpec,
): readonly string[] {
  return snippets ? concerns.flatMap(({ lines }) => lines(service)) : [];
}

export function setRequestHeader(service: ServiceSpec, name: string, value: string): string {
  return `${isGrpc(service) ? "grpc" : "proxy"}_set_header ${name} ${quoted(value)};`;
}

/** Both controllers' templates say when HTTP is retried, and neither when gRPC is. */
export const grpcRetries: SnippetConcern = {
  field: "retries",
  lines: (service) => {
    const { retries } = service;
    if (retries === undefined || !isGrpc(service)) return [];
    return [
      `grpc_next_upstream ${retries.on.join(" ")};`,
      `grpc_next_upstream_tries ${retries.tries};`,
      ...(retries.timeout === undefined ? [] : [`grpc_next_upstream_timeout ${retries.timeout};`]),
    ];
  },
  sentence: "cannot say when gRPC is retried: leave retries out",
};
