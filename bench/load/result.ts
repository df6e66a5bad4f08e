/** In which way a request failed. */
export type FailureKind =
  | "connect-refused"
  | "connect-timeout"
  /** No route, no free local port, … */
  | "connect-failed"
  | "tls"
  /** The connection was reset before the first byte of an answer. */
  | "reset"
  /** The connection was closed before the first byte of an answer, after a byte of the request had been sent. */
  | "eof"
  /** The connection ended inside an answer. */
  | "truncated"
  | "timeout"
  | "malformed"
  /** Another status than the expected one. */
  | "status"
  /** An `X-Service` that was not expected. */
  | "wrong-service"
  | "grpc-status";

/** What became of the requests of one load. Times are Unix milliseconds with a fraction, durations as named. */
export interface LoadResult {
  readonly name: string;
  readonly started: number;
  readonly ended: number;
  readonly seconds: number;
  /** Whether it was stopped before its plan was done. */
  readonly stopped: boolean;
  /** Requests made, each of them either `ok` or `failed`; their ids run from 0 to one less, without a hole. */
  readonly requests: number;
  readonly ok: number;
  readonly failed: number;
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  /** Failed requests that browsers and HTTP libraries would have retried silently (RFC 9112, 9.3.1). */
  readonly retryable: number;
  /** The first few of each kind, in order of time. */
  readonly examples: readonly FailureExample[];
  /** Answers by status, failed ones included. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Successful answers by `X-Service`; empty name where the header was missing. */
  readonly services: Readonly<Record<string, ServiceAnswers>>;
  /** Which service answered when, in order of the first answer. */
  readonly spells: readonly Spell[];
  readonly targets: Readonly<Record<string, TargetAnswers>>;
  /** Connections opened. */
  readonly connections: number;
  /** Keep-alive connections found closed by the server before anything of the next request was sent. No failures. */
  readonly reconnects: number;
  /** Successful requests a second of the time in which requests began: late answers do not make it longer. */
  readonly rps: number;
  /** Milliseconds of every answer; at a fixed rate from the moment the request was due. */
  readonly latency: {
    readonly mean: number;
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
  };
  /** Resources that the generator itself used. */
  readonly cpuSeconds: number;
}

/** Failed requests by kind: `3 reset, 1 timeout`; empty if none failed. */
export function kindsOf(failures: LoadResult["failures"]): string {
  return Object.entries(failures)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(", ");
}

export interface FailureExample {
  readonly kind: FailureKind;
  readonly at: number;
  /** As in the request's `id` parameter. */
  readonly id: string;
  readonly target: string;
  readonly message: string;
}

export interface TargetAnswers {
  readonly ok: number;
  readonly failed: number;
  /** When the first and the last failed request ended; 0 where none failed. */
  readonly firstFailure: number;
  readonly lastFailure: number;
}

export interface ServiceAnswers {
  readonly answers: number;
  readonly first: number;
  readonly last: number;
}

/** A stretch of answers of one service without a silence longer than the plan's gap. */
export interface Spell extends ServiceAnswers {
  readonly service: string;
}
