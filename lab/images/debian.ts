import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";

/** A Debian archive. */
export interface DebianSource {
  readonly uri: string;
  /** Keyring apt checks the archive's signature with. */
  readonly signedBy: string;
}

const defaultKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * The Debian archive that this machine installs from: a mirror that is known to answer.
 * @throws {UserError} where apt knows none.
 */
export function debianSource(folder = "/etc/apt"): DebianSource {
  const source = findDebianSource(sourceFiles(folder).map((file) => readFileSync(file, "utf8")));
  if (source === undefined) {
    throw new UserError(
      `no Debian archive is configured below ${folder}: real nodes need a machine with Debian's sources`,
    );
  }
  return source;
}

/** apt's source files, the main one first. */
export function sourceFiles(folder = "/etc/apt"): readonly string[] {
  const parts = join(folder, "sources.list.d");
  const named = existsSync(parts) ? readdirSync(parts).filter((name) => /\.(list|sources)$/.test(name)) : [];
  return [join(folder, "sources.list"), ...named.sort().map((name) => join(parts, name))].filter(existsSync);
}

/**
 * The first Debian main archive in the texts of source files, in either of apt's formats; never the security archive,
 * which lacks most packages.
 * @see https://manpages.debian.org/trixie/apt/sources.list.5.en.html
 */
export function findDebianSource(texts: readonly string[]): DebianSource | undefined {
  return texts
    .flatMap((text) => [...oneLineSources(text), ...stanzaSources(text)])
    .find(({ uri }) => /\/debian\/?$/.test(uri));
}

/** One `deb` line for a suite of the archive. */
export function sourceLine(source: DebianSource, suite: string): string {
  return `deb [signed-by=${source.signedBy}] ${source.uri} ${suite} main`;
}

function oneLineSources(text: string): DebianSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s/.exec(line);
    const signedBy = /signed-by=(\S+)/.exec(match?.[1] ?? "")?.[1];
    return match?.[2] === undefined ? [] : [{ uri: match[2], signedBy: signedBy ?? defaultKeyring }];
  });
}

function stanzaSources(text: string): DebianSource[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(\\S+)`, "m").exec(stanza)?.[1];
    const uri = field("URIs");
    if (uri === undefined || field("Types") !== "deb" || field("Enabled") === "no") return [];
    return [{ uri, signedBy: field("Signed-By") ?? defaultKeyring }];
  });
}
