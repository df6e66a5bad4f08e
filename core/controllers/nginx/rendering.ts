import {
  type Duration,
  isWholeSeconds,
  type Size,
  toSeconds,
  withoutMilliseconds,
} from "../../model/units.ts";

/** How one dialect takes one knob. */
export type Rendering<Value> = KeyRendering<Value> | DirectiveRendering<Value> | Missing;

/** As keys of the controller's ConfigMap; `write` gives a value for each. */
export interface KeyRendering<Value> extends Checked<Value> {
  readonly as: "keys";
  readonly keys: readonly string[];
  readonly write: (value: Value) => readonly string[];
}

/** As an nginx directive in the `http` snippet: the controller has no key for it. */
export interface DirectiveRendering<Value> extends Checked<Value> {
  readonly as: "directive";
  readonly directive: string;
  readonly write: (value: Value) => string;
}

/** Not at all; `instead` finishes the sentence "… has no such setting: ". */
export interface Missing {
  readonly as: "missing";
  readonly instead: string;
}

interface Checked<Value> {
  /** What is wrong with a value, as the end of a sentence that begins with the knob's name. */
  readonly check?: (value: Value) => string | undefined;
}

/** A way to write a value, and what it refuses. */
interface Format<Value> extends Checked<Value> {
  readonly write: (value: Value) => string;
}

export function key<Value>(name: string, { write, ...checked }: Format<Value>): KeyRendering<Value> {
  return { as: "keys", keys: [name], write: (value) => [write(value)], ...checked };
}

export function directive<Value>(name: string, format: Format<Value>): DirectiveRendering<Value> {
  return { as: "directive", directive: name, ...format };
}

export function missing(instead: string): Missing {
  return { as: "missing", instead };
}

export interface Buffers {
  readonly number: number;
  readonly size: Size;
}

export const formats = {
  count: {
    write: String,
    check: (value: number) =>
      Number.isInteger(value) && value > 0 ? undefined : `must be a whole number above 0, not ${value}`,
  },
  countOrAuto: {
    write: String,
    check: (value: number | "auto") =>
      value === "auto" || (Number.isInteger(value) && value > 0)
        ? undefined
        : `must be a whole number above 0, or "auto", not ${value}`,
  },
  bool: { write: String },
  onOff: { write: (value: boolean) => (value ? "on" : "off") },
  duration: { write: (value: Duration) => value },
  /** For directives that nginx counts in seconds: it reads no milliseconds there, whatever they come to. */
  seconds: {
    write: withoutMilliseconds,
    check: (value: Duration) => (isWholeSeconds(value) ? undefined : `takes whole seconds, not ${value}`),
  },
  wholeSeconds: {
    write: (value: Duration) => String(toSeconds(value)),
    check: (value: Duration) =>
      isWholeSeconds(value) ? undefined : `takes whole seconds in ingress-nginx, not ${value}`,
  },
  size: { write: nginxSize },
  buffers: { write: ({ number, size }: Buffers) => `${number} ${nginxSize(size)}` },
  affinity: matching<string>(
    /^(auto( [01]+)?|[01]+( [01]+)*)$/,
    '"auto", or a mask of 0 and 1 for each worker',
  ),
  ciphers: matching<string>(
    /^[A-Za-z0-9_:!+@=-]+$/,
    "an OpenSSL cipher list such as ECDHE-RSA-AES128-GCM-SHA256",
  ),
  protocols: {
    write: (value: readonly string[]) => value.join(" "),
    check: (value: readonly string[]) => {
      const wrong = value.filter((version) => !tlsVersions.includes(version));
      if (value.length === 0) return `must name at least one of ${tlsVersions.join(", ")}`;
      return wrong.length === 0 ? undefined : `knows ${tlsVersions.join(", ")}, not ${wrong.join(", ")}`;
    },
  },
  f5LoadBalance: matching<string>(
    /^(round_robin|least_conn|ip_hash|random( two( least_conn)?)?|hash [^\s;"'{}]+( consistent)?)$/,
    "one of round_robin, least_conn, ip_hash, random, random two, random two least_conn, hash <key> [consistent]",
  ),
  ingressNginxLoadBalance: matching<string>(/^(round_robin|ewma)$/, "round_robin or ewma"),
} as const;

const tlsVersions: readonly string[] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/** A size nginx takes everywhere: its size directives know `k` and `m`, only its offsets `g`. */
export function nginxSize(size: Size): string {
  const gigabytes = /^(\d+)g$/i.exec(size)?.[1];
  return gigabytes === undefined ? size.toLowerCase() : `${Number(gigabytes) * 1024}m`;
}

function matching<Value extends string>(form: RegExp, expected: string): Format<Value> {
  return {
    write: (value) => value,
    check: (value) => (form.test(value) ? undefined : `must be ${expected}, not ${JSON.stringify(value)}`),
  };
}
