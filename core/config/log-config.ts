import type { LogArgs, RotateArgs } from "../model/logs.ts";
import { logTargets } from "../model/logs.ts";
import { logDirectoryProblem } from "./formats/directories.ts";
import { wrong } from "./formats/expected.ts";
import { boolean, integer, oneOf, text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { either, object, record } from "./schema.ts";
import { duration, size } from "./units.ts";

const rotateConfig: Schema<RotateArgs> = object<RotateArgs>({
  every: duration({ min: "5s", max: "1d" }),
  size: size({ min: "1k" }),
  age: duration({ min: "1m", max: "365d" }),
  keep: integer({ min: 1, max: 10_000 }),
  maxAge: duration({ min: "1h", max: "3650d" }),
  compress: either(boolean(), oneOf(["gzip", "zstd"])),
  budget: size({ min: "1m", max: "102400g" }),
  copyTruncate: boolean(),
});

/** `logs` of a class. */
export const logConfig: Schema<LogArgs> = object<LogArgs>({
  to: oneOf(logTargets),
  directory: text(logDirectoryProblem, "an absolute directory"),
  outsideVarLog: boolean(),
  format: oneOf(["json", "text"]),
  fields: record(text(fieldValueProblem, "text with nginx variables"), fieldNameProblem),
  buffer: size({ min: "1k", max: "16m" }),
  flush: duration({ min: "100ms", max: "1h" }),
  errorLevel: oneOf(["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"]),
  rotate: rotateConfig,
});

function fieldNameProblem(name: string): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_.-]{0,62}$/.test(name)
    ? undefined
    : wrong(`the name of a field: letters, digits, "_", "-" and ".", such as "tenant"`, name);
}

/** Refuses what would end the string in the line, or nginx's own around the format. */
function fieldValueProblem(value: string): string | undefined {
  return value.length <= 512 && !/["'\\\p{Cc}]/u.test(value)
    ? undefined
    : wrong(`text with nginx variables, without quotes and backslashes, such as "$http_x_tenant"`, value);
}
