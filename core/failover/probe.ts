import type { ApiServer } from "../kubernetes/api-server.ts";
import { within } from "../kubernetes/deadline.ts";
import {
  type Backend,
  type HttpGetArgs,
  hasTls,
  type ProbeSpec,
  type ServiceSpec,
} from "../model/service.ts";
import { toSeconds } from "../model/units.ts";
import { messageOf } from "../model/user-error.ts";
import { readService } from "./backend-state.ts";
import { askHealth } from "./grpc-health.ts";

/** Asks a backend of a service: undefined where it answers as it should, else what follows the Service's name. */
export type ProbeBackend = (
  service: ServiceSpec,
  backend: Backend,
  probe: ProbeSpec,
) => Promise<string | undefined>;

/** Thousands of services may be asked for at once, all of them through one API server. */
const atOnce = 32;

/**
 * Asks through the API server, which reaches pods from wherever kubectl works: HTTP by the Service's proxy, gRPC,
 * whose trailers that does not carry, by a forwarded port of one of its pods.
 */
export function probesAt(api: Pick<ApiServer, "get" | "ask" | "forward">): ProbeBackend {
  const turn = turns(atOnce);
  return ({ namespace, protocol }, { service }, probe) => {
    const tls = hasTls(protocol);
    const target = { namespace, service, port: probe.port, tls, timeout: toSeconds(probe.timeout) * 1000 };
    return turn(() =>
      "httpGet" in probe ? askHttp(api, target, probe.httpGet) : askGrpc(api, target, probe.grpc.service),
    );
  };
}

interface Target {
  readonly namespace: string;
  readonly service: string;
  readonly port: string | number;
  readonly tls: boolean;
  /** Milliseconds for the whole probe. */
  readonly timeout: number;
}

async function askHttp(
  api: Pick<ApiServer, "ask">,
  { namespace, service, port, tls, timeout }: Target,
  { path, status, host }: HttpGetArgs,
): Promise<string | undefined> {
  const url = `/api/v1/namespaces/${namespace}/services/${tls ? "https:" : ""}${service}:${port}/proxy${path}`;
  try {
    const answer = await api.ask(url, { timeout, ...(host === undefined ? {} : { host }) });
    const refusal = statusMessage(answer.body);
    if (refusal !== undefined)
      return `could not be probed with GET ${path}: ${refusal} (status ${answer.status})`;
    const good =
      status === undefined ? answer.status >= 200 && answer.status < 400 : answer.status === status;
    return good
      ? undefined
      : `answered ${answer.status} to GET ${path} where ${status ?? "200 to 399"} was expected`;
  } catch (error) {
    return `could not be probed with GET ${path}: ${messageOf(error)}`;
  }
}

async function askGrpc(
  api: Pick<ApiServer, "get" | "forward">,
  target: Target,
  health: string,
): Promise<string | undefined> {
  const what = `grpc.health.v1.Health/Check${health === "" ? "" : ` of ${health}`}`;
  try {
    const { namespace, tls } = target;
    const ends = performance.now() + target.timeout;
    const left = () => Math.max(1, Math.round(ends - performance.now()));
    const pod = await within(target.timeout, findPod(api, target));
    if (pod === undefined) {
      return `has no pod among its ready endpoints that could be probed with ${what}`;
    }
    const connection = await api.forward({ namespace, pod: pod.name, port: pod.port, timeout: left() });
    const status = await askHealth(connection, { service: health, tls, timeout: left() });
    return status === "SERVING" ? undefined : `answered ${status} to ${what} where SERVING was expected`;
  } catch (error) {
    return `could not be probed with ${what}: ${messageOf(error)}`;
  }
}

interface Slice {
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
  readonly endpoints?:
    | readonly {
        readonly conditions?: { readonly ready?: boolean };
        readonly targetRef?: { readonly kind?: string; readonly name?: string };
      }[]
    | null;
}

/** A ready pod behind a Service, and the number its port has there. */
async function findPod(
  api: Pick<ApiServer, "get">,
  { namespace, service, port }: Target,
): Promise<{ readonly name: string; readonly port: number } | undefined> {
  const { service: found, slices } = await readService<Slice>(api, namespace, service);
  const { spec } = (found ?? {}) as { readonly spec?: { readonly ports?: Slice["ports"] } };
  const servicePort = spec?.ports?.find(({ name, port: number }) => name === port || number === port);
  if (servicePort === undefined) return undefined;
  for (const { ports, endpoints } of slices) {
    const number = ports?.find(({ name }) => (name ?? "") === (servicePort.name ?? ""))?.port;
    const pod = endpoints?.find(
      ({ conditions, targetRef }) => conditions?.ready !== false && targetRef?.kind === "Pod",
    )?.targetRef?.name;
    if (number !== undefined && pod !== undefined) return { name: pod, port: number };
  }
  return undefined;
}

/** The message of the API server, if the request did not reach the backend. */
function statusMessage(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const { kind, apiVersion, message } = (value ?? {}) as Readonly<Record<string, unknown>>;
    return kind === "Status" && apiVersion === "v1" ? String(message) : undefined;
  } catch {
    return undefined;
  }
}

/** Runs at most so many at a time, the others in the order of their calls. */
function turns(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
