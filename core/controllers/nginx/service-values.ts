import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import { serviceProblem } from "../service-problems.ts";
import type { NginxDialect } from "./dialect.ts";
import { longestName } from "./hash-buckets.ts";
import { bufferProblem } from "./knob-problems.ts";
import { keysOf } from "./knobs.ts";
import { passedBy } from "./service-snippets.ts";
import { variableProblem } from "./variables.ts";

/** Values of services with which nginx would not start: it would keep its old configuration, for every service. */
export function valueProblems(
  dialect: NginxDialect,
  spec: ClassSpec,
  services: readonly ServiceSpec[],
): readonly Problem[] {
  const checks = [headerVariables, headerNames, hostNames, buffers];
  return services.flatMap((service) =>
    checks.flatMap((check) =>
      check(dialect, spec, service).map(({ field, code, sentence }) =>
        serviceProblem(spec, service, field, { code, sentence }),
      ),
    ),
  );
}

interface WrongValue {
  /** Path below `services.<name>`. */
  readonly field: string;
  readonly code: string;
  readonly sentence: string;
}

function headerVariables(
  dialect: NginxDialect,
  spec: ClassSpec,
  { headers: { request, response } }: ServiceSpec,
): readonly WrongValue[] {
  return Object.entries({ request, response }).flatMap(([list, values]) =>
    Object.entries(values).flatMap(([name, value]) => {
      const problem = variableProblem(dialect, spec, value);
      if (problem === undefined) return [];
      const { code, message } = problem;
      const sentence = `cannot set header ${name} to "${value}", because the value ${message}`;
      return [{ field: `headers.${list}`, code, sentence }];
    }),
  );
}

/** nginx keeps the headers that it sets for a backend, and those that it hides, in tables of their names. */
function headerNames(
  { proxyHeadersKey, snippetKeys }: NginxDialect,
  { configMap }: ClassSpec,
  service: ServiceSpec,
): readonly WrongValue[] {
  const directive = `${passedBy(service)}_headers_hash_bucket_size`;
  const snippet = new RegExp(`\\b${directive}\\s+(\\d+)`).exec(configMap[snippetKeys.http] ?? "")?.[1];
  const key = proxyHeadersKey === undefined || isGrpc(service) ? undefined : configMap[proxyHeadersKey];
  const longest = longestName(Number(key ?? snippet ?? 64));
  const { request, hide } = service.headers;
  const lists = {
    "headers.request": Object.keys(request),
    "headers.hide": hide,
    "externalAuth.responseHeaders": service.externalAuth?.responseHeaders ?? [],
  };
  return Object.entries(lists).flatMap(([field, names]) => {
    const long = names.find((name) => name.length > longest);
    if (long === undefined) return [];
    const sentence = `takes at most ${longest} characters in the name of such a header (${directive}), got "${long}" with ${long.length}: shorten it`;
    return [{ field, code: "name-too-long", sentence }];
  });
}

/** A service's buffers beside those of its class. */
function buffers(dialect: NginxDialect, spec: ClassSpec, service: ServiceSpec): readonly WrongValue[] {
  const { proxyBuffers, proxyBufferSize } = service;
  // A gRPC location has one buffer.
  if (isGrpc(service) || (proxyBuffers === undefined && proxyBufferSize === undefined)) return [];
  const problem = bufferProblem(dialect, { ...spec.performance, ...buffersOf(dialect, spec, service) });
  if (problem === undefined) return [];
  const { knob, code, message } = problem;
  const own = knob === "proxyBuffers" && proxyBuffers !== undefined ? "proxyBuffers" : undefined;
  const field = own ?? (proxyBufferSize === undefined ? "proxyBuffers" : "proxyBufferSize");
  const sentence =
    knob === field
      ? `refuses these buffers, because ${field} ${message}`
      : `refuses these buffers, because ${classSetting(spec, `performance.${knob}`)} ${message}`;
  return [{ field, code, sentence }];
}

/** Where all buffers have one size, the service's replaces both of the class's. */
function buffersOf(
  { proxyBuffers: { oneSize } }: NginxDialect,
  { performance }: ClassSpec,
  service: ServiceSpec,
) {
  const { proxyBuffers, proxyBufferSize } = service;
  const size = proxyBufferSize ?? proxyBuffers?.size;
  const number = performance.proxyBuffers?.number;
  return {
    ...(oneSize && size !== undefined && number !== undefined && { proxyBuffers: { number, size } }),
    ...(oneSize && size !== undefined && { proxyBufferSize: size }),
    ...(proxyBuffers !== undefined && { proxyBuffers }),
    ...(proxyBufferSize !== undefined && { proxyBufferSize }),
  };
}

function hostNames(
  { knobs, serverNamesBucket }: NginxDialect,
  spec: ClassSpec,
  { hosts }: ServiceSpec,
): readonly WrongValue[] {
  const [key = ""] = keysOf(knobs, "serverNamesHashBucketSize");
  const raw = spec.performance.serverNamesHashBucketSize ?? spec.configMap[key];
  const bucket = raw === undefined ? serverNamesBucket : Number(raw);
  if (bucket === undefined || !Number.isFinite(bucket)) return [];
  const longest = longestName(bucket);
  const long = hosts.findIndex((host) => longestPart(host) > longest);
  if (long < 0) return [];
  const sentence = `takes at most ${longest} characters in a host, got ${longestPart(hosts[long] ?? "")}: shorten it, or raise ${classSetting(spec, "performance.serverNamesHashBucketSize")}`;
  return [{ field: `hosts[${long}]`, code: "host-too-long", sentence }];
}

/** A wildcard is kept label by label, any other name as a whole. */
function longestPart(host: string): number {
  return host.startsWith("*.") ? Math.max(...host.split(".").map(({ length }) => length)) : host.length;
}
