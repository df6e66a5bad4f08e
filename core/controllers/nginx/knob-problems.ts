import type { ClassSpec } from "../../model/class.ts";
import type { PerformanceKnobs } from "../../model/performance.ts";
import type { Problem } from "../../model/problems.ts";
import { type Size, toBytes, toSeconds } from "../../model/units.ts";
import type { NginxDialect, ProxyBufferDefaults } from "./dialect.ts";
import { type KnobName, type KnobValues, knobNames, type Rendering } from "./knobs.ts";

/** Knobs the controller does not have, values it ignores, and sets of values nginx does not start with. */
export function knobProblems(dialect: NginxDialect, spec: ClassSpec): readonly Problem[] {
  const single = knobNames(dialect.knobs).flatMap((knob) => {
    const message = knobProblem(dialect, knob, spec.performance);
    return message === undefined ? [] : [{ path: knobPath(spec, knob), message }];
  });
  if (single.length > 0) return single;
  return [...bufferProblems(dialect, spec), ...drainProblems(spec)];
}

function knobProblem<Knob extends KnobName>(
  { knobs, title }: Pick<NginxDialect, "knobs" | "title">,
  knob: Knob,
  values: Partial<KnobValues>,
): string | undefined {
  const rendering: Rendering<KnobValues[Knob]> = knobs[knob];
  const value = values[knob];
  if (value === undefined) return undefined;
  if (rendering.as === "missing") return `${title} has no such setting: ${rendering.instead}`;
  return rendering.check?.(value) ?? [rendering.write(value)].flat().map(textProblem).find(Boolean);
}

/**
 * Text that would end its directive, so that nginx reads the rest as configuration. The parser lets none through: this
 * guards specs that do not come from it.
 */
function textProblem(text: string): string | undefined {
  const bad = /[;{}"'\\#\p{Cc}]/u.exec(text)?.[0];
  return bad && `must be a value that nginx reads as one, without ${JSON.stringify(bad)}`;
}

/**
 * nginx's own rule, checked here because a controller whose nginx refuses its configuration does not start: busy
 * buffers hold at least the largest buffer, and leave one of the others free.
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_busy_buffers_size
 */
function bufferProblems(
  { title, proxyBuffers: defaults }: NginxDialect,
  spec: ClassSpec,
): readonly Problem[] {
  const { number, size, first, busy } = buffersInEffect(defaults, spec.performance);
  const { proxyBuffers, proxyBufferSize, proxyMaxTempFileSize } = spec.performance;
  const largest = Math.max(first, size);
  const problem = (knob: KnobName, message: string) => [{ path: knobPath(spec, knob), message }];
  if (defaults.oneSize && proxyBuffers && proxyBufferSize && first !== size) {
    return problem("proxyBuffers", `${title} gives all buffers one size; make it that of proxyBufferSize`);
  }
  if (number < 2) return problem("proxyBuffers", "needs at least 2 buffers");
  if (busy < largest) {
    return problem("proxyBusyBuffersSize", `must be at least the largest proxy buffer, ${largest} bytes`);
  }
  if (busy > (number - 1) * size) {
    const room = `must leave one of the ${number} proxy buffers of ${size} bytes free: at most ${(number - 1) * size}`;
    return problem("proxyBusyBuffersSize", `${room}, not ${busy}; set proxyBuffers larger`);
  }
  const temporary = bytes(proxyMaxTempFileSize) ?? 0;
  return temporary > 0 && temporary < largest
    ? problem("proxyMaxTempFileSize", `must be 0 or at least the largest proxy buffer, ${largest} bytes`)
    : [];
}

/** Bytes of the first buffer, of each of the others, and of those that may be busy. */
function buffersInEffect({ number, oneSize }: ProxyBufferDefaults, knobs: PerformanceKnobs) {
  const page = 4096;
  const given = bytes(knobs.proxyBuffers?.size);
  const first = bytes(knobs.proxyBufferSize) ?? (oneSize ? given : undefined) ?? page;
  const size = given ?? (oneSize ? first : page);
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
  const message = `${keepAliveMinTimeout} is longer than a worker that shuts down may live; raise drain.timeout (${spec.drain.timeout})`;
  return [{ path: knobPath(spec, "keepAliveMinTimeout"), message }];
}

function knobPath({ name }: ClassSpec, knob: KnobName): string {
  return `classes.${name}.performance.${knob}`;
}
