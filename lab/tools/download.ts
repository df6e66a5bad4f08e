import { createWriteStream } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { sha256 } from "../machine/sha256.ts";

/** A file of a release. */
export interface Download {
  readonly url: string;
  /** Address of a text that holds the file's SHA-256, alone or as a line of `sha256sum`. */
  readonly checksumUrl?: string;
}

/** Milliseconds to wait for a source before the next one is tried, as on a closed network. */
const reachTimeout = 4_000;

/** Why the address does not answer, as the end of a sentence; undefined if it does. */
export async function whyUnreachable(
  url: string,
  timeout: number = reachTimeout,
): Promise<string | undefined> {
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(timeout) });
    return response.ok ? undefined : `${host} answers ${response.status} for ${new URL(url).pathname}`;
  } catch {
    return `${host} is not reachable`;
  }
}

/**
 * Downloads an executable, checked against its published SHA-256 where there is one.
 * @throws {Error} on a refused download or a wrong checksum; nothing is left then.
 */
export async function downloadExecutable({ url, checksumUrl }: Download, file: string): Promise<void> {
  try {
    const response = await get(url);
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file));
    if (checksumUrl !== undefined) {
      const expected = findChecksum(
        await (await get(checksumUrl)).text(),
        url.slice(url.lastIndexOf("/") + 1),
      );
      const actual = await sha256(file);
      if (expected !== actual) throw new Error(`${url} has SHA-256 ${actual}, published is ${expected}`);
    }
    await chmod(file, 0o755);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** The checksum for a file name in a checksum text: the line that names it, or the only word there is. */
export function findChecksum(text: string, name: string): string | undefined {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+\*?/));
  if (lines.length === 1 && lines[0]?.length === 1) return lines[0][0];
  return lines.find(([, file]) => file === name)?.[0];
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10 * 60_000) });
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${response.statusText}`);
  return response;
}
