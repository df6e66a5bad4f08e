/** A part of a controller's configuration: ConfigMap keys, and nginx lines by the block they belong to. */
export interface Piece {
  readonly keys?: Readonly<Record<string, string>>;
  readonly main?: readonly string[];
  readonly http?: readonly string[];
  readonly server?: readonly string[];
  readonly location?: readonly string[];
}

export const snippetBlocks = ["main", "http", "server", "location"] as const;

export type SnippetBlock = (typeof snippetBlocks)[number];

/** ConfigMap keys whose value is raw nginx configuration, by the block it ends up in. */
export type SnippetKeys = Readonly<Record<SnippetBlock, string>>;

/** Later keys replace earlier ones; lines are concatenated. */
export function joinPieces(pieces: readonly Piece[]): Required<Piece> {
  return {
    keys: Object.assign({}, ...pieces.map(({ keys }) => keys)),
    main: pieces.flatMap(({ main = [] }) => main),
    http: pieces.flatMap(({ http = [] }) => http),
    server: pieces.flatMap(({ server = [] }) => server),
    location: pieces.flatMap(({ location = [] }) => location),
  };
}

/**
 * Data of a controller's ConfigMap, keys sorted.
 *
 * A raw key replaces a derived one, except that the lines of a raw snippet follow the derived ones.
 */
export function configMapData(
  snippetKeys: SnippetKeys,
  pieces: readonly Piece[],
  raw: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { keys, ...lines } = joinPieces(pieces);
  const data: Record<string, string> = { ...keys, ...raw };
  for (const block of snippetBlocks) {
    const name = snippetKeys[block];
    const text = [...lines[block], ...rawLines(raw[name])].join("\n");
    if (text !== "") data[name] = text;
  }
  return Object.fromEntries(Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function rawLines(text = ""): readonly string[] {
  return text.trim() === "" ? [] : [text.trimEnd()];
}
