import type { ClassSpec } from "../../model/class.ts";
import type { PerformanceKnobs } from "../../model/performance.ts";
import type { Problem } from "../../model/problems.ts";
import { type Size, toBytes, toSeconds } from "../../model/units.ts";
import { classSetting } from "../class-settings.ts";
import type { NginxDialect, ProxyBufferDefaults } from "./dialect.ts";
import { type KnobName, type KnobValues, knobNames, type Rendering, type ValueProblem } from "./knobs.ts";
import { variableProblem } from "./variables.ts";

/** Knobs that the controller lacks, values that it ignores, and combinations that nginx does not start with. */
export function knobProblems(dialect: NginxDialect, spec: ClassSpec): readonly Problem[] {
  const single = knobNames(dialect.knobs).flatMap((knob) => {
    const problem = knobProblem(dialect, knob, spec.performance) ?? hashKeyProblem(dialect, knob, spec);
    return problem === undefined ? [] : [{ path: knobPath(spec, knob), ...problem }];
  });
  if (single.length > 0) return single;
  return [...bufferProblems(dialect, spec), ...drainProblems(spec)];
}

function bufferProblems(dialect: NginxDialect, spec: ClassSpec): readonly Problem[] {
  const problem = bufferProblem(dialect, spec.performance);
  if (problem === undefined) return [];
  const { knob, code, message } = problem;
  return [{ path: knobPath(spec, knob), code, message }];
}

function knobProblem<Knob extends KnobName>(
  { knobs, title }: Pick<NginxDialect, "knobs" | "title">,
  knob: Knob,
  values: Partial<KnobValues>,
): ValueProblem | undefined {
  const rendering: Rendering<KnobValues[Knob]> = knobs[knob];
  const value = values[knob];
  if (value === undefined) return undefined;
  if (rendering.as === "missing") {
    return { code: "no-such-setting", message: `${title} has no such setting: ${rendering.instead}` };
  }
  return [rendering.write(value)].flat().map(textProblem).find(Boolean) ?? rendering.check?.(value);
}

/** The key of `hash` is the only knob with variables. */
function hashKeyProblem(dialect: NginxDialect, knob: KnobName, spec: ClassSpec): ValueProblem | undefined {
  return knob === "loadBalance"
    ? variableProblem(dialect, spec, spec.performance.loadBalance ?? "")
    : undefined;
}

/**
 * Text that would end its directive, so that nginx reads the rest as configuration. The parser refuses it already: this
 * guards specs that were not parsed.
 */
function textProblem(text: string): ValueProblem | undefined {
  const special = /[;{}"'\\#\p{Cc}]/u.exec(text)?.[0];
  return special === undefined
    ? undefined
    : {
        code: "nginx-syntax",
        message: `cannot contain ${JSON.stringify(special)}, which is nginx syntax: remove it`,
      };
}

/**
 * nginx's rule, checked here because a controller does not start if nginx refuses its configuration: busy buffers hold
 * at least the largest buffer, and leave one of the others free.
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_busy_buffers_size
 */
export function bufferProblem(
  { title, proxyBuffers: defaults }: NginxDialect,
  performance: PerformanceKnobs,
): (ValueProblem & { readonly knob: KnobName }) | undefined {
  const { number, size, first, busy } = buffersInEffect(defaults, performance);
  const { proxyBuffers, proxyBufferSize, proxyMaxTempFileSize } = performance;
  const largest = Math.max(first, size);
  const problem = (knob: KnobName, code: string, message: string) => ({ knob, code, message });
  if (defaults.oneSize && proxyBuffers && proxyBufferSize && first !== size) {
    const message = `cannot differ in size from proxyBufferSize, because ${title} gives all buffers one size: make both the same`;
    return problem("proxyBuffers", "one-buffer-size", message);
  }
  if (number < 2) return problem("proxyBuffers", "two-buffers", "must have at least 2 buffers");
  if (busy < largest) {
    const message = `must be at least the largest proxy buffer, ${largest} bytes`;
    return problem("proxyBusyBuffersSize", "largest-buffer", message);
  }
  const most = (number - 1) * size;
  if (busy > most && performance.proxyBusyBuffersSize === undefined) {
    // The limit is nginx's own: the knob to name is the one that moved it.
    const moved = proxyBufferSize !== undefined && first >= size ? "proxyBufferSize" : "proxyBuffers";
    const message = `lets ${busy} bytes of buffers be busy, nginx's default of twice the largest one, which must leave one of the ${number} proxy buffers of ${size} bytes free: set proxyBusyBuffersSize to at most ${most} bytes, or larger proxyBuffers`;
    return problem(moved, "free-buffer", message);
  }
  if (busy > most) {
    const message = `must leave one of the ${number} proxy buffers of ${size} bytes free: set at most ${most} bytes instead of ${busy}, or larger proxyBuffers`;
    return problem("proxyBusyBuffersSize", "free-buffer", message);
  }
  const temporary = bytes(proxyMaxTempFileSize) ?? 0;
  if (temporary === 0 || temporary >= largest) return undefined;
  const message = `must be 0, or at least the largest proxy buffer, ${largest} bytes`;
  return problem("proxyMaxTempFileSize", "largest-buffer", message);
}

/** Bytes of the first buffer, of each of the others, and of those that may be busy. */
function buffersInEffect({ number, oneSize }: ProxyBufferDefaults, knobs: PerformanceKnobs) {
  const page = 4096;
  const configured = bytes(knobs.proxyBuffers?.size);
  const first = bytes(knobs.proxyBufferSize) ?? (oneSize ? configured : undefined) ?? page;
  const size = configured ?? (oneSize ? first : page);
  const busy = bytes(knobs.proxyBusyBuffersSize) ?? 2 * Math.max(first, size);
  return { number: knobs.proxyBuffers?.number ?? number, size, first, busy };
}

function bytes(size: Size | undefined): number | undefined {
  return size === undefined ? undefined : toBytes(size);
}

function drainProblems(spec: ClassSpec): readonly Problem[] {
  const { keepAliveMinTimeout } = spec.performance;
  if (keepAliveMinTimeout === undefined || toSeconds(keepAliveMinTimeout) <= toSeconds(spec.drain.timeout)) {
    return [];
  }
  const message = `cannot be longer than drain.timeout (${spec.drain.timeout}), after which nginx ends old workers: shorten it, or raise drain.timeout`;
  return [{ path: knobPath(spec, "keepAliveMinTimeout"), code: "longer-than-drain", message }];
}

function knobPath(spec: ClassSpec, knob: KnobName): string {
  return classSetting(spec, `performance.${knob}`);
}
