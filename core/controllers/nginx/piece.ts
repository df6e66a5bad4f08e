import type { ClassControllerName } from "../../model/controllers.ts";

/** A part of a controller's configuration: ConfigMap keys, and nginx lines by the block they belong to. */
export interface Piece {
  readonly keys?: Readonly<Record<string, string>>;
  readonly main?: readonly string[];
  readonly http?: readonly string[];
  readonly server?: readonly string[];
}

export type SnippetBlock = "main" | "http" | "server";

/** Keys whose value is raw nginx configuration, by the block it ends up in. */
export const snippetKeys = {
  f5: { main: "main-snippets", http: "http-snippets", server: "server-snippets" },
  "ingress-nginx": { main: "main-snippet", http: "http-snippet", server: "server-snippet" },
} as const satisfies Readonly<Record<ClassControllerName, Readonly<Record<SnippetBlock, string>>>>;

export const snippetBlocks = ["main", "http", "server"] as const satisfies readonly SnippetBlock[];

/** Later keys win; lines add up in order. */
export function joinPieces(pieces: readonly Piece[]): Required<Piece> {
  return {
    keys: Object.assign({}, ...pieces.map(({ keys }) => keys)),
    main: pieces.flatMap(({ main = [] }) => main),
    http: pieces.flatMap(({ http = [] }) => http),
    server: pieces.flatMap(({ server = [] }) => server),
  };
}
