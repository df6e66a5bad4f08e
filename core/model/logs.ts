import type { Duration, Size } from "./units.ts";

/** Where a class' access and error log go. */
export type LogTarget = "stdout" | "file" | "both";

export const logTargets = ["stdout", "file", "both"] as const satisfies readonly LogTarget[];

export interface LogArgs {
  /** @default "stdout" */
  readonly to?: LogTarget;
  /** Host directory of the class' files. Only with `file` or `both`. @default `/var/log/nginx-ingress/<class>` */
  readonly directory?: string;
  /** One JSON object a line, or nginx' combined text with timings. @default "json" */
  readonly format?: "json" | "text";
  /**
   * nginx collects so many bytes before it writes. Only for files. A crash loses what is buffered.
   * @default "64k": some 150 to 200 lines, one write instead of hundreds
   */
  readonly buffer?: Size;
  /** Oldest a buffered line gets before it is written all the same. @default "1s" */
  readonly flush?: Duration;
  /** @default "warn" */
  readonly errorLevel?: "debug" | "info" | "notice" | "warn" | "error" | "crit" | "alert" | "emerg";
  readonly rotate?: RotateArgs;
}

/** How the LogrotateAgent turns a class' files over. */
export interface RotateArgs {
  /** How often the agent looks. @default "1m" */
  readonly every?: Duration;
  /** A file is turned over when it is larger. @default "256m" */
  readonly size?: Size;
  /** … or older. @default "1d" */
  readonly age?: Duration;
  /** Turned-over files kept. @default 14 */
  readonly keep?: number;
  /** Turned-over files older than this are removed. @default "14d" */
  readonly maxAge?: Duration;
  /**
   * Compress turned-over files but the newest, which a shipper may still read; `true` is gzip.
   * @default true
   */
  readonly compress?: boolean | "gzip" | "zstd";
  /** Bytes the class' log files may hold, turned-over files removed oldest first. @default "10g" */
  readonly budget?: Size;
  /**
   * Copy and truncate in place of rename and reopen. Loses the lines written in between: only where nginx
   * cannot be signalled.
   * @default false
   */
  readonly copyTruncate?: boolean;
}

export interface LogSpec extends Required<Omit<LogArgs, "rotate">> {
  readonly rotate: Required<RotateArgs>;
}
