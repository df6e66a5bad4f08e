import type { ClassSpec } from "../../model/class.ts";
import type { ClassDemands } from "../../model/demands.ts";
import type { PerformanceSpec } from "../../model/performance.ts";
import type { Problem } from "../../model/problems.ts";
import { type Size, toBytes, toSeconds } from "../../model/units.ts";
import { classControllers } from "../registry.ts";
import { type KnobName, knobNames, renderingOf } from "./knobs.ts";

/** Knobs the class' controller does not have, values it ignores, and sets of values nginx does not start with. */
export function knobProblems(spec: ClassSpec): readonly Problem[] {
  const { performance } = spec;
  const single = knobNames.flatMap((knob) => {
    const problem = performance[knob] === undefined ? undefined : knobProblem(knob, spec);
    return problem === undefined ? [] : [problem];
  });
  if (single.length > 0) return single;
  return [...bufferProblems(spec), ...drainProblems(spec)];
}

/** A class whose services need what its own settings forbid. */
export function demandProblems(spec: ClassSpec, demands: ClassDemands): readonly Problem[] {
  const silence = "default-server-access-log-off";
  if (!demands.hostless || spec.configMap[silence] !== "true") return [];
  const message = "a service without host is the default server, and would be in no log; remove it";
  return [{ path: `classes.${spec.name}.configMap.${silence}`, message }];
}

function knobProblem(knob: KnobName, spec: ClassSpec): Problem | undefined {
  const rendering = renderingOf(knob, spec.controller);
  const path = knobPath(spec, knob);
  if (rendering.as === "missing") {
    const message = `${classControllers[spec.controller].facts.title} has no such setting: ${rendering.instead}`;
    return { path, message };
  }
  const message = rendering.check?.(spec.performance[knob]);
  return message === undefined ? undefined : { path, message };
}

/**
 * nginx' own rule, checked here because a controller whose nginx refuses its configuration does not start:
 * busy buffers hold at least the largest buffer, and leave one of the others free.
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_busy_buffers_size
 */
function bufferProblems(spec: ClassSpec): readonly Problem[] {
  const { number, size, first, busy } = buffersInEffect(spec.controller, spec.performance);
  const { proxyBuffers, proxyBufferSize, proxyMaxTempFileSize } = spec.performance;
  const largest = Math.max(first, size);
  const problem = (knob: KnobName, message: string) => [{ path: knobPath(spec, knob), message }];
  if (spec.controller === "ingress-nginx" && proxyBuffers && proxyBufferSize && first !== size) {
    return problem(
      "proxyBuffers",
      "ingress-nginx gives all buffers one size; make it that of proxyBufferSize",
    );
  }
  if (number < 2) return problem("proxyBuffers", "needs at least 2 buffers");
  if (busy < largest) {
    return problem("proxyBusyBuffersSize", `must be at least the largest proxy buffer, ${largest} bytes`);
  }
  if (busy > (number - 1) * size) {
    const room = `must leave one of the ${number} proxy buffers of ${size} bytes free: at most ${(number - 1) * size}`;
    return problem("proxyBusyBuffersSize", `${room}, not ${busy}; set proxyBuffers larger`);
  }
  const temporary = proxyMaxTempFileSize === undefined ? 0 : toBytes(proxyMaxTempFileSize);
  return temporary > 0 && temporary < largest
    ? problem("proxyMaxTempFileSize", `must be 0 or at least the largest proxy buffer, ${largest} bytes`)
    : [];
}

function buffersInEffect(dialect: ClassSpec["controller"], knobs: PerformanceSpec) {
  const page = 4096;
  const first =
    bytes(knobs.proxyBufferSize) ?? (dialect === "f5" ? page : (bytes(knobs.proxyBuffers?.size) ?? page));
  const number = knobs.proxyBuffers?.number ?? (dialect === "f5" ? 8 : 4);
  const size = bytes(knobs.proxyBuffers?.size) ?? (dialect === "f5" ? page : first);
  return { number, size, first, busy: bytes(knobs.proxyBusyBuffersSize) ?? 2 * Math.max(first, size) };
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
