import type { ClassSpec } from "../../model/class.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { byHost } from "../hosts.ts";
import type { Piece } from "../nginx/config-map.ts";
import { servingPorts } from "../ports.ts";

/**
 * nginx configuration beside that of F5's templates, so that a request that no service covers reaches none.
 *
 * F5's server of a host listens only where its services do: not on HTTPS without TLS, and not on HTTP if all of them
 * speak gRPC. On the other port, nginx would give a request for that host to a wildcard's server, to the one without a
 * host, or, if none is the default server of the port, to the first of all. F5's wildcards also match more than the one
 * label that Kubernetes means.
 */
export function boundaryPiece(spec: ClassSpec, services: readonly ServiceSpec[]): Piece {
  const hosts = byHost(services);
  const maps = [deepHostMap(hosts), challengedHostMap(hosts)].flatMap((map) => map ?? []);
  return {
    http: [
      ...firstServers(spec, hosts),
      ...closedServers(spec, hosts),
      ...maps.map(({ variable, source, cases }) =>
        [`map ${source} $${variable} {`, "  default 0;", ...cases.map((line) => `  ${line};`), "}"].join(
          "\n",
        ),
      ),
    ],
    server: maps.map(({ variable }) => `if ($${variable}) { return 404; }`),
  };
}

type Hosts = ReadonlyMap<string, readonly ServiceSpec[]>;

/** A name that no client resolves: RFC 6761 reserves the domain. */
const unusedHost = "exposure.invalid";

/** Tells, by a variable that is 1, which requests a server must not take from a host that is none of its own. */
interface HostMap {
  readonly variable: string;
  readonly source: string;
  readonly cases: readonly string[];
}

/**
 * Servers that precede all others: the default of a port without a default server, and the holder of the options that
 * a port has once.
 */
function firstServers(spec: ClassSpec, hosts: Hosts): readonly string[] {
  const backlog = backlogOf(spec);
  const everyHost = hosts.get("") ?? [];
  const httpHasNoDefault = everyHost.length > 0 && everyHost.every(isGrpc);
  const { http, https } = servingPorts(spec);
  return [
    ...(httpHasNoDefault || backlog !== undefined
      ? [closedServer([unusedHost], listen(spec, http, backlog ?? []))]
      : []),
    ...(backlog !== undefined ? [closedServer([unusedHost], listenSsl(spec, https, backlog))] : []),
  ];
}

/** Hosts, each on the port where only a server with a wider name listens. */
function closedServers(spec: ClassSpec, hosts: Hosts): readonly string[] {
  const { http, https } = servingPorts(spec);
  const noHttps = closedHosts(hosts, hasHttps).map(({ host }) => host);
  const noHttp = closedHosts(hosts, hasHttp).flatMap(({ host, services }) =>
    isChallenged(services) ? [] : [host],
  );
  return [
    ...(noHttp.length > 0 ? [closedServer(noHttp, listen(spec, http))] : []),
    ...(noHttps.length > 0 ? [closedServer(noHttps, listenSsl(spec, https))] : []),
  ];
}

type IsOpen = (host: string, services: readonly ServiceSpec[]) => boolean;

const hasHttp: IsOpen = (_host, services) => !services.every(isGrpc);

/** A server without a host always has HTTPS. */
const hasHttps: IsOpen = (host, services) => host === "" || services.some(({ tls }) => tls !== undefined);

/** Hosts, sorted, that do not listen on a port on which servers of wider names do, with those names. */
function closedHosts(hosts: Hosts, isOpen: IsOpen) {
  const open = [...hosts].filter(([host, services]) => isOpen(host, services)).map(([host]) => host);
  return [...hosts]
    .filter(([host, services]) => !isOpen(host, services))
    .map(([host, services]) => ({ host, services, wider: open.filter((name) => covers(name, host)) }))
    .filter(({ wider }) => wider.length > 0)
    .toSorted((a, b) => (a.host < b.host ? -1 : 1));
}

/**
 * Whether cert-manager may answer a challenge on a host by HTTP. F5 opens the port for it meanwhile, and a closed server
 * of that name would go before F5's.
 */
function isChallenged(services: readonly ServiceSpec[]): boolean {
  return services.some(({ tls }) => tls?.issuer !== undefined);
}

function isWildcard(host: string): boolean {
  return host.startsWith("*.");
}

/** Whether nginx would give a request for `host` to the server of `wider`, were there none for `host`. */
function covers(wider: string, host: string): boolean {
  if (host === wider) return false;
  return wider === "" || (isWildcard(wider) && host.endsWith(wider.slice(1)));
}

function closedServer(names: readonly string[], lines: readonly string[]): string {
  const body = [...lines, `server_name ${names.join(" ")};`, "server_tokens off;", "return 404;"];
  return ["server {", ...body.map((line) => `  ${line}`), "}"].join("\n");
}

function listen(spec: ClassSpec, port: number, options: readonly string[] = []): readonly string[] {
  const all = [...options, ...(spec.proxyProtocol === undefined ? [] : ["proxy_protocol"])];
  return [`${port}`, `[::]:${port}`].map((address) => `listen ${[address, ...all].join(" ")};`);
}

function listenSsl(spec: ClassSpec, port: number, options: readonly string[] = []): readonly string[] {
  return [...listen(spec, port, ["ssl", ...options]), "ssl_reject_handshake on;"];
}

/**
 * F5's templates name no backlog, and nginx's own is 511. A template of the class may set options of its ports itself,
 * which nginx takes only once.
 */
function backlogOf({ sysctls, templates }: ClassSpec): readonly string[] | undefined {
  const limit = sysctls["net.core.somaxconn"];
  const own = templates.ingress !== undefined || limit === undefined || !/^\d+$/.test(limit);
  return own ? undefined : [`backlog=${limit}`];
}

/** Requests that reached a wildcard's server by more than one label. `$server_name` is the wildcard itself. */
function deepHostMap(hosts: Hosts): HostMap | undefined {
  if (![...hosts.keys()].some(isWildcard)) return undefined;
  return {
    variable: "exposure_deep_host",
    source: "$server_name|$host",
    cases: [String.raw`"~^\*(\.[^|]+)\|[^.]+\1$" 0`, String.raw`"~^\*\." 1`],
  };
}

/** Requests over HTTP for a challenged host of gRPC that reached the server of a wider name. */
function challengedHostMap(hosts: Hosts): HostMap | undefined {
  const challenged = closedHosts(hosts, hasHttp).filter(({ services }) => isChallenged(services));
  if (challenged.length === 0) return undefined;
  return {
    variable: "exposure_closed_host",
    source: "$scheme|$host|$server_name",
    // Expressions, because a map's hash table bounds the length of plain keys.
    cases: challenged.map(({ host, wider }) => {
      const names = wider.map((name) => (name === "" ? "_" : pattern(name))).join("|");
      return String.raw`"~^http\|${pattern(host)}\|(${names})$" 1`;
    }),
  };
}

function pattern(host: string): string {
  return host.replace(/[.*]/g, String.raw`\$&`);
}
