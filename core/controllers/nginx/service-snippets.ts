import type { ClassSpec } from "../../model/class.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { type Duration, longest, toSeconds } from "../../model/units.ts";
import type { FieldTable } from "../fields.ts";
import type { Rule } from "../service-problems.ts";

/** Something that nginx does for a single service only by raw configuration in its locations. */
export interface SnippetConcern {
  /** Path below `services.<name>`. @default the field of its row */
  readonly part?: string;
  /** Lines of a location; none if the service does not need them. */
  readonly lines: (service: ServiceSpec) => readonly string[];
  /** Why it takes a snippet, and another fix. @default a class without snippets serves it in another way */
  readonly sentence?: string;
}

/** How a field reaches nginx for one service. */
export interface NginxRendering {
  readonly snippets?: readonly SnippetConcern[];
}

/** A table with the additional rules of its rows' snippets. */
export function withSnippetRules(table: FieldTable<NginxRendering>): FieldTable {
  const rows = Object.entries(table).map(([field, row]) => {
    const snippets = "snippets" in row ? (row.snippets ?? []) : [];
    return [field, { ...row, rules: [...(row.rules ?? []), ...snippetRules(snippets)] }];
  });
  // The same fields, each with its own row.
  return Object.fromEntries(rows) as FieldTable;
}

/** The lines of all rows, in the order of their table; none if the class has no snippets. */
export function snippetLines(
  rows: readonly NginxRendering[],
  service: ServiceSpec,
  { snippets }: Pick<ClassSpec, "snippets">,
): readonly string[] {
  if (!snippets) return [];
  return rows.flatMap((row) => (row.snippets ?? []).flatMap(({ lines }) => lines(service)));
}

function snippetRules(concerns: readonly SnippetConcern[]): readonly Rule[] {
  return concerns.flatMap(({ part, lines, sentence }) =>
    sentence === undefined
      ? []
      : [
          {
            ...(part === undefined ? {} : { part }),
            code: "needs-snippets",
            check: (service, spec, setting) =>
              !spec.snippets && lines(service).length > 0
                ? `${sentence}, or set ${setting(spec, "snippets")} to true`
                : undefined,
          },
        ],
  );
}

/** What passes a service's requests on: HTTP locations and those of gRPC have directives of their own. */
export type PassedBy = "proxy" | "grpc";

export function passedBy(service: Pick<ServiceSpec, "protocol">): PassedBy {
  return isGrpc(service) ? "grpc" : "proxy";
}

export function setRequestHeader(service: ServiceSpec, name: string, value: string): string {
  return `${passedBy(service)}_set_header ${name} ${quoted(value)};`;
}

/** F5 stores request bodies for the whole class alike. */
export const requestBuffering: SnippetConcern = {
  lines: ({ requestBuffering: buffered }) =>
    buffered === undefined ? [] : [`proxy_request_buffering ${buffered ? "on" : "off"};`],
  sentence: "buffers request bodies of one service differently by snippets only: use an ingress-nginx class",
};

/** Redirects in place of errors, the backend's and nginx's own. */
export const errorPageLines: SnippetConcern = {
  part: "errorPages.url",
  lines: ({ errorPages }) =>
    errorPages?.url === undefined
      ? []
      : [
          "proxy_intercept_errors on;",
          `error_page ${errorPages.statuses.join(" ")} ${quoted(errorPages.url)};`,
        ],
  sentence: "redirects in place of errors by snippets only: leave errorPages out",
};

/** Answers with the redirect of a service: nginx does that before it asks for an address, a password or a backend. */
export function redirectLine({ to, status, keepPath }: NonNullable<ServiceSpec["redirect"]>): string {
  return `return ${status} ${quoted(keepPath ? `${to.replace(/\/+$/, "")}$request_uri` : to)};`;
}

/** A value in double quotes, as nginx reads it. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * Client's side of a gRPC stream, which nginx reads as a request body and both templates leave to the class. Otherwise
 * nginx would end the stream after a minute in which the client sends nothing.
 */
export const grpcBodyTimeout: SnippetConcern = {
  lines: (service) => {
    const timeout = bodyTimeoutOf(service);
    return timeout === undefined ? [] : [`client_body_timeout ${timeout};`];
  },
};

/** Undefined where nginx's own minute is long enough, so that the line never shortens it. */
export function bodyTimeoutOf(service: ServiceSpec): Duration | undefined {
  const { read = "0s", send = "0s" } = service.timeouts;
  const timeout = longest([read, send]);
  return isGrpc(service) && toSeconds(timeout) > 60 ? timeout : undefined;
}

/** Both controllers' templates configure retries of HTTP only. */
export const grpcRetries: SnippetConcern = {
  lines: (service) => {
    const { retries } = service;
    if (retries === undefined || !isGrpc(service)) return [];
    return [
      `grpc_next_upstream ${retries.on.join(" ")};`,
      `grpc_next_upstream_tries ${retries.tries};`,
      ...(retries.timeout === undefined ? [] : [`grpc_next_upstream_timeout ${retries.timeout};`]),
    ];
  },
  sentence: "configures retries of gRPC by snippets only: leave retries out",
};
