import { isIP, isIPv4 } from "node:net";
import { wrong } from "./expected.ts";
import { isSubdomain } from "./kubernetes-names.ts";

/**
 * What is wrong with a host of an Ingress, with the way out: Kubernetes wants a DNS name in lower case, a wildcard
 * only as its whole first label, and neither a port nor an address.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export function hostProblem(host: string): string | undefined {
  const name = host.startsWith("*.") ? host.slice(2) : host;
  if (isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0) {
    return `${wrong("a DNS name", host)}: leave hosts out to serve requests by address`;
  }
  if (isSubdomain(name) && host.length <= 253 && name.split(".").every((part) => part.length <= 63)) {
    return host === name || name.includes(".")
      ? undefined
      : `${wrong("a DNS name", host)}: a wildcard needs two labels after it, as in "*.example.com"`;
  }
  return `${wrong("a DNS name", host)}${remedy(host, name)}`;
}

function remedy(host: string, name: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return ": leave the scheme out";
  if (/:\d+$/.test(host)) return ": leave the port out; the class sets it (expose.http, expose.https)";
  if (host.includes("/")) return ": put the path under paths";
  if (name.includes("*")) return `: "*" can only be the whole first label, as in "*.example.com"`;
  if (host !== host.toLowerCase() && isSubdomain(name.toLowerCase())) return ": write it in lowercase";
  if (host.endsWith(".")) return ": leave the trailing dot out";
  return ": use labels of at most 63 letters, digits and hyphens, separated by dots, 253 characters in all";
}

/** What is wrong with an origin of a page, or `*` for every one. */
export function originProblem(origin: string): string | undefined {
  const expected = 'an origin such as "https://shop.example.com", or "*"';
  if (origin === "*") return undefined;
  const [, host = "", port] = /^https?:\/\/([^/:]+)(?::(\d{1,5}))?$/.exec(origin) ?? [];
  const problem = host === "" ? wrong(expected, origin) : hostProblem(host);
  if (problem !== undefined) return problem;
  return port !== undefined && (Number(port) < 1 || Number(port) > 65_535)
    ? wrong(expected, origin)
    : undefined;
}

/** What is wrong with the name of a server, which is no wildcard. */
export function serverNameProblem(name: string): string | undefined {
  return name.startsWith("*") ? wrong("a DNS name without a wildcard", name) : hostProblem(name);
}

/** What is wrong with a URL that a proxy asks or redirects to: no variables, and nothing that would end its line. */
export function urlProblem(url: string): string | undefined {
  const [, host = "", port = "443", rest = "/"] =
    /^https?:\/\/([^/:?]+)(?::(\d{1,5}))?(\/.*)?$/.exec(url) ?? [];
  const isHost = isIPv4(host) || hostProblem(host) === undefined;
  const right =
    isHost &&
    !host.startsWith("*") &&
    Number(port) > 0 &&
    Number(port) < 65_536 &&
    urlPathProblem(rest) === undefined;
  return right ? undefined : wrong('a URL such as "https://auth.example.com/check", without variables', url);
}

/** What is wrong with a path, with a query or without, that a proxy asks for. */
export function urlPathProblem(path: string): string | undefined {
  return /^\/[A-Za-z0-9._~:/?&=%-]*$/.test(path) && path.length <= 1000
    ? undefined
    : wrong('a path of at most 1000 letters, digits and . _ ~ : / ? & = % - that begins with "/"', path);
}
