import type { RawConfig } from "../config/raw-config.ts";

/**
 * Bytes of configuration that Pulumi's Node language host can hand to a program. It passes all of it as JSON in one
 * environment variable, for which Linux takes 128 KiB, its name and its last, empty byte included.
 * @see {@link https://man7.org/linux/man-pages/man2/execve.2.html} MAX_ARG_STRLEN
 */
export const mostConfigBytes = 128 * 1024 - "PULUMI_CONFIG=".length - 1;

/** From this share of {@link mostConfigBytes} on a configuration is close to the end. */
const closeTo = 0.9;

/**
 * Bytes of a stack's configuration as the language host passes it.
 * @param raw values by full config key, as the engine hands them over
 */
export function configBytes(raw: RawConfig): number {
  const named = Object.entries(raw).map(([key, value]) => [key.replace(":", ":config:"), textOf(value)]);
  return Buffer.byteLength(escaped(JSON.stringify(Object.fromEntries(named))));
}

/**
 * Says that a stack's configuration does not fit, or nearly so; nothing of one that fits. Only the engine with a language
 * host is concerned: what reads the stack file itself goes on.
 * @param project name of the project, which has key `catalog`
 */
export function sizeWarnings(raw: RawConfig, project: string): readonly string[] {
  const bytes = configBytes(raw);
  if (bytes <= mostConfigBytes * closeTo) return [];
  const wayOut = `move services into files of a folder, and name it in ${project}:catalog`;
  return bytes > mostConfigBytes
    ? [
        `the stack's configuration takes ${bytes} bytes, and pulumi can hand ${mostConfigBytes} of them to the program ` +
          `(it ends in "argument list too long"): ${wayOut}`,
      ]
    : [
        `the stack's configuration takes ${bytes} of the ${mostConfigBytes} bytes that pulumi can hand to the program: ` +
          wayOut,
      ];
}

/** An object is JSON text in the JSON, where the engine has escaped it once already. */
function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^\s*[{[]/.test(text) ? escaped(text) : text;
}

/** Go's JSON has these as `\u003c`. */
function escaped(json: string): string {
  return json.replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
