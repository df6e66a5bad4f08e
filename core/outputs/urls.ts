import type { ServiceSpec } from "../model/service.ts";

/** Where clients reach a class. */
export interface Ports {
  readonly http: number;
  readonly https: number;
}

/** Every address a service answers on, HTTPS only where plain HTTP is redirected. `*` stands for any host. */
export function serviceUrls(service: ServiceSpec, { http, https }: Ports): readonly string[] {
  const origins = service.hosts.length === 0 ? ["*"] : service.hosts;
  return origins.flatMap((host) =>
    schemes(service).flatMap((scheme) => {
      const port = portSuffix(scheme, scheme === "https" ? https : http);
      return service.paths.map(({ path }) => `${scheme}://${host}${port}${path}`);
    }),
  );
}

function schemes({ tls, forceHttps, protocol }: ServiceSpec): readonly ("http" | "https")[] {
  // Without tls of its own, the redirect leads to a balancer in front.
  if (tls === undefined && forceHttps === undefined) return ["http"];
  const httpsOnly = forceHttps !== undefined || protocol === "grpc" || protocol === "grpcs";
  return httpsOnly ? ["https"] : ["http", "https"];
}

function portSuffix(scheme: "http" | "https", port: number): string {
  const implied = scheme === "https" ? 443 : 80;
  return port === implied ? "" : `:${port}`;
}
