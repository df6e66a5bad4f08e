import { names } from "../../../model/names.ts";
import type { ProxyAction } from "./rendering.ts";

/** Names of a service's upstreams. */
export type UpstreamName = "primary" | "emergency";

/** Where requests go: by `pass`, or by `proxy` with what changes on the way. */
export type Action =
  | { readonly pass: string }
  | { readonly proxy: ProxyAction & { readonly upstream: string } };

/**
 * A route of a VirtualServer.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/#virtualserverroute
 */
export interface Route {
  readonly path: string;
  readonly action?: Action;
  readonly splits?: readonly { readonly weight: number; readonly action: Action }[];
  readonly matches?: readonly { readonly conditions: readonly object[]; readonly action: Action }[];
  readonly "location-snippets"?: string;
}

/**
 * Marks of a drill's requests. F5 takes no `-` in the name of a cookie, so that one is looked for in the whole header:
 * nginx takes a value that begins with `~` as a regular expression.
 */
export const drillConditions: readonly object[] = [
  { header: names.drill.header, value: "always" },
  { header: "Cookie", value: `~(^|; ?)${names.drill.cookie}=always(;|$)` },
];

/** The upstream that an action leads to. */
export function upstreamOf(action: Action): string {
  return "pass" in action ? action.pass : action.proxy.upstream;
}
