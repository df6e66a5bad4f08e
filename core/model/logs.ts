import type { Duration, Size } from "./units.ts";

/** Where the access and error log of a class go. */
export type LogTarget = "stdout" | "file" | "both";

export const logTargets = ["stdout", "file", "both"] as const satisfies readonly LogTarget[];

/** `logs` of a class. */
export interface LogArgs {
  /** @default "stdout" */
  readonly to?: LogTarget;
  /**
   * Host directory of the log files, below `/var/log`. Only with `file` or `both`. nginx's user becomes its owner.
   * @default `/var/log/nginx-ingress/<class>`
   */
  readonly directory?: string;
  /**
   * Lets `directory` lie elsewhere, for a disk of its own: the directory and what is in it become nginx's, whatever it
   * was. Directories of the system are refused all the same.
   * @default false
   */
  readonly outsideVarLog?: boolean;
  /**
   * Line format of the access log: `json` writes one object per line, `text` nginx's combined format with timings.
   * @default "json"
   */
  readonly format?: "json" | "text";
  /**
   * Fields of your own at the end of each line, by name: text with nginx variables, such as `$http_x_tenant`. Only with
   * format `json`, as strings.
   * @default none
   */
  readonly fields?: Readonly<Record<string, string>>;
  /**
   * Bytes each worker buffers before it writes to the access log file; a crash loses what is buffered. At most
   * `rotate.size`. Only with `file` or `both`.
   * @default "64k": 150 to 200 lines, one write instead of hundreds
   */
  readonly buffer?: Size;
  /** Maximum time a line stays buffered. Only with `file` or `both`. @default "1s" */
  readonly flush?: Duration;
  /** Least severe level written to the error log. @default "warn" */
  readonly errorLevel?: "debug" | "info" | "notice" | "warn" | "error" | "crit" | "alert" | "emerg";
  /** Only with `file` or `both`. @default the defaults of its fields */
  readonly rotate?: RotateArgs;
}

/** How the LogrotateAgent rotates the log files of a class. */
export interface RotateArgs {
  /** Time between two checks of the files, in whole seconds. @default "1m" */
  readonly every?: Duration;
  /** Bytes above which a file is rotated. @default "256m" */
  readonly size?: Size;
  /** Age above which a file is rotated, at least `every`. @default "1d" */
  readonly age?: Duration;
  /** Number of rotated files kept of each log. @default 14 */
  readonly keep?: number;
  /** Age above which a rotated file is removed, at least `age`. @default "14d" */
  readonly maxAge?: Duration;
  /**
   * Compresses rotated files, except the newest: a log shipper may still read it. `true` means gzip.
   * @default true
   */
  readonly compress?: boolean | "gzip" | "zstd";
  /**
   * Bytes the log files of the class may hold on a node, at least twice `size`; the oldest rotated files are removed
   * first.
   * @default "10g"
   */
  readonly budget?: Size;
  /**
   * Copies and truncates a file instead of renaming it and signalling nginx. Loses the lines written between the two:
   * only for nodes where nginx cannot be signalled.
   * @default false
   */
  readonly copyTruncate?: boolean;
}

/** Log settings with every default decided. */
export interface LogSpec extends Required<Omit<LogArgs, "rotate">> {
  readonly rotate: Required<RotateArgs>;
}
