import type { ExposureOutputs, ServiceOutput } from "../../core/model/outputs.ts";
import { shellWord } from "../../core/model/printable.ts";
import type { Endpoint } from "../stacks/target.ts";

/** A request that shows that a class serves. */
export interface ClassRequest {
  readonly class: string;
  readonly service: string;
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly path: string;
}

/** Stands for any host, in a URL of the outputs; the request names one all the same. */
const anyHost = "exposure.example";

/** A request through each class, to the service that is simplest to ask; none for a class without a service. */
export function requestsThrough({
  classes,
  services,
}: Pick<ExposureOutputs, "classes" | "services">): readonly ClassRequest[] {
  return Object.keys(classes).flatMap((name) => {
    const of = Object.entries(services).filter(([, service]) => service.class === name);
    const all = of.flatMap(([service, output]) => requestsTo(name, service, output));
    return all.toSorted((a, b) => effort(a) - effort(b)).slice(0, 1);
  });
}

/**
 * The arguments of curl for a request.
 * @param certificate file that curl trusts for HTTPS
 * @param proxied whether the environment names a proxy, which curl would ask even for an address it is given
 */
export function curlArguments(
  { scheme, host, path }: ClassRequest,
  endpoint: Endpoint,
  certificate: string,
  proxied: boolean,
): readonly string[] {
  const port = endpoint[scheme];
  const origin = port === { http: 80, https: 443 }[scheme] ? host : `${host}:${port}`;
  return [
    "-sS",
    "--fail",
    ...(proxied ? ["--noproxy", "*"] : []),
    ...(scheme === "https" ? ["--cacert", certificate] : []),
    ...["--resolve", `${host}:${port}:${endpoint.address}`, `${scheme}://${origin}${path}`],
  ];
}

/** A command as the user can copy it. */
export function commandLine(command: string, args: readonly string[]): string {
  return [command, ...args].map(shellWord).join(" ");
}

/** Plain HTTP before HTTPS, a host of its own before any, a short path before a long one. */
function effort({ scheme, host, path }: ClassRequest): number {
  return (scheme === "https" ? 10_000 : 0) + (host === anyHost ? 5_000 : 0) + path.length;
}

function requestsTo(name: string, service: string, { urls }: ServiceOutput): readonly ClassRequest[] {
  return urls.flatMap((url) => {
    const match = /^(https?):\/\/([^/:]+)(?::\d+)?(\/.*)$/.exec(url);
    const [, scheme, host, path] = match ?? [];
    if ((scheme !== "http" && scheme !== "https") || host === undefined || path === undefined) return [];
    const named = host === "*" ? anyHost : host.replace(/^\*\./, "www.");
    return [{ class: name, service, scheme, host: named, path }];
  });
}
